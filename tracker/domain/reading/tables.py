"""Tables as rows: every row knows its column headers, spanned cells are repeated."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby

from lxml import etree

from tracker.domain.document import Link

MAX_COLUMNS = 200
MAX_SPAN = 100  # columns or rows one cell may cover; a hostile page says 65534
LONG_REMARK = 60  # characters: a longer row across the whole table is a remark, no heading
SHORT_HEADER = 14  # characters of a bold first row that still looks like column headers


@dataclass(frozen=True, slots=True)
class Piece:
    """The visible text of one element with what hangs on it."""

    text: str
    struck: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of the source, before spans are spread."""

    piece: Piece
    width: int
    height: int
    is_header: bool
    is_bold: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table.

    Shapes: `cells` and `columns` run parallel; in a header row they are equal.
    """

    cells: tuple[str, ...]
    columns: tuple[str, ...]
    pieces: tuple[Piece, ...]  # one per cell of the source
    is_banner: bool = False  # one cell across the whole table

    @property
    def text(self) -> str:
        """The cells joined, each cell of the source said once."""
        return " | ".join([text for text, _ in groupby(self.cells) if text])

    @property
    def is_long(self) -> bool:
        """Tell whether a banner is a remark rather than a heading."""
        return len(self.text) > LONG_REMARK

    @property
    def struck(self) -> tuple[str, ...]:
        """Every struck-out piece of the row."""
        return tuple([text for piece in self.pieces for text in piece.struck])

    @property
    def links(self) -> tuple[Link, ...]:
        """Every link of the row."""
        return tuple([link for piece in self.pieces for link in piece.links])


PieceReader = Callable[[etree._Element], Piece]


def is_layout(table: etree._Element) -> bool:
    """Tell whether a table only places things on the page."""
    if table.get("role") in {"presentation", "none"}:
        return True
    if _first(table, "table", "h1", "h2", "h3", "h4", "form", "hr", "main", "article"):
        return True
    if _first(table, "th", "caption", "thead"):
        return False
    return all(_cell_count(row) < 2 for row in table.iter("tr"))


def _first(table: etree._Element, *tags: str) -> bool:
    return any(element is not table for element in table.iter(*tags))


def _cell_count(row: etree._Element) -> int:
    return sum(1 for cell in row if cell.tag in {"td", "th"})


def caption_of(table: etree._Element, read: PieceReader) -> str:
    """Return the table's caption, "" when it has none."""
    caption = table.find("caption")
    return "" if caption is None else read(caption).text


def rows_of(table: etree._Element, read: PieceReader) -> Iterator[Row]:
    """Yield the rows top to bottom, header rows first with `columns` equal to `cells`."""
    rows = [(row, _cells(row, read)) for row in table.iter("tr")]
    rows = [(row, cells) for row, cells in rows if cells]
    width = max((sum(cell.width for cell in cells) for _, cells in rows), default=0)
    width = min(width, MAX_COLUMNS)
    pending: dict[int, tuple[int, str]] = {}  # column -> rows still covered, text
    columns: tuple[str, ...] = ("",) * width
    for place, (row, cells) in enumerate(rows):
        is_header = _is_header(row, cells, is_first=place == 0, is_last=place == len(rows) - 1)
        texts = _spread(cells, pending, width)
        if len(cells) == 1 and cells[0].width >= width > 1:
            yield Row(texts[:1], ("",), (cells[0].piece,), is_banner=True)
            continue
        if is_header:
            columns = _stacked(columns, texts)
        yield Row(texts, texts if is_header else columns, tuple(cell.piece for cell in cells))


def _cells(row: etree._Element, read: PieceReader) -> list[Cell]:
    return [
        Cell(
            read(element),
            _span(element, "colspan"),
            _span(element, "rowspan"),
            is_header=element.tag == "th",
            is_bold=element.tag == "th" or _is_bold(element),
        )
        for element in row
        if element.tag in {"td", "th"}
    ]


def _is_bold(element: etree._Element) -> bool:
    only = element[0] if len(element) == 1 else None
    return only is not None and only.tag in {"b", "strong"} and not (element.text or "").strip()


def _span(element: etree._Element, name: str) -> int:
    value = (element.get(name) or "1").strip()
    return min(max(int(value), 1), MAX_SPAN) if value.isdecimal() and len(value) < 7 else 1


def _is_header(row: etree._Element, cells: list[Cell], *, is_first: bool, is_last: bool) -> bool:
    parent = row.getparent()
    if parent is not None and parent.tag == "thead":
        return True
    if all(cell.is_header for cell in cells):
        return not is_last
    short = all(cell.is_bold and len(cell.piece.text) <= SHORT_HEADER for cell in cells)
    return is_first and not is_last and len(cells) > 1 and short


def _spread(cells: list[Cell], pending: dict[int, tuple[int, str]], width: int) -> tuple[str, ...]:
    """Put the cells into their columns, filling in what hangs down from rows above."""
    texts: list[str] = []
    waiting = list(cells)
    while len(texts) < width and (waiting or len(texts) in pending):
        column = len(texts)
        if column in pending:
            left, text = pending.pop(column)
            texts.append(text)
            if left > 1:
                pending[column] = (left - 1, text)
            continue
        cell = waiting.pop(0)
        for _ in range(min(cell.width, width - len(texts))):
            if cell.height > 1:
                pending[len(texts)] = (cell.height - 1, cell.piece.text)
            texts.append(cell.piece.text)
    texts.extend([""] * (width - len(texts)))
    return tuple(texts)


def _stacked(columns: tuple[str, ...], texts: tuple[str, ...]) -> tuple[str, ...]:
    """Join a second header row under the first: 東日本 over 注文 is 「東日本 注文」."""
    above = columns + ("",) * (len(texts) - len(columns))
    return tuple(
        text if not top or top == text else f"{top} {text}".strip()
        for top, text in zip(above, texts, strict=False)
    )
