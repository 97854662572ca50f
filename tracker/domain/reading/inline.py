"""The text of one block while its elements are still being walked."""

import re
from datetime import date
from urllib.parse import urljoin, urlsplit

from lxml import etree

from tracker.domain.document import Link
from tracker.domain.reading.folding import fold

_SAFE_SCHEMES = frozenset({"http", "https", "mailto", "tel"})
_ROOT = re.compile(r"https?://[^/?#]+")
_ISO_DATE = re.compile(r"^\s*(\d{4})-(\d{2})-(\d{2})")


def absolute(base: str, href: str) -> str:
    """Return the address an anchor leads to, "" when a click would run something."""
    if not href:
        return ""
    href = href.strip()
    if not href.isprintable():
        href = "".join(char for char in href if char.isprintable())
    if href.startswith("/") and not href.startswith("//"):  # the bulk of a menu
        root = _ROOT.match(base)
        return root.group() + href if root else href
    try:
        address = urljoin(base, href) if base else href
        scheme = urlsplit(address).scheme.lower()
    except ValueError:
        return ""
    return address if not scheme or scheme in _SAFE_SCHEMES else ""


def iso_date(value: str) -> date | None:
    """Read the day of a machine-readable date. None when it is none."""
    match = _ISO_DATE.match(value)
    try:
        return date(*map(int, match.groups())) if match else None
    except ValueError:
        return None


class Line:
    """Gathers text, links, struck pieces and stamps until the block ends."""

    __slots__ = ("_base", "_parts", "anchor", "is_bold", "links", "stamped_on", "struck")

    def __init__(self, base: str) -> None:
        self._base = base
        self._parts: list[str] = []
        self.anchor: tuple[str, int] | None = None  # of the open link: address, first part
        self.struck: list[str] = []
        self.links: list[Link] = []
        self.stamped_on: date | None = None
        self.is_bold = True  # until a word stands outside b and strong

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing was gathered at all."""
        return not self._parts and not self.struck

    def add(self, text: str, *, is_bold: bool, keeps_lines: bool) -> None:
        """Append a run of text; its own line ends count only in preformatted text."""
        if text.isspace():
            if not self._parts:
                return
        elif not is_bold:
            self.is_bold = False
        if not keeps_lines and "\n" in text:
            text = text.replace("\n", " ")
        self._parts.append(text)

    def break_line(self) -> None:
        """End the line inside the block."""
        self._parts.append("\n")

    def strike(self, element: etree._Element) -> None:
        """Put an element's text aside as struck out."""
        text = " ".join([str(text) for text in element.itertext()])
        if text := fold(text):
            self.struck.append(text)

    def stamp(self, element: etree._Element) -> None:
        """Remember the first machine-readable date."""
        self.stamped_on = self.stamped_on or iso_date(element.get("datetime") or "")

    def open_anchor(self, element: etree._Element) -> None:
        """Begin a link here."""
        self.anchor = (element.get("href") or "", len(self._parts))

    def close_anchor(self) -> None:
        """Keep the link whose text has been gathered since it began."""
        if self.anchor is None:
            return
        href, start = self.anchor
        self.anchor = None
        text = fold("".join(self._parts[start:]))
        url = absolute(self._base, href) if href else ""
        if text and url:
            self.links.append(Link(text, url))

    def follow(self) -> "Line":
        """Close this line and return the next, in which a link left open goes on."""
        after = Line(self._base)
        if self.anchor is not None:
            after.anchor = (self.anchor[0], 0)
            self.close_anchor()
        return after

    def texts(self) -> list[str]:
        """Return the visible lines, folded."""
        whole = "".join(self._parts)
        if "\n" not in whole:
            text = fold(whole)
            return [text] if text else []
        return [text for part in whole.split("\n") if (text := fold(part))]
