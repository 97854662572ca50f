"""Tables that were typed or pasted with tabs: rows with their headers, spans filled in."""

from collections.abc import Iterator

from tracker.domain.document import Block, BlockKind
from tracker.domain.reading.folding import fold

FEWEST_TABS = 2  # one tab may only push a word aside


def is_row(line: str) -> bool:
    """True for a line whose tabs part it into cells."""
    return line.count("\t") >= FEWEST_TABS


def rows(lines: list[str], headings: tuple[str, ...]) -> Iterator[Block]:
    """Yield the rows of one table; a header row, which holds no digit, names their columns.

    An empty header belongs to the one before it, an empty cell to the row above (a spanned cell).
    """
    columns: tuple[str, ...] = ()
    above: tuple[str, ...] = ()
    for line in lines:
        cells = tuple(fold(cell) for cell in line.split("\t"))
        if not above and not any(letter.isdecimal() for letter in line):
            columns = _spread(cells)
            continue
        above = _filled(cells, above)
        named = columns if len(columns) == len(above) else ("",) * len(above)
        text = " | ".join(above)
        yield Block(BlockKind.ROW, text, headings=headings, columns=named, cells=above)


def _spread(cells: tuple[str, ...]) -> tuple[str, ...]:
    named: list[str] = []
    for cell in cells:
        named.append(cell or (named[-1] if named else ""))
    return tuple(named)


def _filled(cells: tuple[str, ...], above: tuple[str, ...]) -> tuple[str, ...]:
    if len(cells) != len(above):
        return cells
    return tuple(cell or upper for cell, upper in zip(cells, above, strict=True))
