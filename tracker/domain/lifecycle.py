"""What happened to the notices of a page between two readings."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from tracker.domain.noise import explain
from tracker.domain.notices import Notice, lasting_title
from tracker.domain.pairing import letter_pairs, likeness
from tracker.enums import ChangeKind
from tracker.enums.reading import NoiseReason

SAME_LINES = 0.5  # of a notice's lines that stay when it is edited rather than replaced
MAX_PAIRS = 2_500  # of unmatched notices compared by their lines


@dataclass(frozen=True, slots=True)
class NoticeEvent:
    """One thing that happened to one notice.

    `key` is the key under which the notice was known before, its own when it is new; whoever
    keeps notices re-keys them to `after.key`. `before` is None for a posted notice, `after` for
    a withdrawn one. `is_late` marks a posted notice that belongs before one already known:
    第11報 after 第12報. `reason` is set when cosmetic.
    """

    kind: ChangeKind
    key: str
    before: Notice | None
    after: Notice | None
    is_late: bool = False
    reason: NoiseReason | None = None


def compare(old: Sequence[Notice], new: Sequence[Notice]) -> tuple[NoticeEvent, ...]:
    """Return what happened, in the order of the new page, withdrawals last.

    A notice that only moved is no event, nor is one that a list of fixed length dropped at its
    end or let back in. An empty new reading says nothing: whether the page can be read at all
    is for `readability` to judge.
    """
    before_of = {id(after): before for before, after in _pairs(old, new)}
    known = {id(before) for before in before_of.values()}
    fresh = [notice for notice in new if id(notice) not in before_of]
    gone = [notice for notice in old if id(notice) not in known]
    dropped = _at_the_end(old, gone, room=fresh)
    taken_back = [notice for notice in gone if id(notice) not in dropped]
    let_back = _at_the_end(new, _old_ones(fresh, new), room=taken_back)
    events = [
        _event(before_of[id(notice)], notice) if id(notice) in before_of else _posted(notice, old)
        for notice in new
        if id(notice) not in let_back
    ]
    return tuple([event for event in [*events, *_departures(taken_back, old, new)] if event])


def _departures(
    gone: Sequence[Notice], old: Sequence[Notice], new: Sequence[Notice]
) -> Iterator[NoticeEvent]:
    """Yield what happened to notices that are no longer there and gave way to nothing."""
    is_summary = _is_summary(old, new)
    for notice in gone if is_summary or new else ():
        kind = ChangeKind.RESOLVED if is_summary else ChangeKind.WITHDRAWN
        yield NoticeEvent(kind, notice.key, notice, None)


def _old_ones(fresh: Sequence[Notice], new: Sequence[Notice]) -> list[Notice]:
    """Keep those that are certainly older than all their list showed before."""
    strangers = {id(notice) for notice in fresh}
    found = []
    for notice in fresh:
        group = [other for other in new if other.group == notice.group]
        days = [other.posted_on for other in group if id(other) not in strangers]
        oldest = min((day for day in days if day), default=None)
        if oldest and None not in days and notice.posted_on and notice.posted_on <= oldest:
            found.append(notice)
    return found


def _at_the_end(
    page: Sequence[Notice], moved: Sequence[Notice], *, room: Sequence[Notice]
) -> frozenset[int]:
    """Find notices that left or entered a list at its end because others took or gave room.

    Shapes: ids of members of `moved`; in each list no more than `room` has of the same list.
    """
    found: set[int] = set()
    moving = {id(notice) for notice in moved}
    for group in {notice.group for notice in moved}:
        members = _newest_first([notice for notice in page if notice.group == group])
        end = list(takewhile(lambda notice: id(notice) in moving, reversed(members)))
        space = sum(notice.group == group for notice in room)
        found.update(id(notice) for notice in (end if len(end) <= space else ()))
    return frozenset(found)


def _newest_first(members: list[Notice]) -> list[Notice]:
    """Turn a list round that grows at its lower end."""
    first, last = members[0].posted_on, members[-1].posted_on
    return members[::-1] if first and last and first < last else members


def _is_summary(old: Sequence[Notice], new: Sequence[Notice]) -> bool:
    """Tell the status page's summary: it lists what is open, so what leaves it is over."""
    stated = [notice for notice in (*old, *new) if "status" in notice.attributes]
    return bool(stated) and not any(notice.is_resolved for notice in stated)


