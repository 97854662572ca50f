"""Where a sentence stands in its page, and which of its words decided."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text; `keys` are the claims that rest on it, none for plain text.

    `begins`: those of them whose sentence begins here.
    """

    text: str
    keys: tuple[int, ...] = ()
    begins: tuple[int, ...] = ()


def marked(sentence: str, words: Iterable[str]) -> list[Piece]:
    """Cut a sentence at the words that decided; a marked piece bears the key 1."""
    low = sentence.lower()
    hit = [False] * len(sentence)
    if len(low) != len(sentence):  # a letter that grows when it is lowered; nothing is marked
        low = sentence
    for word in words:
        at = low.find(word.lower()) if word else -1
        while at >= 0:
            hit[at : at + len(word)] = [True] * len(word)
            at = low.find(word.lower(), at + len(word))
    return _pieces(sentence, [(1,) if one else () for one in hit])


def placed(text: str, sentences: Mapping[int, str]) -> list[list[Piece]]:
    """Return the lines of a page, cut where the sentences of its claims begin and end.

    Sentences are found whatever white space lies between their letters; one that the text does
    not hold, such as one put together from cells, marks nothing.
    """
    bare, places = _bare(text)
    keys: list[tuple[int, ...]] = [()] * len(text)
    for key, sentence in sentences.items():
        wanted = _bare(sentence)[0]
        at = bare.find(wanted) if wanted else -1
        if at >= 0:
            for place in range(places[at], places[at + len(wanted) - 1] + 1):
                keys[place] = (*keys[place], key)
    lines, start = [], 0
    for line in text.split("\n"):
        lines.append(_pieces(line, keys[start : start + len(line)]))
        start += len(line) + 1
    return _with_begins(lines)


def _with_begins(lines: list[list[Piece]]) -> list[list[Piece]]:
    """Note on each piece the claims that no piece before it bears."""
    seen: set[int] = set()
    return [[_beginning(piece, seen) for piece in line] for line in lines]


def _beginning(piece: Piece, seen: set[int]) -> Piece:
    begins = tuple(key for key in piece.keys if key not in seen)
    seen.update(begins)
    return replace(piece, begins=begins)


def _bare(text: str) -> tuple[str, list[int]]:
    """Return the text without white space, and where each letter of it stood."""
    places = [place for place, letter in enumerate(text) if not letter.isspace()]
    return "".join(text[place] for place in places), places


def _pieces(text: str, keys: list[tuple[int, ...]]) -> list[Piece]:
    """Join letters that bear the same keys."""
    found: list[Piece] = []
    for letter, key in zip(text, keys, strict=True):
        if found and found[-1].keys == key:
            found[-1] = Piece(found[-1].text + letter, key)
        else:
            found.append(Piece(letter, key))
    return found
