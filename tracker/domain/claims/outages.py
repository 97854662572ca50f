"""Read a letter about an outage whole: its start, its full stop, its provisional end, its cases."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from tracker.domain.claims.text import folded, sentences
from tracker.domain.dates import japanese
from tracker.domain.dates.values import Precision
from tracker.domain.document import Block, Document
from tracker.domain.lexicon.loader import lexicon

_STARTED = re.compile(r"(?:障害|不具合|事象)[^、。]{0,8}(?:発生|起き|生じ)")
_STOPPED = re.compile(r"(?:完全に|全面的に|すべて)[^、。]{0,6}(?:遮断|停止|止ま|切断|断)")
_PROVISIONAL = re.compile(r"暫定(?:的な|的に)?復旧")
_CASE = re.compile(
    r"^[◆■●\s]*(?:ケース|パターン|case)\s*(\d+|[A-Z])\s*[(:：]?(.*?)[)]?$", re.IGNORECASE
)
STALE = timedelta(days=90)  # an outage that began longer ago is told by an old letter
_ANSWER = re.compile(r"^(?:以上|敬具)$")


@dataclass(frozen=True, slots=True)
class Case:
    """What to do for one kind of customer or order."""

    name: str
    condition: str
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outage:
    """An outage as its notice tells it; None where it says nothing."""

    started_at: datetime | None
    stopped_at: datetime | None  # when nothing worked any more
    provisional_at: datetime | None  # when a provisional recovery is due
    cases: tuple[Case, ...]


def outage_of(document: Document, *, written_on: date) -> Outage:
    """Return what a notice tells of an outage."""
    blocks = list(document.main)
    told = [folded(s, lexicon("ja")) for block in blocks for s in sentences(block.text, "ja")]
    started_at = _time_before(told, _STARTED, written_on)
    if started_at and written_on - started_at.date() > STALE:
        written_on = started_at.date()  # read long after: days without a year are of the outage
    return Outage(
        started_at=started_at,
        stopped_at=_time_before(told, _STOPPED, written_on),
        provisional_at=_time_before(told, _PROVISIONAL, written_on),
        cases=_cases(blocks),
    )


def _time_before(told: list[str], event: re.Pattern[str], written_on: date) -> datetime | None:
    """Return the time named last before the first mention of an event."""
    for sentence in told:
        match = event.search(sentence)
        if match is None:
            continue
        spans = japanese.find(sentence, written_on)
        before = [s for s in spans if s.start < match.start() and s.precision is not Precision.PART]
        if before:
            return before[-1].first
    return None


def _cases(blocks: list[Block]) -> tuple[Case, ...]:
    """Return the cases with the lines below each, up to the next case or the end."""
    found: list[Case] = []
    steps: list[str] = []
    for block in blocks:
        match = _CASE.match(folded(block.text, lexicon("ja")))
        if match:
            found = _closed(found, steps)
            found.append(Case(f"ケース{match[1]}", match[2].strip(), ()))
            steps = []
        elif found and not _ANSWER.match(block.text):
            steps.append(block.text)
    return tuple(_closed(found, steps))


def _closed(found: list[Case], steps: list[str]) -> list[Case]:
    if not found:
        return found
    last = found[-1]
    return [*found[:-1], Case(last.name, last.condition, tuple(steps))]
