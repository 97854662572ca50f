"""The part of a page that a user picks: a small part of CSS, and nothing that computes.

Understood: tags, `*`, `#id`, `.class`, `[name]`, `[name=value]` (also ^= $= *=), descendants by a
space, children by `>`, alternatives by a comma. XPath, pseudo-classes and functions are refused.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from lxml import etree

NOTHING_SELECTED = "selector-empty"  # fault: the page has no such part
MAX_SELECTOR = 200  # characters, as the model keeps it
MAX_STEPS = 20  # compounds in one alternative

_COMPOUND = re.compile(
    r"(?P<tag>\*|[a-zA-Z][a-zA-Z0-9-]*)?"
    r"(?P<rest>(?:#[\w-]+|\.[\w-]+|\[\s*[\w:-]+\s*(?:[\^$*]?=\s*(?:\"[^\"\]]*\"|'[^'\]]*'|[\w./-]+)\s*)?\])*)"
)
_PART = re.compile(
    r"#(?P<id>[\w-]+)|\.(?P<word>[\w-]+)"
    r"|\[\s*(?P<name>[\w:-]+)\s*(?:(?P<how>[\^$*]?=)\s*(?P<value>\"[^\"]*\"|'[^']*'|[\w./-]+)\s*)?\]"
)
_COMBINATOR = re.compile(r"\s*(?P<child>>)\s*|\s+")


class SelectorError(ValueError):
    """The selector is not written in the small language we understand."""


@dataclass(frozen=True, slots=True)
class Condition:
    """One demand on an attribute. `how` is "" for present, "~" for one of its words."""

    name: str
    how: str = ""
    value: str = ""

    def holds(self, element: etree._Element) -> bool:
        found = element.get(self.name)
        return found is not None and _COMPARISONS[self.how](found, self.value)


_COMPARISONS: dict[str, Callable[[str, str], bool]] = {
    "": lambda found, wanted: True,
    "=": lambda found, wanted: found == wanted,
    "~": lambda found, wanted: wanted in found.split(),
    "^=": str.startswith,
    "$=": str.endswith,
    "*=": lambda found, wanted: wanted in found,
}


@dataclass(frozen=True, slots=True)
class Step:
    """One compound of a selector. `is_child` ties it to the step before as its child."""

    tag: str
    conditions: tuple[Condition, ...]
    is_child: bool

    def holds(self, element: etree._Element) -> bool:
        if self.tag not in {"*", element.tag}:
            return False
        return all(condition.holds(element) for condition in self.conditions)


Selector = tuple[tuple[Step, ...], ...]  # alternatives, each from the outermost step inwards


def parse_selector(text: str) -> Selector:
    """Read a selector.

    Raises: SelectorError when it is empty, too long or holds anything beyond the small language.
    """
    if not text.strip() or len(text) > MAX_SELECTOR:
        raise SelectorError("the selector is empty or too long")
    return tuple(_steps(part.strip()) for part in text.split(","))


def _steps(text: str) -> tuple[Step, ...]:
    steps: list[Step] = []
    place, is_child = 0, False
    while place < len(text):
        match = _COMPOUND.match(text, place)
        if match is None or not match.group():
            raise SelectorError(f"cannot be read from here: {text[place:]}")
        steps.append(Step((match["tag"] or "*").lower(), _conditions(match["rest"]), is_child))
        gap = _COMBINATOR.match(text, match.end())
        place = gap.end() if gap else match.end()
        is_child = bool(gap and gap["child"])
        if gap is None and place < len(text):
            raise SelectorError(f"cannot be read from here: {text[place:]}")
    if not steps or is_child or len(steps) > MAX_STEPS:
        raise SelectorError("the selector is not complete")
    return tuple(steps)


def _conditions(rest: str) -> tuple[Condition, ...]:
    found = []
    for part in _PART.finditer(rest):
        if part["id"]:
            found.append(Condition("id", "=", part["id"]))
        elif part["word"]:
            found.append(Condition("class", "~", part["word"]))
        else:
            value = (part["value"] or "").strip("\"'")
            found.append(Condition(part["name"].lower(), part["how"] or "", value))
    return tuple(found)


def pick(root: etree._Element, selector: Selector) -> list[etree._Element]:
    """Return the outermost elements that the selector names, in document order."""
    elements = list(root.iter(etree.Element))
    matched = {element for steps in selector for element in _matching(elements, steps)}
    inside: set[etree._Element] = set()
    picked: list[etree._Element] = []
    for element in elements:
        if element.getparent() in inside:
            inside.add(element)
        elif element in matched:
            inside.add(element)
            picked.append(element)
    return picked


def _matching(elements: list[etree._Element], steps: tuple[Step, ...]) -> set[etree._Element]:
    """Follow the steps inwards; each pass keeps the elements that fit below the last ones."""
    matched: set[etree._Element] = set()
    for place, step in enumerate(steps):
        below: set[etree._Element] = set()
        found: set[etree._Element] = set()
        for element in elements:
            parent = element.getparent()
            is_below = place == 0 or parent in matched or (not step.is_child and parent in below)
            if is_below:
                below.add(element)
            if is_below and step.holds(element):
                found.add(element)
        matched = found
    return matched
