"""A page is split into notices: what was announced, with an identity that outlives its edits.

Identity, in this order: what the format states (feed id, incident id, message id), the link of
a list's row, else the day and the heading. A page that is one article is one notice.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from urllib.parse import urldefrag

from tracker.domain.document import Block, BlockKind, Document, Entry
from tracker.domain.openers import Opener, list_rows, openers
from tracker.domain.reading.daymarks import narrow
from tracker.domain.reading.stamps import BlockStamp, stamps_of

COMPONENTS_KEY = "components"  # of a status page, beside its incidents
TITLE_LINES = 3  # of a notice, among which its title stands
MAX_KEY = 300  # characters
LONGEST_NAME = 30  # characters of a site's name above its notices

_NUMBER = re.compile(r"第\s*([0-9]{1,3}|[一二三四五六七八九十]{1,3})\s*(?:報|版|回(?:報告|目)?)")
_KANJI = {char: value for value, char in enumerate("一二三四五六七八九", 1)}
_RESOLVED_TITLE = re.compile(
    r"【[^】]{0,20}(?:復旧|解消|解決|終了)[^】]{0,20}】|\[(?:resolved|completed)\]",
    re.IGNORECASE,
)
_NOT_YET = re.compile(r"一部|見込|予定|未復旧|作業|状況|見通|目途|目処|めど")
_RESOLVED_STATUSES = frozenset({"resolved", "completed", "postmortem"})
# what changes in a heading while the notice stays the same
_WITH_ENTRIES = frozenset({"feed", "statuspage", "mail"})
_PASSING = re.compile(
    r"【[^】]{0,40}】|[(（\[][^)）\]]{0,30}(?:更新|追記|訂正|改訂|現在|時点|掲載)[^)）\]]{0,10}[)）\]]"
    r"|[\s・、,。:：]+"
)


@dataclass(frozen=True, slots=True)
class Addition:
    """A dated piece inside a notice: 【10/31更新】 and what stands under it."""

    marked_on: date
    text: str


@dataclass(frozen=True, slots=True)
class Notice:
    """One announcement as a page shows it now.

    Shapes: `start` and `end` are the half-open span of the notice in the document's main blocks;
        both are 0 for an entry of a feed or a status page.
    """

    key: str
    title: str
    blocks: tuple[Block, ...]
    number: int | None = None  # 第N報
    posted_on: date | None = None
    updated_on: date | None = None  # the newest date with which it marks itself
    url: str = ""
    is_resolved: bool = False  # says so in its status or its heading
    additions: tuple[Addition, ...] = ()
    start: int = 0
    end: int = 0
    attributes: dict[str, str] = field(default_factory=dict)

    @property
    def group(self) -> tuple[str, ...]:
        """The headings it stands under: the list of a page that has several."""
        return self.blocks[0].headings if self.blocks else ()

    @property
    def lines(self) -> tuple[str, ...]:
        """The visible lines; the title above them where none of the first holds it."""
        texts = [block.text for block in self.blocks if block.text]
        is_said = any(self.title in text for text in texts[:TITLE_LINES])
        return tuple(texts if is_said else [self.title, *texts])

    @property
    def text(self) -> str:
        """The visible text, one line per block."""
        return "\n".join(self.lines)


def split(document: Document, *, captured_on: date | None = None) -> tuple[Notice, ...]:
    """Return the notices of a document in its own order; () when it says nothing.

    `captured_on` settles the year of dates that are printed without one.
    """
    main = document.main
    if document.format in _WITH_ENTRIES:
        entries = [_from_entry(entry) for entry in document.entries]
        return _unique([*_components(document, main), *entries])
    if not main:
        return ()
    near = captured_on or document.published_on
    stamps = stamps_of(main, near=near)
    if rows := list_rows(main, near=near):
        return _unique(_once_per_link([_from_row(row, main) for row in rows]))
    found = openers(main, stamps, near=near)
    if not found:
        return (_article(document, main, stamps),)
    return _unique(list(_sections(document, main, stamps, found)))


def number_of(title: str) -> int | None:
    """Read 第N報. None when the title carries no number."""
    match = _NUMBER.search(narrow(title[:MAX_KEY]))
    if match is None:
        return None
    return int(match.group(1)) if match.group(1).isdecimal() else _kanji_number(match.group(1))


def _kanji_number(text: str) -> int:
    tens, _, ones = text.rpartition("十")
    if "十" not in text:
        return _KANJI[text[0]]
    return _KANJI.get(tens, 1) * 10 + _KANJI.get(ones, 0)


def lasting_title(title: str) -> str:
    """Return the heading without what passes: status marks, update marks, white space."""
    return _PASSING.sub("", narrow(title[:MAX_KEY])).lower()


def _says_resolved(title: str) -> bool:
    match = _RESOLVED_TITLE.search(narrow(title[:MAX_KEY]))
    return match is not None and not _NOT_YET.search(match.group())


def _from_entry(entry: Entry) -> Notice:
    stamped = entry.updated_at or entry.published_at
    return Notice(
        key=entry.key[:MAX_KEY],
        title=entry.title,
        blocks=entry.blocks,
        number=number_of(entry.title),
        posted_on=entry.published_at.date() if entry.published_at else None,
        updated_on=stamped.date() if stamped else None,
        url=entry.url,
        is_resolved=entry.attributes.get("status") in _RESOLVED_STATUSES
        or _says_resolved(entry.title),
        attributes=entry.attributes,
    )


def _from_row(row: Opener, main: Sequence[Block]) -> Notice:
    url = urldefrag(row.url)[0]
    return Notice(
        key=(url or _dated_key(row.day, row.title))[:MAX_KEY],
        title=row.title,
        blocks=tuple(main[row.start : row.end]),
        number=number_of(row.title),
        posted_on=row.day,
        updated_on=row.day,
        url=row.url,
        is_resolved=_says_resolved(row.title),
        start=row.start,
        end=row.end,
    )


def _once_per_link(notices: list[Notice]) -> list[Notice]:
    """Keep the last row per link: what a bar on top calls urgent stands in the list below too."""
    last = {notice.key: place for place, notice in enumerate(notices)}
    return [
        notice
        for place, notice in enumerate(notices)
        if not notice.url or last[notice.key] == place
    ]


def _components(document: Document, main: Sequence[Block]) -> Iterator[Notice]:
    """Yield the states of a status page's components as one standing notice."""
    states = tuple([block for block in main if block.cells and not block.headings])
    if document.format == "statuspage" and states:
        yield Notice(COMPONENTS_KEY, document.title or COMPONENTS_KEY, states)


