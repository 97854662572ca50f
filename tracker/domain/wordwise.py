"""The edits inside one line, never smaller than the date, number or word they touch."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import fast_diff_match_patch
from diff_match_patch import diff_match_patch

LONG_LINE = 300  # characters: longer lines are compared sentence by sentence
LONGEST_PIECE = 2_000  # characters compared at once
LONG_PAIR = 600  # characters of both sides from which the engine in C is used
LEAST_SECONDS = 0.001  # the engine reads 0 as "no limit"
SHARED = 0.25  # of a line must stay for its edits to be marked one by one

_SENTENCE = re.compile(r"[^。．！？!?]+[。．！？!?]*[」』）)]*|[。．！？!?]+")
# what must be shown whole: dates and times, numbers with their separators, Latin words
_WHOLE = re.compile(
    r"(?:令和|平成)?[0-9０-９元]+\s*年(?:\s*[0-9０-９]+\s*月(?:\s*[0-9０-９]+\s*日)?)?"
    r"|[0-9０-９]+\s*月(?:\s*[0-9０-９]+\s*日)?"
    r"|[0-9０-９]+\s*時(?:\s*[0-9０-９]+\s*分)?"
    r"|[0-9０-９]+(?:[.,:/：／．，-][0-9０-９]+)*\s*(?:日|%|％|円|個|件|品|種|点|台|本|枚|名|人|社|拠点|割|倍)?"
    r"|[A-Za-zÀ-ɏ][A-Za-zÀ-ɏ0-9'’_-]*"
)


@dataclass(frozen=True, slots=True)
class Span:
    """A run of characters. `op` is "=" for kept, "-" for gone, "+" for new."""

    op: str
    text: str


def split_sentences(lines: Sequence[str]) -> list[str]:
    """Cut overlong lines at the ends of their sentences."""
    if max(map(len, lines), default=0) <= LONG_LINE:
        return list(lines)
    return [
        piece for line in lines for piece in (_pieces(line) if len(line) > LONG_LINE else [line])
    ]


def _pieces(line: str) -> Iterator[str]:
    """Yield sentences; what has no end for too long is cut where it stands."""
    for sentence in _SENTENCE.findall(line):
        for start in range(0, len(sentence), LONGEST_PIECE):
            yield sentence[start : start + LONGEST_PIECE]


def edits(old: str, new: str, *, seconds: float) -> tuple[Span, ...]:
    """Return how one line became the other, as spans in reading order."""
    found = _compared(old, new, max(seconds, LEAST_SECONDS))
    kept = sum(len(text) for op, text in found if op == "=")
    if kept < SHARED * min(len(old), len(new)):
        return Span("-", old), Span("+", new)
    return tuple(_joined(_widened(found, old, new)))


def _compared(old: str, new: str, seconds: float) -> list[tuple[str, str]]:
    if len(old) + len(new) > LONG_PAIR:
        found: list[tuple[str, str]] = fast_diff_match_patch.diff(
            old, new, counts_only=False, timelimit=seconds, checklines=False, cleanup="Semantic"
        )
        return found
    engine = diff_match_patch()
    engine.Diff_Timeout = seconds
    pieces = engine.diff_main(old, new, False)  # noqa: FBT003  its own signature
    engine.diff_cleanupSemantic(pieces)
    return [("-=+"[op + 1], text) for op, text in pieces]


def _widened(found: Sequence[tuple[str, str]], old: str, new: str) -> Iterator[tuple[str, str]]:
    """Move kept characters into the change where they are part of a word that changed."""
    old_words, new_words = _cuts(old), _cuts(new)
    left = right = 0
    last = len(found) - 1
    for place, (op, text) in enumerate(found):
        if op != "=":
            yield op, text
            left += len(text) if op == "-" else 0
            right += len(text) if op == "+" else 0
            continue
        head = _overhang(text, left, right, old_words, new_words) if place else 0
        tail = _undercut(text, left, right, old_words, new_words) if place < last else 0
        head = min(head, len(text))
        tail = min(tail, len(text) - head)
        yield from _cut(text, head, tail)
        left, right = left + len(text), right + len(text)


def _cut(text: str, head: int, tail: int) -> Iterator[tuple[str, str]]:
    """Give head and tail of a kept run to both sides of the change."""
    middle = text[head : len(text) - tail]
    for op, piece in (("-", text[:head]), ("+", text[:head]), ("=", middle)):
        if piece:
            yield op, piece
    if tail:
        yield "-", text[len(text) - tail :]
        yield "+", text[len(text) - tail :]


def _cuts(text: str) -> dict[int, tuple[int, int]]:
    """Map every place inside a word, not at its edges, to the word's span."""
    return {
        place: match.span()
        for match in _WHOLE.finditer(text)
        for place in range(match.start() + 1, match.end())
    }


def _overhang(
    text: str,
    left: int,
    right: int,
    old_words: dict[int, tuple[int, int]],
    new_words: dict[int, tuple[int, int]],
) -> int:
    """Count the characters at the start of a kept run that finish a word begun in the change."""
    size = 0
    while size <= len(text):
        more = max(
            old_words.get(left + size, (0, 0))[1] - left,
            new_words.get(right + size, (0, 0))[1] - right,
        )
        if more <= size:
            break
        size = more
    return size


def _undercut(
    text: str,
    left: int,
    right: int,
    old_words: dict[int, tuple[int, int]],
    new_words: dict[int, tuple[int, int]],
) -> int:
    """Count the characters at the end of a kept run that begin a word finished in the change."""
    end_left, end_right = left + len(text), right + len(text)
    size = 0
    while size <= len(text):
        more = max(
            _before(old_words, end_left - size, end_left),
            _before(new_words, end_right - size, end_right),
        )
        if more <= size:
            break
        size = more
    return size


def _before(words: dict[int, tuple[int, int]], place: int, end: int) -> int:
    return end - words[place][0] if place in words else 0


def _joined(pieces: Iterator[tuple[str, str]]) -> Iterator[Span]:
    """Bring each change into one deletion and one insertion."""
    gone = come = ""
    for op, text in pieces:
        if op == "=":
            yield from _change(gone, come)
            gone = come = ""
            yield Span("=", text)
        gone += text if op == "-" else ""
        come += text if op == "+" else ""
    yield from _change(gone, come)


def _change(gone: str, come: str) -> Iterator[Span]:
    if gone:
        yield Span("-", gone)
    if come:
        yield Span("+", come)
