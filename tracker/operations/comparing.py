"""Two versions of a page side by side: the difference that was stored, or one made now."""

from dataclasses import dataclass

from tracker.domain.difference import Difference, diff
from tracker.models import Change, Snapshot
from tracker.operations import archive


@dataclass(frozen=True, slots=True)
class Comparison:
    """A difference and the versions it lies between; `old` is None for the first version.

    `is_whole` means that whole pages were compared, not the one notice that changed.
    """

    difference: Difference
    old: Snapshot | None
    new: Snapshot | None
    is_whole: bool


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
