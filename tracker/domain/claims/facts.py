"""What a clause says beside its event, and what is made of it."""

from dataclasses import dataclass
from datetime import date

from tracker.domain.dates.values import Bound, Precision, Span


@dataclass(frozen=True, slots=True)
class Facts:
    """What the clause says beside its event."""

    spans: tuple[Span, ...]
    written_on: date
    reads_until: date  # the last day a state that holds may have begun, in Japan's calendar
    is_limited: bool
    is_gradual: bool
    has_limiter: bool
    is_named: bool
    is_normal: bool
    in_window: bool
    is_cell: bool  # a table cell: a bare noun asserts
    is_aside: bool  # a clause that another one sets right: ...ますが、
    text: str
    domain: str

    @property
    def ahead(self) -> Span | None:
        """The last time expression that lies ahead of the day of writing."""
        for span in reversed(self.spans):
            today = self.written_on if span.has_day else self.reads_until
            if span.bound is Bound.ONWARD or span.last.date() > today:
                return span
        return None

    @property
    def target(self) -> Span | None:
        """The time a plan names: one ahead, or one today (by 18:00 today)."""
        if self.ahead:
            return self.ahead
        for span in reversed(self.spans):
            if span.last.date() >= self.written_on:
                return span
        return None

    @property
    def begun(self) -> Span | None:
        """When a state that holds began: a day or minute that is not ahead."""
        return next((span for span in self.spans if self._may_begin(span)), None)

    @property
    def restored(self) -> Span | None:
        """When a restart took place: what began earlier in the clause is the fault."""
        return next((span for span in reversed(self.spans) if self._may_begin(span)), None)

    def _may_begin(self, span: Span) -> bool:
        if span.bound in (Bound.UNTIL, Bound.LATEST) and span.precision is Precision.DAY:
            return False
        if span.is_range and not span.has_day:
            return False
        return span.precision is not Precision.PART and span.first.date() <= self.reads_until


@dataclass(frozen=True, slots=True)
class Verdict:
    """A state with its times."""

    state: str
    certainty: str = "none"
    effective: Span | None = None
    expected: Span | None = None
