"""Headings: which lines are set as one, and which of them stand above a block."""

import re

MARK_LEVEL = 6  # ■停止中: a line set as a heading without being one
LONG_MARK = 40  # characters: longer lines are text, whatever stands before them

_MARK = re.compile(r"^[■●◆▼◇□▲★☆◎]\s*\S|^[【＜<《].{1,30}[】＞>》]$")
_SENTENCE = re.compile(r"(?:です|ます|した|せん|さい|ない|いる|ある|中止|再開)[）)]?$|[。．！!]$")
_TITLE = re.compile(
    r"(?:について|お知らせ|お詫び|ご?案内|ご?報告|状況|お願い|ご連絡|[0-9０-９]報)[）)]?$"
)


def looks_heading(text: str, *, is_bold: bool) -> bool:
    """Tell whether a paragraph is set as a heading: marked or bold, short, and no sentence."""
    if len(text) > LONG_MARK or is_sentence(text):
        return False
    return _MARK.match(text) is not None or (is_bold and is_title(text))


def is_sentence(text: str) -> bool:
    """Tell whether a line ends as a sentence does."""
    return _SENTENCE.search(text) is not None


def is_title(text: str) -> bool:
    """Tell whether a line ends the way notices are named."""
    return len(text) <= 2 * LONG_MARK and _TITLE.search(text) is not None


class Outline:
    """The headings above the place that is being read, outermost first."""

    __slots__ = ("_steps", "above")

    def __init__(self) -> None:
        self._steps: tuple[tuple[int, str], ...] = ()  # level, text
        self.above: tuple[str, ...] = ()  # the texts of all headings now in force

    @property
    def steps(self) -> tuple[tuple[int, str], ...]:
        """Where we stand, to come back to."""
        return self._steps

    @steps.setter
    def steps(self, steps: tuple[tuple[int, str], ...]) -> None:
        self._steps = steps
        self.above = tuple([text for _, text in steps])

    def enter(self, text: str, level: int) -> tuple[str, ...]:
        """Put a heading in the place of its equals and of those below; return those above it."""
        self.steps = tuple([step for step in self._steps if step[0] < level])
        above = self.above
        self.steps = (*self._steps, (level, text))
        return above
