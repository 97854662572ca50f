"""Which line of the old text became which line of the new one."""

from collections.abc import Sequence

ALIKE = 0.3  # share of common character pairs from which two lines are one line edited
MAX_CELLS = 2_500  # line pairs looked at in one block; beyond, only near the diagonal

Pair = tuple[int | None, int | None]


def pair_lines(old: Sequence[str], new: Sequence[str]) -> list[Pair]:
    """Align two runs of lines without crossing: each line with its like, or with None.

    Shapes: (old index, new index) in reading order, what is gone before what came.
    """
    if len(old) == len(new) == 1:
        return (
            [(0, 0)]
            if likeness(letter_pairs(old[0]), letter_pairs(new[0])) >= ALIKE / 2
            else _apart(1, 1)
        )
    if not old or not new:
        return _apart(len(old), len(new))
    return _walked(_choices(old, new), len(old), len(new))


def likeness(before: frozenset[str], after: frozenset[str]) -> float:
    """Return 0 to 1: the share of character pairs that two lines have in common."""
    if not before or not after:
        return 0.0
    return 2 * len(before & after) / (len(before) + len(after))


def _apart(old_count: int, new_count: int) -> list[Pair]:
    gone: list[Pair] = [(place, None) for place in range(old_count)]
    return gone + [(None, place) for place in range(new_count)]


def letter_pairs(line: str) -> frozenset[str]:
    """Return every two characters that stand side by side."""
    return frozenset([line[place : place + 2] for place in range(max(len(line) - 1, 1))])


def _choices(old: Sequence[str], new: Sequence[str]) -> list[list[str]]:
    """Fill the table of the best alignment: at each cell, pair (*), go down (-) or right (+)."""
    before, after = [letter_pairs(line) for line in old], [letter_pairs(line) for line in new]
    band = max(MAX_CELLS // max(len(old), len(new)) // 2, 2)
    above = [0.0] * (len(new) + 1)
    choices = []
    for row, pairs in enumerate(before):
        centre = row * len(new) // len(old)
        current, chosen = [0.0], []
        for column, others in enumerate(after):
            is_near = abs(column - centre) <= band
            alike = likeness(pairs, others) if is_near else 0.0
            paired = above[column] + alike if alike >= ALIKE else -1.0
            best = max(paired, above[column + 1], current[column])
            choice = "*" if best == paired else "-" if best == above[column + 1] else "+"
            current.append(best)
            chosen.append(choice)
        above = current
        choices.append(chosen)
    return choices


def _walked(choices: list[list[str]], row: int, column: int) -> list[Pair]:
    """Follow the table back from its end."""
    found: list[Pair] = []
    while row and column:
        choice = choices[row - 1][column - 1]
        row -= choice != "+"
        column -= choice != "-"
        found.append((row if choice != "+" else None, column if choice != "-" else None))
    head = _apart(row, column)
    return head + found[::-1]
