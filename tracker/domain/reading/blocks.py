"""One walk over a parsed page that turns its elements into blocks in reading order."""

from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree

from tracker.domain.document import Block, BlockKind, Link, Region
from tracker.domain.reading import regions, tables
from tracker.domain.reading.folding import fold, unwrap, words
from tracker.domain.reading.inline import Line
from tracker.domain.reading.outline import MARK_LEVEL, Outline, is_sentence, looks_heading
from tracker.domain.reading.tables import Piece, Row

_HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6, "summary": 5}
_BREAKING = words(
    "html body div p section article main header footer nav aside ul ol menu li dl dt dd table "
    "tr td th thead tbody tfoot caption form fieldset legend figure figcaption blockquote "
    "address pre center details summary hr hgroup dialog search h1 h2 h3 h4 h5 h6"
)
_SCOPES = frozenset({"section", "article", "aside", "nav", "footer", "details"})
_ARTICLES = frozenset({"main", "article"})
_STRUCK = frozenset({"s", "del", "strike"})
DEEP_LIST = 6  # lists inside lists are not looked at further
MAX_WEIGHINGS = 100  # elements whose text is measured against the page
_LEAVES = frozenset({"p", "div", "td", "dd"})  # without children, one line of text
_BOXES = frozenset({"ul", "ol", "div", "p", "td"})
_JUDGED = _BOXES | frozenset(regions.TAGS)
_WALKED = frozenset({Region.MAIN, Region.HEADER})  # an urgent bar may stand in the page's head
_DEPTHS = {"b": "bold", "strong": "bold", "pre": "pre", "ul": "list", "ol": "list"}


@dataclass(slots=True)
class _Scope:
    """An open element that changed something, and what to put back when it closes."""

    element: etree._Element
    region: Region
    is_in_article: bool
    steps: tuple[tuple[int, str], ...]
    related_level: int


