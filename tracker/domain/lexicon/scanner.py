"""Find the words of a lexicon in a text, the longest first, in one pass."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

# these say nothing by themselves; they only hide shorter domain words
SHADOW = "shadows"
# what an English word may grow behind its stem
ENDINGS = frozenset(
    {
        "s", "es", "ed", "d", "ing", "ly", "ment", "ments", "ation", "ations", "al", "er", "ers",
        "ion", "ions", "ive", "ped", "ping", "led", "ling", "ies", "y", "ries", "red", "ring", "e",
        "able", "ability", "ted", "ting", "ance", "ery", "eries", "ry", "n", "ned", "ning",
    }
)  # fmt: skip
KNOWN_TEXTS = 2048  # a sentence is looked at as line, clause, heading and label
_WORD = re.compile(r"[a-z]+")


@dataclass(frozen=True, slots=True)
class Entry:
    """A word and the part it plays."""

    word: str
    section: str
    name: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A word that was found."""

    start: int
    stop: int
    section: str
    name: str
    word: str


class Scanner:
    """An index of words by their first two letters.

    A word hides shorter words of its own section that begin inside it: 注文履歴 is no 注文.
    """

    def __init__(self, entries: Iterable[Entry], *, spaced: bool) -> None:
        self.spaced = spaced
        index: dict[str, list[Entry]] = defaultdict(list)
        for entry in entries:
            index[entry.word[:2]].append(entry)
        self.index = {
            head: sorted(listed, key=lambda entry: -len(entry.word))
            for head, listed in index.items()
        }
        self.single = {head for head in self.index if len(head) == 1}
        self._known = lru_cache(maxsize=KNOWN_TEXTS)(self._find)

    def hits(self, text: str) -> list[Hit]:
        """Return the words in a text in reading order, hidden ones left out."""
        return list(self._known(text))

    def _find(self, text: str) -> tuple[Hit, ...]:
        found: list[Hit] = []
        covered: dict[str, int] = {}
        for at in range(len(text)):
            listed = self._candidates(text, at)
            if not listed or (self.spaced and at and text[at - 1].isalnum()):
                continue
            for entry in listed:
                if text.startswith(entry.word, at) and self._ends_well(text, at + len(entry.word)):
                    stop = at + len(entry.word)
                    hit = Hit(at, stop, entry.section, entry.name, entry.word)
                    self._take(found, covered, hit)
        return tuple(found)

    def _ends_well(self, text: str, stop: int) -> bool:
        """True unless the letters behind make another word of it: back, backs, but not backup."""
        if not self.spaced or not text[stop : stop + 1].isalpha():
            return True
        rest = _WORD.match(text, stop)
        return rest is not None and rest[0] in ENDINGS

    def _candidates(self, text: str, at: int) -> Sequence[Entry]:
        listed: Sequence[Entry] = self.index.get(text[at : at + 2], ())
        if text[at] in self.single:
            listed = [*listed, *self.index[text[at]]]
        return listed

    def _take(self, found: list[Hit], covered: dict[str, int], hit: Hit) -> None:
        """Keep a hit unless a longer one of its kind reaches over it."""
        sections = ("domains", "events", "silence") if hit.section == SHADOW else (hit.section,)
        for section in sections:
            if hit.stop <= covered.get(section, 0):
                return
            covered[section] = max(covered.get(section, 0), hit.stop)
        if hit.section != SHADOW:
            found.append(hit)
