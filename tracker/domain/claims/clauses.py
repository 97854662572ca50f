"""Cut a Japanese sentence into clauses, and say how each one leads on to the next."""

import re
from dataclasses import dataclass
from enum import StrEnum


class Link(StrEnum):
    """How a clause leads on."""

    END = "end"
    AND = "and"  # ており、 し、 て、
    BUT = "but"  # が、 ものの、
    CAUSE = "cause"  # ため、 ので、 により、


@dataclass(frozen=True, slots=True)
class Clause:
    """A piece of a sentence with one predicate at its end."""

    text: str
    start: int  # in the sentence
    link: Link


_BUT = (
    r"(?:(?:ました|ます|ません|でした|です|した|ている|った|れる|する|ない|なる|いる|だ)が"
    r"(?=[、,本現今])|ものの|けれども|一方で?|ところ)"
)
_CAUSE = (
    r"(?:のため|ため|ので|ことから|により|によって|に伴い|を受け|の影響で|せいで|にともない|につき)"
    r"(?=[、,])|(?:ます|ました|です|ません)ので(?![、,])"
)
# endings of verbs left open, and event nouns that stand for a verb
_AND = (
    r"(?:おり|ており|でおり|つつ|してい(?=、)|いたし|まして|ながら|して|なく|なり|られず|せず|ず"
    r"|行い|受け|始め|止め|戻り|遅れ|増やし|広げ|され|やめ|進め|替え|見合わせ|し|て|で|り|み|続き"
    r"|[停休]止|再開|復旧|継続|対応|中止|遅延|キャンセル|稼働|済み|のみ|中)"
)
_CUT = re.compile(rf"(?P<but>{_BUT})|(?P<cause>{_CAUSE})|(?P<and>{_AND})(?=[、,])")
# times, places, means and topics that end like a verb
_NO_CUT_BEFORE = re.compile(
    r"(?:[0-9月日時分頃旬]|本日|現在|当面|より|から|以降|につきまして|に関しまして|について|おいて"
    r"|として|に対して|対して|あわせて|含めて|除いて|続けて|引き続き|たび|センター|拠点|地域|地方"
    r"|サイト|お客様|商品|もとで|ところで|上で|時点で|場合で|予定で|ことで|一部で|のみで|県で|店で"
    r"|都市で|都で|府で|道で|市で|ターミナルで|手作業で|FAXで|電話で|手動で|Webで)$"
)


def clauses(sentence: str) -> list[Clause]:
    """Return the clauses of a sentence in reading order."""
    found: list[Clause] = []
    start = 0
    for match in _CUT.finditer(sentence):
        if match.end() - start < 4:
            continue
        if not match["cause"] and _NO_CUT_BEFORE.search(sentence, start, match.end()):
            continue
        if _inside_brackets(sentence, match.end()):
            continue
        stop = match.end() + (sentence[match.end() : match.end() + 1] in ("、", ","))
        found.append(Clause(sentence[start:stop], start, _link(match)))
        start = stop
    if start < len(sentence):
        found.append(Clause(sentence[start:], start, Link.END))
    return found


def _link(match: re.Match[str]) -> Link:
    if match["but"]:
        return Link.BUT
    return Link.CAUSE if match["cause"] else Link.AND


def _inside_brackets(sentence: str, at: int) -> bool:
    """True between an opening and its closing bracket: what stands there is an aside."""
    before = sentence[:at]
    return any(before.count(left) > before.count(right) for left, right in ("()", "「」", "『』"))
