"""What a reader could not settle by itself: such a claim waits for a person."""

import re
import unicodedata
from collections.abc import Collection
from datetime import date

from tracker.domain.dates import english, japanese
from tracker.enums import ClaimDoubt, DomainState

_MONTH = "(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*"
# what is written like a date or a time of day, whether or not the calendar has it
_LIKE_A_DATE = re.compile(
    r"(?:(?:令和|平成)?(?:\d{1,4}|元)年)?(?:\d{1,2}|[●○×〇X])月(?:(?:\d{1,3}|[●○×〇X])日|第\d週)?"
    r"|(?<![\d/])(?!24/7)\d{1,4}/\d{1,2}(?:/\d{1,2})?(?![\d/])"
    r"|(?<!\d)\d{1,2}:\d{2}(?!\d)"
    rf"|\b\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH}|\b{_MONTH}\s+\d{{1,2}}\b",
    re.IGNORECASE,
)
_WEEK = re.compile(r"第(\d)週")
_MOST_WEEKS = 5
GOOD_NEWS = frozenset({DomainState.RESUMED, DomainState.NORMAL})


def unread_dates(text: str, *, told_on: date) -> list[str]:
    """Return the pieces of a sentence that look like dates and that no calendar can place."""
    plain = unicodedata.normalize("NFKC", text)
    spans = [*japanese.find(plain, told_on), *english.find(plain, told_on)]
    read = [(span.start, span.stop) for span in spans]
    return [
        piece[0]
        for piece in _LIKE_A_DATE.finditer(plain)
        if not _is_read(piece, read) or _has_no_such_week(piece[0])
    ]


def doubt_of(
    state: DomainState, evidence: str, *, told_on: date, faults: Collection[str]
) -> ClaimDoubt | None:
    """Return why a claim waits for a person, the gravest reason first. None: it does not."""
    if unread_dates(evidence, told_on=told_on):
        return ClaimDoubt.DATE
    if faults:
        return ClaimDoubt.DAMAGED
    if state in GOOD_NEWS:
        return ClaimDoubt.GOOD_NEWS
    return ClaimDoubt.UNKNOWN if state is DomainState.UNKNOWN else None


def _is_read(piece: re.Match[str], read: list[tuple[int, int]]) -> bool:
    """Whether a span that was placed in the calendar holds the piece from its first letter on."""
    return any(start <= piece.start() < stop for start, stop in read)


def _has_no_such_week(piece: str) -> bool:
    week = _WEEK.search(piece)
    return week is not None and not 1 <= int(week[1]) <= _MOST_WEEKS