def _dated_key(day: date | None, title: str) -> str:
    return f"{day or ''} {lasting_title(title) or title}".strip()


def _article(document: Document, main: Sequence[Block], stamps: Sequence[BlockStamp]) -> Notice:
    title = document.title or main[0].text
    notice = _marked(Notice("", title, tuple(main), number_of(title), end=len(main)), stamps)
    return replace(notice, key=_dated_key(notice.posted_on, title)[:MAX_KEY])


def _sections(
    document: Document, main: Sequence[Block], stamps: Sequence[BlockStamp], found: Sequence[Opener]
) -> Iterator[Notice]:
    """Yield what stands above the first dated heading, when it says something, then each one."""
    lead = main[: found[0].start]
    if any(_is_speech(block, place, stamps) for place, block in enumerate(lead)):
        yield _article(document, lead, stamps)
    for opener in found:
        notice = Notice(
            key=_dated_key(opener.day, opener.title)[:MAX_KEY],
            title=opener.title,
            blocks=tuple(main[opener.start : opener.end]),
            number=number_of(opener.title),
            posted_on=opener.day,
            url=opener.url,
            start=opener.start,
            end=opener.end,
        )
        yield _marked(notice, stamps)


def _is_speech(block: Block, place: int, stamps: Sequence[BlockStamp]) -> bool:
    """Tell whether a block says something: no heading, no date, no name of a site."""
    if block.kind is BlockKind.HEADING or any(stamp.block == place for stamp in stamps):
        return False
    return len(block.text) > LONGEST_NAME or block.text.endswith(("。", "."))


def _marked(notice: Notice, stamps: Sequence[BlockStamp]) -> Notice:
    """Add what the notice's own stamps say: when posted, when updated, what was added when."""
    own = [stamp for stamp in stamps if notice.start <= stamp.block < notice.end]
    days = [stamp.mark.day for stamp in own]
    posted = notice.posted_on or next(
        (stamp.mark.day for stamp in own if not stamp.is_update), min(days, default=None)
    )
    return replace(
        notice,
        posted_on=posted,
        updated_on=max([*days, *([posted] if posted else [])], default=None),
        is_resolved=_says_resolved(notice.title),
        additions=tuple(_additions(notice, own)),
    )


def _additions(notice: Notice, own: Sequence[BlockStamp]) -> Iterator[Addition]:
    """Yield the marked pieces; a mark set as a heading covers what follows up to the next."""
    first = notice.start
    places = [stamp for stamp in own if _opens_addition(stamp, notice.blocks[stamp.block - first])]
    ends = [stamp.block for stamp in places[1:]] + [notice.end]
    for stamp, end in zip(places, ends, strict=False):
        last = end if stamp.is_line else stamp.block + 1
        blocks = notice.blocks[stamp.block - first : last - first]
        yield Addition(stamp.mark.day, "\n".join(block.text for block in blocks if block.text))


def _opens_addition(stamp: BlockStamp, block: Block) -> bool:
    if not stamp.is_leading or not stamp.is_marked:
        return False
    return not stamp.is_line or block.kind is BlockKind.HEADING


def _unique(notices: list[Notice]) -> tuple[Notice, ...]:
    """Tell equal keys apart by counting from the bottom, so that new ones above change none."""
    seen = Counter[str]()
    unique = []
    for notice in reversed(notices):
        seen[notice.key] += 1
        count = seen[notice.key]
        unique.append(replace(notice, key=f"{notice.key} #{count}") if count > 1 else notice)
    return tuple(reversed(unique))
