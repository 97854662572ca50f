"""Text that strangers may have written, made fit for plain mail."""

import unicodedata
from datetime import timedelta

LONGEST_HEADER = 200  # characters; longer subjects are cut by mail readers anyway
FIRST_WAIT = timedelta(minutes=1)
MOST_ATTEMPTS = 5


def header_line(text: str) -> str:
    """Return one line without anything that could start another header or hide its meaning."""
    return " ".join(_visible(text, keep="").split())[:LONGEST_HEADER]


def plain_text(text: str) -> str:
    """Return text with its line breaks, less control, direction and zero-width characters."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return _visible(lines, keep="\n\t")


def wait_after(attempt: int) -> timedelta | None:
    """Return how long to wait after a miss: 1, 4, 16, 64 minutes, then None: give up."""
    return None if attempt >= MOST_ATTEMPTS else FIRST_WAIT * 4 ** (attempt - 1)


def _visible(text: str, *, keep: str) -> str:
    spaced = (" " if mark in "\r\n\t" and mark not in keep else mark for mark in text)
    return "".join(mark for mark in spaced if mark in keep or not _is_hidden(mark))


def _is_hidden(mark: str) -> bool:
    return unicodedata.category(mark) in ("Cc", "Cf", "Cs", "Co")
