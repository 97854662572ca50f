"""What a notice claims, as plain values."""

from dataclasses import dataclass, field
from datetime import date, datetime

from tracker.domain.dates.values import Precision, Span


@dataclass(frozen=True, slots=True)
class Expectation:
    """When a restart or a return to normal is expected; None means an open end."""

    first: datetime | None
    last: datetime | None
    precision: Precision

    @classmethod
    def of(cls, span: Span) -> "Expectation":
        """Return what a time expression says about a restart."""
        return cls(span.earliest, span.latest, span.precision)


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement about one domain, with the sentence it rests on and why it was read so.

    Shapes: `limits` holds items, areas, hours, customers; empty means all. `words` are the words
        that decided, `context` what was carried in from a heading, a lead sentence or a column.
    """

    domain: str
    state: str
    evidence: str
    rule: str
    limits: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    channel: str | None = None
    scope_text: str | None = None
    effective: Span | None = None
    expected: Expectation | None = None
    certainty: str = "none"
    words: tuple[str, ...] = ()
    context: tuple[str, ...] = ()
    written_on: date | None = None
    position: int = 0  # order of reading on the page; entries newest first
    again: bool = False  # a relapse: overtakes an earlier restart
    item_names: tuple[str, ...] = ()  # goods named in quotes
    named: tuple[str, ...] = ()  # the words that named its domain, in its own clause
    is_title: bool = False  # the title of an earlier notice in a list
    is_past: bool = False  # told in the past tense
    covers_all: bool = False  # the words say that nothing is left out


@dataclass(frozen=True, slots=True)
class Window:
    """One stretch of planned work."""

    start: datetime
    end: datetime
    services: tuple[str, ...] = ()
    behaviour: str | None = None
    alternative: str | None = None
    reserve: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything one page says to a buyer."""

    published: date | None
    claims: tuple[Claim, ...] = ()
    windows: tuple[Window, ...] = ()
    stage: str | None = None
    faults: tuple[str, ...] = field(default_factory=tuple)
