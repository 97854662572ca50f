"""Whether a statement is complete, by its running balance."""

from collections.abc import Sequence
from itertools import pairwise


def carries(lines: Sequence[tuple[int, int]]) -> bool:
    """Return True when every balance follows from the one before, oldest or newest first.

    Shapes: (amount, balance after) per line in file order; what left the account is positive.
    """
    oldest_first = all(before[1] - after[0] == after[1] for before, after in pairwise(lines))
    newest_first = all(after[1] - before[0] == before[1] for before, after in pairwise(lines))
    return oldest_first or newest_first