class Walker:
    """Reads one tree. `blocks` holds what was found once `walk` has returned.

    With `is_main_only` it skips all else; the main blocks are the same then.
    `page` is the element that holds the whole page; None switches judging by class words off.
    """

    def __init__(self, *, url: str, page: etree._Element | None, is_main_only: bool) -> None:
        self.blocks: list[Block] = []
        self._is_main_only = is_main_only
        self._url = url
        self._root: etree._Element | None = None
        self._page = page
        self._page_length = 0  # characters, counted when first needed
        self._weighings = MAX_WEIGHINGS if page is not None else 0
        self._line = Line(url)
        self._kind, self._level = BlockKind.PARAGRAPH, 0
        self._term: tuple[str, Line] | None = None
        self._depth = {"bold": 0, "pre": 0, "list": 0}
        self._region = Region.MAIN
        self._is_in_article = False
        self._outline = Outline()
        self._related_level = 0  # of the heading that announced related articles, 0 when none
        self._scopes: list[_Scope] = []

    def walk(self, root: etree._Element) -> None:
        """Read the whole tree under `root`, which itself counts as main text."""
        self._root = root
        events = etree.iterwalk(root, events=("start", "end"))
        for event, element in events:
            if event == "end":
                self._close(element, element.tag)
            elif not self._say(element):
                if self._open(element, element.tag):
                    if text := element.text:
                        self._add(text)
                    continue
                if len(element):
                    events.skip_subtree()
                else:
                    next(events)  # skipping has no force on a leaf: take its end away
            else:
                next(events)
            if (tail := element.tail) and element is not root:
                self._add(tail)
        self._flush()
        self._flush_term()

    def _add(self, text: str) -> None:
        depth = self._depth
        self._line.add(text, is_bold=depth["bold"] > 0, keeps_lines=depth["pre"] > 0)

    def _say(self, element: etree._Element) -> bool:
        """Take a paragraph without attributes and children, the bulk of most pages, at once."""
        if element.tag not in _LEAVES or len(element) or element.keys() or self._line.anchor:
            return False
        self._flush()
        if (text := element.text) and (text := fold(text)):
            self._emit(text, self._line, is_bold=self._depth["bold"] > 0)
        return True

    def _open(self, element: etree._Element, tag: str) -> bool:
        """Enter an element. False when its inside is not to be walked."""
        names = element.keys()
        if names and regions.is_hidden(element, names):
            return False
        if tag in _STRUCK or (names and regions.is_struck(element, names)):
            self._line.strike(element)
            return False
        if tag in _BREAKING:
            self._flush()
            if not self._enter(element, tag, names):
                return False
            self._begin(tag)
        else:
            self._begin_inline(element, tag)
        if tag in _DEPTHS:
            self._depth[_DEPTHS[tag]] += 1
        return True

    def _begin(self, tag: str) -> None:
        if tag in _HEADINGS:
            self._kind, self._level = BlockKind.HEADING, _HEADINGS[tag]
        elif tag == "li":
            self._kind, self._level = BlockKind.ITEM, max(self._depth["list"], 1)
        elif tag == "dt":
            self._flush_term()

    def _begin_inline(self, element: etree._Element, tag: str) -> None:
        if tag == "a":
            self._line.open_anchor(element)
        elif tag == "br":
            self._line.break_line()
        elif tag == "time":
            self._line.stamp(element)
        elif tag == "img" and (alt := element.get("alt")):
            self._add(alt)

    def _enter(self, element: etree._Element, tag: str, names: Sequence[str | bytes]) -> bool:
        """Settle region and scope of a block element. False when it is skipped or read whole."""
        region = self._region
        if names or tag in _JUDGED:
            region = self._region_of(element, tag)
        if self._is_main_only and region not in _WALKED:
            return False
        if tag == "table" and region is Region.MAIN and not tables.is_layout(element):
            self._read_table(element)
            return False
        if region is not self._region or tag in _SCOPES or tag in _ARTICLES:
            steps = self._outline.steps
            self._scopes.append(
                _Scope(element, self._region, self._is_in_article, steps, self._related_level)
            )
            self._region = region
            self._is_in_article = self._is_in_article or tag in _ARTICLES
        return True

    def _region_of(self, element: etree._Element, tag: str) -> Region:
        if self._region is Region.HEADER:
            return self._region_in_header(element, tag)
        if self._region is not Region.MAIN:
            return self._region
        if element is self._root:
            return Region.MAIN
        found = regions.region_by_tag(element, is_in_article=self._is_in_article)
        if found is None and tag not in _ARTICLES:
            found = self._region_by_words(element)
        if found is None and tag in _BOXES and self._depth["list"] < DEEP_LIST:
            found = Region.NAVIGATION if regions.is_menu(element) else None
        return found or Region.MAIN

    def _region_by_words(self, element: etree._Element) -> Region | None:
        """Judge by class and id, unless that would throw most of the page away."""
        found = regions.region_by_words(element) if self._weighings else None
        if found is None or self._page is None:
            return None
        self._weighings -= 1
        self._page_length = self._page_length or regions.length_of(self._page)
        is_page = regions.length_of(element) > self._page_length * regions.MOST_OF_THE_PAGE
        return None if is_page else found

    def _region_in_header(self, element: etree._Element, tag: str) -> Region:
        """Rescue an urgent bar from the page's head, and know its menu for what it is."""
        if regions.is_alarm(element):
            return Region.MAIN
        return Region.NAVIGATION if tag in {"nav", "ul"} else Region.HEADER

    def _close(self, element: etree._Element, tag: str) -> None:
        if tag in _BREAKING:
            if tag == "dt":
                self._term = (" ".join(self._line.texts()), self._line)
                self._line = self._line.follow()
            else:
                self._flush()
            self._end(element, tag)
        elif tag == "a":
            self._line.close_anchor()
        if tag in _DEPTHS:
            self._depth[_DEPTHS[tag]] -= 1

    def _end(self, element: etree._Element, tag: str) -> None:
        if tag in _HEADINGS or tag == "li":
            self._kind, self._level = BlockKind.PARAGRAPH, 0
        elif tag == "dl":
            self._flush_term()
        if self._scopes and self._scopes[-1].element is element:
            scope = self._scopes.pop()
            if tag in _SCOPES or scope.region is not self._region:
                self._outline.steps, self._related_level = scope.steps, scope.related_level
            self._region, self._is_in_article = scope.region, scope.is_in_article

    def _flush(self) -> None:
        """Close the open block, if it says anything."""
        line = self._line
        if line.is_empty:
            return
        self._line = line.follow()
        texts = self._lines_of(line)
        for place, text in enumerate(texts):
            self._emit(text, line if place == 0 else Line(self._url), is_bold=line.is_bold)
        if not texts and line.struck:
            self._emit("", line, is_bold=False)

    def _lines_of(self, line: Line) -> list[str]:
        return unwrap(line.texts())

    def _flush_term(self) -> None:
        """Write out a term that no description followed."""
        if self._term is not None and self._term[0]:
            self._emit("", Line(self._url), is_bold=False)
        self._term = None

    def _emit(self, text: str, line: Line, *, is_bold: bool) -> None:
        kind, level = self._kind, self._level
        cells: tuple[str, ...] = ()
        if self._term is not None:
            kind, level, cells = BlockKind.DEFINITION, 0, self._defined(text, line)
            text = " | ".join([part for part in cells if part])
        elif kind is BlockKind.PARAGRAPH and looks_heading(text, is_bold=is_bold):
            kind, level = BlockKind.HEADING, MARK_LEVEL
        is_heading = kind is BlockKind.HEADING
        above = self._head(text, level) if is_heading else self._outline.above
        region = self._settled(kind, text, line.links)
        if self._is_main_only and region is not Region.MAIN:
            return
        self.blocks.append(
            Block(
                kind,
                text,
                region,
                level,
                above,
                cells=cells,
                struck=tuple(line.struck),
                links=tuple(line.links),
                stamped_on=line.stamped_on,
            )
        )

    def _defined(self, text: str, line: Line) -> tuple[str, str]:
        """Bring a term and its description together; what hung on the term hangs on the line."""
        assert self._term is not None  # noqa: S101  asked by the caller
        term, before = self._term
        self._term = None
        line.links[:0], line.struck[:0] = before.links, before.struck
        line.stamped_on = before.stamped_on or line.stamped_on
        return term, text

    def _settled(self, kind: BlockKind, text: str, links: Sequence[Link]) -> Region:
        if self._region is not Region.MAIN:
            return self._region
        return regions.settle(kind, text, links, is_related=self._related_level > 0)

    def _head(self, text: str, level: int) -> tuple[str, ...]:
        """Enter a heading, minding whether it announces related articles."""
        if self._related_level and level <= self._related_level:
            self._related_level = 0
        if not self._related_level and regions.opens_related(text):
            self._related_level = level
        return self._outline.enter(text, level)

    def _read_table(self, table: etree._Element) -> None:
        caption = tables.caption_of(table, self._piece)
        for row in tables.rows_of(table, self._piece):
            if row.is_banner:
                caption = caption or row.text
                self._emit_banner(row)
            elif row.text or row.struck:
                block = self._row_block(row, caption)
                if not self._is_main_only or block.region is Region.MAIN:
                    self.blocks.append(block)

    def _emit_banner(self, row: Row) -> None:
        """Take a row across the whole table for its heading, unless it is a remark."""
        line = Line(self._url)
        line.struck, line.links = list(row.struck), list(row.links)
        if not row.is_long and not is_sentence(row.text):
            self._kind, self._level = BlockKind.HEADING, MARK_LEVEL
        self._emit(row.text, line, is_bold=False)
        self._kind, self._level = BlockKind.PARAGRAPH, 0

    def _row_block(self, row: Row, caption: str) -> Block:
        return Block(
            kind=BlockKind.ROW,
            text=row.text,
            region=self._settled(BlockKind.ROW, row.text, row.links),
            headings=self._outline.above,
            caption=caption,
            columns=row.columns,
            cells=row.cells,
            struck=row.struck,
            links=row.links,
        )

    def _piece(self, element: etree._Element) -> Piece:
        """Read a cell or caption with a walk of its own, as one line."""
        inner = _CellWalker(url=self._url, page=None, is_main_only=False)
        inner.walk(element)
        return Piece(
            " ".join([block.text for block in inner.blocks if block.text]),
            tuple([text for block in inner.blocks for text in block.struck]),
            tuple([link for block in inner.blocks for link in block.links]),
        )


class _CellWalker(Walker):
    """Reads one cell of a table, in which every line is meant as a line."""

    def _lines_of(self, line: Line) -> list[str]:
        return line.texts()
