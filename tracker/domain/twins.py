"""Whether two places told the same: a list, a feed, a mail and the notice's own page."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import parse_qsl, urlencode, urlsplit

from tracker.domain.notices import lasting_title
from tracker.enums import ChangeKind

WITHIN = timedelta(days=3)  # between the first place and the last; a feed may lag a weekend
UNDATED_WITHIN = timedelta(days=1)  # where a place prints no day
LEAST_WORDS = 4  # letters of an edit that may tell it from another
_COUNTERS = ("utm_", "fbclid", "gclid")  # what feeds add to links


@dataclass(frozen=True, slots=True)
class Told:
    """One change of one notice as one place told it.

    `url` is the notice's own address, "" when the place gives none; `words` are the letters that
        an edit brought in, or took away when it brought none.
    """

    kind: ChangeKind
    title: str
    seen_at: datetime
    url: str = ""
    number: int | None = None  # 第N報
    told_on: date | None = None
    words: str = ""


def is_same(one: Told, other: Told) -> bool:
    """Return True when two places tell of one thing."""
    if one.kind != other.kind or abs(one.seen_at - other.seen_at) > WITHIN:
        return False
    if not _is_same_notice(one, other):
        return False
    return one.kind != ChangeKind.EDITED or _is_same_edit(one.words, other.words)


def words_of(text: str) -> str:
    """Return the letters and digits of a text, which every place writes alike."""
    return "".join(char for char in text if char.isalnum())


def plain_url(url: str) -> str:
    """Return an address without what differs from place to place: scheme, mark, counters."""
    parts = urlsplit(url)
    kept = [pair for pair in parse_qsl(parts.query) if not pair[0].startswith(_COUNTERS)]
    return f"{parts.netloc.lower()}{parts.path.rstrip('/')}?{urlencode(kept)}"


def _is_same_notice(one: Told, other: Told) -> bool:
    if one.url and other.url and plain_url(one.url) == plain_url(other.url):
        return True
    title = lasting_title(one.title)
    if not title or title != lasting_title(other.title):
        return False
    if one.number != other.number and None not in (one.number, other.number):
        return False
    if one.told_on and other.told_on:
        return one.told_on == other.told_on
    return abs(one.seen_at - other.seen_at) <= UNDATED_WITHIN


def _is_same_edit(one: str, other: str) -> bool:
    """A feed may carry only the beginning of what its page says."""
    short, long = sorted((one, other), key=len)
    return short == long or (len(short) >= LEAST_WORDS and short in long)
