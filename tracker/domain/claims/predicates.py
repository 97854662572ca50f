"""Find what a Japanese clause asserts: its event, and how that event stands."""

import re

from tracker.domain.claims.aspects import Aspect, aspect
from tracker.domain.claims.clauses import Clause, Link
from tracker.domain.claims.context import Setting
from tracker.domain.dates import japanese
from tracker.domain.dates.values import Bound
from tracker.domain.lexicon.scanner import Hit

# a verb left open at a comma: it stands as the clause behind it
OPEN = re.compile(r"(?:し|いたし|り|れ|け|せ|め|え|い|き|み)[、,]$")
_INFLECTED = re.compile(r"(?:いる|いた|います|おります|ました|した|する|いたします)[^、。]")
_BRACKETS = re.compile(r"\([^()]*\)")
_RELATIVE = re.compile(r"(?:いる|いた|おります|おりました|した|いただいた)(?=[ァ-ヶ一-龠「])")
_UNTIL_BACK = re.compile(r"^(?:に|には|までに?|は|が|も)[^はが]{0,14}$")
_REOPENED = re.compile(r"^(?:いた)?しました?[「『ァ-ヶ一-龠]")
_WHEN = re.compile(r"(?:時期|めど|見通し|見込み|いつ)")
_AT_FAULT = re.compile(
    r"[はがもにで]、?[^はが]{0,8}(?:障害|不具合|支障|トラブル|エラー)"
    r"(?=[がをも][^。]{0,6}(?:出て|生じて|続い|きたして|及ん|及ぼし))"
)
_DENIES = re.compile(
    r"(?:し|り|れ|け|せ|て|で|い|お|は|き|え){0,6}(?:ません|ない(?!か)|ず(?=[、。に]))"
)
_PUT_OFF = ("見送", "延期", "ずれ込", "延長", "後ろ倒し")
_LIGHT = (
    "行って", "行い", "行う", "行え", "実施", "いただけ", "でき", "可能", "対応", "続け", "継続",
    "利用",
)  # fmt: skip


def event_of(text: str, hits: list[Hit]) -> Hit | None:
    """Return the event a clause asserts: the last one that is not a light verb."""
    events = [hit for hit in _outside_brackets(text, hits) if hit.section == "events"]
    if not events:
        return _unsaid(text, hits)
    last = events[-1]
    for earlier in reversed(events[:-1]):
        between = text[earlier.stop : last.start]
        if _outweighs(earlier, last, text):
            return earlier
        if last.name not in ("go", "check"):
            break
        if earlier.name == "go" or _INFLECTED.search(between):
            continue
        return earlier if _is_light(last) and len(between) <= 10 else last
    return last


def _outweighs(earlier: Hit, last: Hit, text: str) -> bool:
    """True when the later word only says how the earlier event goes on."""
    between = text[earlier.stop : last.start]
    if earlier.name == "resume":
        slowly = last.name == "slow" and _UNTIL_BACK.search(between)
        reopened = last.name == "go" and _REOPENED.match(between) and not is_denied(last, text)
        return bool(slowly or reopened or last.word in _PUT_OFF)
    if last.name != "go":
        return False
    if earlier.name == "normal":
        return len(between) <= 6 and not is_denied(last, text)
    return earlier.name == "slow" and not _INFLECTED.search(between)


def _outside_brackets(text: str, hits: list[Hit]) -> list[Hit]:
    """Return the hits that no bracket encloses, or all when every event stands in one."""
    asides = [match.span() for match in _BRACKETS.finditer(text)]
    kept = [hit for hit in hits if not any(low < hit.start < high for low, high in asides)]
    return kept if any(hit.section == "events" for hit in kept) else hits


def _unsaid(text: str, hits: list[Hit]) -> Hit | None:
    """Return the restart that "the time is not known" speaks of without naming it."""
    if any(hit.section == "undecided" for hit in hits) and (when := _WHEN.search(text)):
        return Hit(when.start(), when.end(), "events", "resume", when[0])
    is_named = any(hit.section == "domains" for hit in hits)
    if is_named and (fault := _AT_FAULT.search(text)):
        return Hit(fault.start(), fault.end(), "events", "slow", fault[0])
    return None


def is_denied(event: Hit, text: str) -> bool:
    """True for a verb whose stem or whose ending says not."""
    is_stem = event.word.endswith(("ない", "ませ", "ず", "な", "なく"))
    return is_stem or bool(_DENIES.match(text[event.stop :]))


def _is_light(event: Hit) -> bool:
    is_stem = event.word.endswith(("ない", "ませ", "ず", "な", "なく"))
    return not is_stem and any(light in event.word for light in _LIGHT)


def without_asides(text: str, hits: list[Hit], event: Hit | None) -> list[Hit]:
    """Drop the domains of a relative clause that holds no event: 販売をお預かりしている飲料."""
    if event is None:
        return hits
    return [hit for hit in hits if not _is_aside(text, hit, hits, event)]


def _is_aside(text: str, hit: Hit, hits: list[Hit], event: Hit) -> bool:
    if hit.section != "domains" or hit.stop >= event.start:
        return False
    relative = _RELATIVE.search(text, hit.stop, event.start)
    return relative is not None and not any(
        other.section == "events" and hit.start <= other.start < relative.end() for other in hits
    )


def stands(clause: Clause, event: Hit, hits: list[Hit], setting: Setting) -> Aspect:
    """Return how the event stands; a verb left open (停止し、) stands as the clause behind it."""
    overlap = event.word[-1] in "たてるりえ"  # the ending that tells is part of the word
    tail = clause.text[event.start if event.name == "go" else event.stop - overlap :]
    since = event.start if event.word == "時期" else event.stop
    if event.name == "resume" and any(h.name == "slow" and h.start >= event.stop for h in hits):
        return Aspect.OVER if clause.text.rstrip("。").endswith("ました") else Aspect.POSTPONED
    found = aspect(tail, [hit for hit in hits if hit.start >= since])
    if found is Aspect.NAMED and clause.link is Link.AND and OPEN.search(clause.text):
        if event.name == "resume" and not _is_ahead(clause.text, setting):
            return Aspect.DONE
        return setting.follows or Aspect.DONE
    return found


def _is_ahead(text: str, setting: Setting) -> bool:
    """True when the clause names a time that is still to come."""
    spans = japanese.find(text, setting.written_on)
    return any(s.bound is Bound.ONWARD or s.last.date() > setting.written_on for s in spans)
