"""Two versions of a page side by side: the difference that was stored, or one made now."""

from dataclasses import dataclass

from tracker.domain.difference import Difference, diff
from tracker.domain.fact_changes import FactChange, NumberChange, fact_changes, number_changes
from tracker.domain.series import Point
from tracker.domain.statements import Statement
from tracker.enums import Folder
from tracker.models import Change, Reading, Snapshot
from tracker.operations import archive, said


@dataclass(frozen=True, slots=True)
class Comparison:
    """A difference and the versions it lies between; `old` is None for the first version.

    `is_whole` means that whole pages were compared, not the one notice that changed.
    """

    difference: Difference
    old: Snapshot | None
    new: Snapshot | None
    is_whole: bool


@dataclass(frozen=True, slots=True)
class Facts:
    """What two versions say differently of the services, and which numbers became others."""

    changes: tuple[FactChange, ...] = ()
    numbers: tuple[NumberChange, ...] = ()


def facts_of(change: Change) -> Facts:
    """Return what a change means for a buyer, as far as both versions were read."""
    old, new = _reading_of(change.before_id), _reading_of(change.after_id)
    if new is None:
        return Facts()
    before, after = _statements(old, change), _statements(new, change)
    return Facts(
        tuple(fact_changes(before, after)),
        tuple(number_changes(_points(old), _points(new))),
    )


def of_change(change: Change) -> Comparison | None:
    """Return what a change changed. None when it left no words, such as a page that was lost.

    Raises: DamagedSnapshotError when a version it needs no longer fits its hash.
    """
    stored = archive.difference_of(change)
    if stored is not None:
        return Comparison(stored, change.before, change.after, is_whole=False)
    if change.after is None:
        return None
    return of_versions(change.before, change.after)


def of_versions(old: Snapshot | None, new: Snapshot) -> Comparison:
    """Compare any two versions of a page; None compares with nothing.

    Raises: DamagedSnapshotError.
    """
    return Comparison(diff(lines_of(old), lines_of(new)), old, new, is_whole=True)


def lines_of(snapshot: Snapshot | None) -> list[str]:
    return archive.text_of(snapshot).split("\n") if snapshot else []


def _reading_of(snapshot_id: int | None) -> Reading | None:
    if snapshot_id is None:
        return None
    rows = Reading.objects.filter(snapshot=snapshot_id).select_related("page")
    return rows.prefetch_related("claims__notice", "points").first()


def _statements(reading: Reading | None, change: Change) -> list[Statement]:
    """Return what a version says; on a page of several notices, what the changed one says."""
    if reading is None:
        return []
    claims = sorted(reading.claims.all(), key=lambda one: one.pk)
    own = [one for one in claims if one.notice_id == change.notice_id]
    shown = own if change.notice_id and any(one.notice_id for one in claims) else claims
    return [said.statement_of(one, reading, Folder.OFFICIAL) for one in shown]


def _points(reading: Reading | None) -> list[Point]:
    if reading is None:
        return []
    return [said.point_of(row) for row in sorted(reading.points.all(), key=lambda one: one.pk)]