def _pairs(old: Sequence[Notice], new: Sequence[Notice]) -> list[tuple[Notice, Notice]]:
    """Match by key; what is left by number, heading and lines."""
    by_key = {notice.key: notice for notice in old}
    pairs = [(by_key[notice.key], notice) for notice in new if notice.key in by_key]
    taken = {notice.key for _, notice in pairs}
    left = [notice for notice in old if notice.key not in taken]
    fresh = [notice for notice in new if notice.key not in taken]
    if len(old) == len(new) == 1 and left:
        return [(old[0], new[0])] if _is_same_article(old[0], new[0]) else []
    if len(left) * len(fresh) > MAX_PAIRS:
        return pairs
    for notice in fresh:
        if twin := _twin(notice, left):
            left.remove(twin)
            pairs.append((twin, notice))
    return pairs


def _is_same_article(old: Notice, new: Notice) -> bool:
    """Tell an article rewritten at its address from the next article put there."""
    if old.number != new.number:
        return False
    if old.posted_on == new.posted_on or lasting_title(old.title) == lasting_title(new.title):
        return True
    before, after = letter_pairs(old.title), letter_pairs(new.title)
    return likeness(before, after) >= SAME_LINES or _shared_lines(old, new) >= SAME_LINES


def _twin(notice: Notice, candidates: Sequence[Notice]) -> Notice | None:
    """Find the notice this one was before its heading, date or link changed. None: it is new."""
    likely = [(candidate, _likeness(candidate, notice)) for candidate in candidates]
    best = max(likely, key=lambda pair: pair[1], default=None)
    return best[0] if best and best[1] >= SAME_LINES else None


def _likeness(old: Notice, new: Notice) -> float:
    """Return 0 to 1: how much of the two notices is one and the same."""
    if old.number != new.number or (old.url and new.url and old.url != new.url):
        return 0.0
    is_same_title = lasting_title(old.title) == lasting_title(new.title)
    if old.posted_on and new.posted_on and old.posted_on != new.posted_on and not is_same_title:
        return 0.0
    is_same_day = old.posted_on == new.posted_on
    return max(_shared_lines(old, new), SAME_LINES if is_same_title and is_same_day else 0.0)


def _shared_lines(old: Notice, new: Notice) -> float:
    before, after = set(old.lines[1:]), set(new.lines[1:])
    return len(before & after) / max(len(before), len(after), 1)


def _posted(notice: Notice, old: Sequence[Notice]) -> NoticeEvent:
    is_late = _is_late(notice, old)
    return NoticeEvent(ChangeKind.POSTED, notice.key, None, notice, is_late=is_late)


def _event(before: Notice, after: Notice) -> NoticeEvent | None:
    if after.is_resolved and not before.is_resolved:
        return NoticeEvent(ChangeKind.RESOLVED, before.key, before, after)
    if before.lines == after.lines:
        if before.key == after.key:
            return None
        return NoticeEvent(
            ChangeKind.COSMETIC, before.key, before, after, reason=NoiseReason.RENAMED
        )
    reason = explain(before.lines, after.lines)
    kind = ChangeKind.COSMETIC if reason else ChangeKind.EDITED
    return NoticeEvent(kind, before.key, before, after, reason=reason)


def _is_late(notice: Notice, old: Sequence[Notice]) -> bool:
    """Tell whether a new notice belongs before one that is already known."""
    numbers = [other.number for other in old if other.number is not None]
    if notice.number is not None and numbers:
        return notice.number < max(numbers)
    days = [other.posted_on for other in old if other.posted_on]
    return notice.posted_on is not None and bool(days) and notice.posted_on < max(days)
