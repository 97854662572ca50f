"""Names of payees as banks write them, in half-width kana, and who they are.

Fuzzy likeness only proposes; a person confirms, and the confirmed spelling becomes an alias.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from unicodedata import normalize

from rapidfuzz import fuzz

# marks of legal forms at the head `カ)`, at the end `(カ`, or in the middle `(カ)`
LEGAL_MARKS = (
    *("カ", "ユ", "メ", "シ", "ド", "イ", "ザイ", "シヤ", "ガク", "シユウ", "フク", "ソ", "トクヒ"),
    *(
        "ドク",
        "チドク",
        "ベン",
        "ゼイ",
        "シホウ",
        "ギヨ",
        "ロウム",
        "ダイ",
        "ノウ",
        "カンリ",
        "ホゴ",
    ),
    *("エイ", "シユツ", "レン", "キヨウクミ", "ケンポ", "セイメイ"),
)
LEGAL_WORDS = ("カブシキガイシヤ", "カブシキカイシヤ", "ユウゲンガイシヤ", "ゴウドウガイシヤ")
LEGAL_KANJI = ("株式会社", "有限会社", "合同会社", "(株)", "(有)", "(同)")
NOISE = re.compile(r"^(?:フリコミ|振込|コウザフリカエ|口座振替|カ-ド|カード|テスウリヨウ|手数料)")
SMALL_KANA = str.maketrans("ァィゥェォッャュョヮヲ", "アイウエオツヤユヨワオ")
LONG_SOUNDS = str.maketrans(dict.fromkeys("-‐‑‒–—―−", "ー"))
SHORTEST_PREFIX = 6  # characters; a shorter cut name says too little
LIKE_ENOUGH = 80  # of 100; below this nothing is proposed
_MARKS = "|".join(sorted(LEGAL_MARKS, key=len, reverse=True))
_LEGAL = re.compile(rf"^(?:{_MARKS})[).]|\((?:{_MARKS})\)?$|\((?:{_MARKS})\)")
_REMITTER_NUMBER = re.compile(r"^\d{1,10}")
_DROPPED = re.compile(r"[\s・.。･]")


@dataclass(frozen=True)
class PayeeMatch:
    """A name we know that a bank's spelling may mean. Score 100: the same name."""

    name: str
    score: int
    is_certain: bool


def normalise_payee(text: str) -> str:
    """Return the core of a payee's name, without legal form, noise, spaces and long sounds.

    Source: docs/decisions/0041-payee-names.md.
    """
    kept = normalize("NFKC", text).upper().translate(SMALL_KANA)
    kept = _REMITTER_NUMBER.sub("", _DROPPED.sub("", kept))
    kept = NOISE.sub("", kept)
    for word in (*LEGAL_KANJI, *LEGAL_WORDS):
        kept = kept.replace(word, "")
    kept = _LEGAL.sub("", kept)
    return kept.translate(LONG_SOUNDS).replace("ー", "").strip("()")


def match_payee(text: str, aliases: Mapping[str, str]) -> list[PayeeMatch]:
    """Rank the known names that a bank's spelling may mean, the likeliest first.

    Shapes: aliases maps each known spelling to the name it stands for. A name is certain when
        its core is equal, or when the bank cut it and only one known name begins so.
    """
    core = normalise_payee(text)
    if not core:
        return []
    scores: dict[str, tuple[int, bool]] = {}
    for spelling, name in aliases.items():
        score, certain = _likeness(core, normalise_payee(spelling))
        scores[name] = max(scores.get(name, (0, False)), (score, certain))
    certain_names = [name for name, (_, certain) in scores.items() if certain]
    matches = [
        PayeeMatch(name, score, is_certain=certain and len(certain_names) == 1)
        for name, (score, certain) in scores.items()
        if score >= LIKE_ENOUGH
    ]
    return sorted(matches, key=lambda match: (-match.score, match.name))


def _likeness(core: str, known: str) -> tuple[int, bool]:
    if core == known:
        return 100, True
    shorter, longer = sorted((core, known), key=len)
    if len(shorter) >= SHORTEST_PREFIX and longer.startswith(shorter):
        return 99, True
    return int(fuzz.ratio(core, known)), False
