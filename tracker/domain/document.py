"""What one fetched document says, as plain values: the floor on which all reading stands.

A document is a sequence of blocks in reading order. Every format (HTML, PDF, feed, Statuspage
JSON, mail, pasted text) is read into this one shape; notices, differences and claims are
computed from it and never look at markup again.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from tracker.enums.reading import ReadProblem


class ReadError(ValueError):
    """These bytes cannot be read as a document; the message says why, for the check log."""

    reason: ReadProblem = ReadProblem.UNKNOWN_FORMAT


class BlockKind(StrEnum):
    """What a block was in its document."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"  # list item
    ROW = "row"  # table row, cells kept apart
    DEFINITION = "definition"  # dt and its dd: cells = (term, description)


class Region(StrEnum):
    """Which part of the page a block stands in; only MAIN makes news."""

    MAIN = "main"
    NAVIGATION = "navigation"  # menus, breadcrumbs, lists of links only, related articles
    HEADER = "header"
    FOOTER = "footer"
    ASIDE = "aside"


@dataclass(frozen=True, slots=True)
class Link:
    """An anchor inside a block."""

    text: str
    url: str  # absolute where the document's address is known, else as written


@dataclass(frozen=True, slots=True)
class Block:
    """One visible piece of text.

    Shapes: `cells` and `columns` run parallel for a ROW (spanned cells repeated, in a header row
        they are equal); `headings` is the path of headings above the block, outermost first.
        A block whose whole text is struck out has text "" and only `struck`.
    """

    kind: BlockKind
    text: str  # NFC, white space folded, without struck-out and hidden text; cells joined by " | "
    region: Region = Region.MAIN
    level: int = 0  # heading 1-6, list depth from 1, else 0
    headings: tuple[str, ...] = ()
    caption: str = ""  # of the table
    columns: tuple[str, ...] = ()  # column headers of a ROW, "" where there is none
    cells: tuple[str, ...] = ()
    struck: tuple[str, ...] = ()  # struck-out pieces of this block: overtaken, shown, never read
    links: tuple[Link, ...] = ()
    stamped_on: date | None = None  # a machine-readable date on the block (<time datetime>)


@dataclass(frozen=True, slots=True)
class Entry:
    """One member of a feed, an incident list or a mail box, before it becomes a notice.

    Entries carry the identity and the times that the format itself states; a plain page has none
    and is split by `notices.split` from its blocks.
    """

    key: str  # the format's own identity: feed id, incident id, message id
    title: str
    blocks: tuple[Block, ...]
    url: str = ""
    published_at: datetime | None = None
    updated_at: datetime | None = None
    attributes: dict[str, str] = field(default_factory=dict)  # status, impact, component states


@dataclass(frozen=True, slots=True)
class Document:
    """Everything that was read from one answer of a server, one file or one pasted text."""

    format: str  # html, pdf, feed, statuspage, mail, text
    title: str
    blocks: tuple[Block, ...]
    entries: tuple[Entry, ...] = ()
    charset: str = ""  # the codec that decoded it, "" for binary formats
    url: str = ""
    language: str = ""  # as declared or recognised: ja, en, "" when unknown
    published_on: date | None = None  # of this version, as the document prints it
    updated_at: datetime | None = None  # the page's own "last updated", with its zone, if any
    faults: tuple[str, ...] = ()  # what may have been lost: "too-deep", "truncated", ...

    @property
    def main(self) -> tuple[Block, ...]:
        """The blocks that may carry news."""
        return tuple(block for block in self.blocks if block.region is Region.MAIN)

    @property
    def lines(self) -> tuple[str, ...]:
        """The texts of the main blocks."""
        main = Region.MAIN
        return tuple([block.text for block in self.blocks if block.text and block.region is main])
