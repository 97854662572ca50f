"""Which notice is the newest, whatever the order in which they were seen."""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby

from tracker.domain.statements import Statement

_Key = tuple[date, int | None, date | None]


def oldest_first(statements: Iterable[Statement]) -> list[Statement]:
    """Order statements by the day they were told; numbered notices of a day by their number.

    A numbered notice that is dated before the notice it follows was back-dated or misprinted:
    it counts from the day that one was posted. What was edited counts from its edit.
    """
    found = list(statements)
    days = _days(found)
    ordered = sorted(found, key=lambda one: (days[_key(one)], one.seen_at, one.key))
    sorted_days: list[Statement] = []
    for _, group in groupby(ordered, key=lambda one: days[_key(one)]):
        sorted_days += _numbered_in_place(list(group))
    return sorted_days


def newest_first(statements: Iterable[Statement]) -> list[Statement]:
    return oldest_first(statements)[::-1]


def is_restored(told_on: date | None, earlier: Iterable[date], *, has_withdrawal: bool) -> bool:
    """Whether a reading is an old version of the page that came back from somewhere.

    `earlier` are the days of the page's readings before; a page that withdrew a notice may well
    show an older day. Source: docs/decisions/0030-newest-valid-notice.md.
    """
    if told_on is None or has_withdrawal:
        return False
    return told_on < max(earlier, default=told_on)


def _key(one: Statement) -> _Key:
    return one.told_on, one.number, one.posted_on


def _days(found: Sequence[Statement]) -> dict[_Key, date]:
    """Return the day each notice counts from."""
    days = {_key(one): one.told_on for one in found}
    numbered = sorted(
        {(one.number, one.posted_on or one.told_on) for one in found if one.number is not None}
    )
    for key, told_on in days.items():
        number = key[1]
        if number is not None:
            before = [posted for other, posted in numbered if other < number]
            days[key] = max([told_on, *before])
    return days


def _numbered_in_place(same_day: list[Statement]) -> list[Statement]:
    """Put the numbered among the statements of one day into the order of their numbers."""
    places = [index for index, one in enumerate(same_day) if one.number is not None]
    by_number = sorted((same_day[index] for index in places), key=lambda one: one.number or 0)
    for index, one in zip(places, by_number, strict=True):
        same_day[index] = one
    return same_day
