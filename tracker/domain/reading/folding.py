"""One spelling for the same visible text, so that only what a reader sees can differ."""

import re
import unicodedata

# controls, zero-width characters, soft hyphens and the marks that turn the reading direction:
# they show nothing, and in a log or a terminal they do harm
_UNSEEN = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)
_TERMINAL = frozenset("。．.!?！？:：」』】）)］]〕》…;；")
_MARKS = re.compile(r"[■●◆▼◇○・※＊*＜<【「(（\[［①-⑳▽△▲□☆★→⇒>＞-]")
_STARTS = re.compile(r"[0-9０-９]")  # a number begins something new more often than not
_LABEL = re.compile(r"[^\s:：]{1,12}\s?[:：]")  # 期間：, Subject:
_PARTICLES = frozenset("はがをにでともへのやて、，,")  # a line that ends so is never complete
_WORD = re.compile(r"[A-Za-z0-9,;'\"]")
FULL_LINE = 0.7  # of the paragraph's widest line: a shorter line was ended on purpose
WRAP_COLUMNS = 40  # nobody wraps by hand below twenty full-width characters


def words(text: str) -> frozenset[str]:
    """Return the words of a list that is written in prose, to keep long lists readable."""
    return frozenset(text.split())


def fold(text: str) -> str:
    """Return one line: NFC, white space folded to single spaces, unseen characters gone."""
    line = text
    if not line.isprintable() or "  " in line or line[:1] == " " or line[-1:] == " ":
        line = " ".join(line.split())
        if not line.isprintable():
            line = " ".join(_UNSEEN.sub("", line).split())
    return line if line.isascii() else unicodedata.normalize("NFC", line)


def columns_of(line: str) -> int:
    """Count the columns a line fills in a fixed-width face; full-width characters fill two."""
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in line)


def unwrap(lines: list[str]) -> list[str]:
    """Join lines that were broken only because the margin came.

    A line goes on when it is nearly as wide as the widest, ends without punctuation, and the
    next one starts no list item, mark or date.
    """
    if len(lines) < 2:
        return lines
    widths = [columns_of(line) for line in lines]
    margin = max(*widths, WRAP_COLUMNS) * FULL_LINE
    joined = [lines[0]]
    for above, line in enumerate(lines[1:]):
        if widths[above] >= margin and _goes_on(lines[above], line):
            joined[-1] += _glue(joined[-1], line) + line
        else:
            joined.append(line)
    return joined


def _goes_on(above: str, below: str) -> bool:
    """Tell whether the margin cut here: after a particle always, else before no new start."""
    if above[-1] in _TERMINAL or _MARKS.match(below) or _LABEL.match(below):
        return False
    return above[-1] in _PARTICLES or not _STARTS.match(below)


def _glue(above: str, below: str) -> str:
    return " " if _WORD.match(above[-1]) and _WORD.match(below[0]) else ""
