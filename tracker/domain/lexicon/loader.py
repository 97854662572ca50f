"""Load a lexicon file strictly: a mistake stops with the file, the line and the reason."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from tracker.domain.lexicon.scanner import Entry, Scanner

HERE = Path(__file__).parent
LANGUAGES = ("ja", "en")

DOMAINS = frozenset(
    {
        "orders", "shipping", "sales", "billing", "refunds", "returns", "payment", "email",
        "fax", "support", "address_book", "website", "data_share", "daily_close",
    }
)  # fmt: skip
STATES = frozenset(
    {
        "normal", "degraded", "partial", "stopped", "resumed", "planned_resume", "planned_stop",
        "cancelled", "unknown",
    }
)  # fmt: skip
EVENTS = frozenset({"stop", "resume", "widen", "limit", "go", "slow", "normal", "cancel", "check"})
# section -> the names it may hold; None means any name
SECTIONS: Mapping[str, frozenset[str] | None] = {
    "domains": DOMAINS,
    "functions": DOMAINS,
    "events": EVENTS,
    "scopes": frozenset({"items", "areas", "customers", "hours"}),
    "channels": frozenset({"web", "fax", "phone", "manual", "system"}),
    "silence": None,
    "silence_strength": frozenset({"whole", "clause"}),
    "services": frozenset({"marks", "not_names", "items"}),
    "companies": frozenset({"endings", "own"}),
    "statuses": STATES,
}
FLAT = frozenset(
    {
        "shadows", "undecided", "plans", "preparing", "postponed", "possible", "gradual", "again",
        "limiters", "everything",
    }
)  # fmt: skip
MAPPINGS = frozenset({"spelling", "symbols"})


class LexiconError(Exception):
    """A lexicon file holds something that cannot be read; the product must not start."""

    def __init__(self, path: Path, line: int, reason: str) -> None:
        super().__init__(f"{path.name}, line {line}: {reason}")
        self.path, self.line, self.reason = path, line, reason


@dataclass(frozen=True)
class Lexicon:
    """One language's words, ready to scan with.

    Shapes: `words` maps section -> name -> words as the file lists them.
    """

    language: str
    scanner: Scanner
    spelling: tuple[tuple[str, str], ...]
    symbols: Mapping[str, str]
    words: Mapping[str, Mapping[str, tuple[str, ...]]]

    def listed(self, section: str, name: str) -> tuple[str, ...]:
        """Return the words of one list."""
        return self.words[section][name]


_own_folders: list[Path] = []  # at most one


@cache
def lexicon(language: str) -> Lexicon:
    """Return the lexicon that ships with the product, with the installation's own words."""
    own = [folder / f"{language}.toml" for folder in _own_folders]
    return load(HERE / f"{language}.toml", *(path for path in own if path.is_file()))


def open_lexicons(own: Path) -> None:
    """Load every language, with the words that `own` holds as ja.toml and en.toml.

    Raises: LexiconError as `load`.
    """
    _own_folders[:] = [own]
    lexicon.cache_clear()
    for language in LANGUAGES:
        lexicon(language)


def load(path: Path, *extra: Path) -> Lexicon:
    """Read a lexicon file, with a company's own words added behind it.

    Raises: LexiconError when a file is not TOML, names an unknown section or state, lists a word
        twice, or holds anything that is not a word.
    """
    spelling: dict[str, str] = {}
    symbols: dict[str, str] = {}
    words: dict[str, dict[str, tuple[str, ...]]] = {}
    for source in (path, *extra):
        for section, body in _parsed(source).items():
            if section in MAPPINGS:
                _pairs(source, section, body)
                (spelling if section == "spelling" else symbols).update(body)
            else:
                _merge(words, section, _lists(source, section, body))
    return Lexicon(
        language=path.stem.split(".")[0],
        scanner=Scanner(_entries(words), spaced=path.stem.startswith("en")),
        spelling=tuple(spelling.items()),
        symbols=symbols,
        words=words,
    )


def _parsed(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except tomllib.TOMLDecodeError as error:
        line = str(error).rpartition("line ")[2].partition(",")[0]
        last = len(path.read_text("utf-8").splitlines())  # "at end of document"
        raise LexiconError(path, int(line) if line.isdecimal() else last, str(error)) from error
    except (OSError, UnicodeDecodeError) as error:
        raise LexiconError(path, 0, str(error)) from error


def _pairs(path: Path, section: str, body: object) -> None:
    """Check a table of pairs."""
    if not isinstance(body, dict):
        raise LexiconError(path, _line(path, section), f"[{section}] must be a table of pairs")
    for key, value in body.items():
        if not key or not isinstance(value, str):
            raise LexiconError(path, _line(path, key), f"{key!r} needs a text on its right side")
        if section == "symbols" and value not in STATES:
            raise LexiconError(path, _line(path, key), f"{value!r} is no state")


def _lists(path: Path, section: str, body: object) -> dict[str, tuple[str, ...]]:
    """Check a table of word lists and return it."""
    if section not in SECTIONS and section not in FLAT:
        raise LexiconError(path, _line(path, section), f"unknown section [{section}]")
    if not isinstance(body, dict):
        raise LexiconError(path, _line(path, section), f"[{section}] must be a table of lists")
    allowed = frozenset({"words"}) if section in FLAT else SECTIONS[section]
    checked = {}
    for name, listed in body.items():
        if allowed is not None and name not in allowed:
            raise LexiconError(path, _line(path, name), f"[{section}] has no list {name!r}")
        checked[name] = _words(path, f"{section}.{name}", name, listed)
    return checked


def _words(path: Path, label: str, name: str, listed: object) -> tuple[str, ...]:
    if not isinstance(listed, list):
        raise LexiconError(path, _line(path, name), f"{label} must be a list of words")
    seen: set[str] = set()
    for word in listed:
        if not isinstance(word, str) or not word.strip():
            raise LexiconError(path, _line(path, name), f"{label} holds {word!r}, which is no word")
        if word in seen:
            raise LexiconError(path, _line(path, name), f"{label} lists {word!r} twice")
        seen.add(word)
    return tuple(listed)


def _line(path: Path, key: str) -> int:
    """Return the first line that names the key, 0 when none does."""
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if line.strip().lstrip("[").startswith((key, f'"{key}"', f"'{key}'")):
            return number
    return 0


def _merge(
    words: dict[str, dict[str, tuple[str, ...]]], section: str, lists: dict[str, tuple[str, ...]]
) -> None:
    """Add lists to those read before."""
    known = words.setdefault(section, {})
    for name, listed in lists.items():
        known[name] = tuple(dict.fromkeys((*known.get(name, ()), *listed)))


def _entries(words: Mapping[str, Mapping[str, tuple[str, ...]]]) -> list[Entry]:
    """Return what the scanner looks for: every word with the part it plays."""
    return [
        Entry(word, section, name)
        for section, lists in words.items()
        if section not in ("services", "silence_strength", "companies", "statuses")
        for name, listed in lists.items()
        for word in listed
    ]
