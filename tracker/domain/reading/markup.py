"""HTML to blocks: parse once, walk once, and know when the parser lost text.

libxml2 silently drops all text nested deeper than 256 elements (2,048 with `huge_tree`); one
entry in the parser's error log is the only trace. Such a page is read flat instead.
"""

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PreformattedString, Tag
from lxml import etree

from tracker.domain.document import Block, BlockKind, Region
from tracker.domain.reading.blocks import Walker
from tracker.domain.reading.folding import fold, words
from tracker.domain.reading.selection import Selector, pick

TOO_DEEP = "too-deep"  # fault: nested deeper than the parser follows, read without structure

# their text is never shown as text
_DROPPED = (
    "script", "style", "template", "noscript", "svg", "math", "select", "datalist", "object",
    "canvas", "iframe", "audio", "video", "textarea", "rt", "rp",
)  # fmt: skip
_FLAT_BREAKS = words("p div br li tr td th h1 h2 h3 h4 h5 h6 dt dd section article")


def parse(markup: str | bytes) -> etree._Element | None:
    """Parse a page given as text or as UTF-8. None when it nests too deep to be a tree."""
    body = markup.encode("utf-8", "replace") if isinstance(markup, str) else markup
    body = body.replace(b"\x00", b"")  # the parser would stop at it
    for is_huge in (False, True):
        parser = etree.HTMLParser(
            encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=is_huge
        )
        root = etree.fromstring(body or b"<html></html>", parser)
        if not any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
            return root if root is not None else etree.fromstring(b"<html></html>", parser)
    return None


def blocks_of(
    root: etree._Element, *, url: str = "", selector: Selector | None = None
) -> list[Block]:
    """Return the visible blocks of a parsed page in reading order.

    With a selector only the picked elements are read, and all of them count as main; [] when
    the page has no such part.
    """
    return _walked(root, url, selector, is_main_only=False)


def main_blocks_of(
    root: etree._Element, *, url: str = "", selector: Selector | None = None
) -> list[Block]:
    """Return the main blocks alone, without walking through the others."""
    return _walked(root, url, selector, is_main_only=True)


def _walked(
    root: etree._Element, url: str, selector: Selector | None, *, is_main_only: bool
) -> list[Block]:
    etree.strip_elements(root, *_DROPPED, with_tail=False)
    if selector is not None:
        walker = Walker(url=url, page=None, is_main_only=is_main_only)
        for element in pick(root, selector):
            walker.walk(element)
        return walker.blocks
    body = root.find("body")
    body = root if body is None else body
    for page in (body, None):  # the second time without trusting class words
        walker = Walker(url=url, page=page, is_main_only=is_main_only)
        walker.walk(body)
        if any(block.region is Region.MAIN for block in walker.blocks):
            break
    return walker.blocks


def blocks_of_text(markup: str, *, url: str = "") -> list[Block]:
    """Return the blocks of a piece of HTML inside a feed or a mail; plain text is welcome."""
    if "<" not in markup and "&" not in markup:
        return [
            Block(BlockKind.PARAGRAPH, line) for part in markup.splitlines() if (line := fold(part))
        ]
    root = parse(markup)
    return flat_blocks(markup) if root is None else blocks_of(root, url=url)


def flat_blocks(markup: str | bytes) -> list[Block]:
    """Return the text of a page too deep for a tree, line by line, without structure."""
    soup = BeautifulSoup(markup, "html.parser", from_encoding=None)
    parts: list[str] = []
    for node in soup.descendants:
        if isinstance(node, Tag) and node.name in _FLAT_BREAKS:
            parts.append("\n")
        elif type(node) is NavigableString and not isinstance(node, PreformattedString):
            parts.append(" ".join(node.split()))
    lines = [fold(line) for line in "".join(parts).split("\n")]
    return [Block(BlockKind.PARAGRAPH, line) for line in lines if line]


def title_of(root: etree._Element) -> str:
    """Return what the browser's tab says, "" when nothing."""
    return fold(root.findtext("head/title") or root.findtext(".//title") or "")
