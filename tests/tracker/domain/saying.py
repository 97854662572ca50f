"""Short forms for the values that standing, stages and promises reason about."""

from datetime import UTC, date, datetime, time
from itertools import count

from tracker.domain.standing import Cell, PageReading, cell, standing
from tracker.domain.statements import Expected, Scope, Statement
from tracker.enums import Basis, Certainty, DomainState, Folder, ServiceDomain

KEYS = count(1)


def day(text):
    """Return "10-19" as that day of 2025, "2026-01-05" as written."""
    return date.fromisoformat(text if text.count("-") == 2 else f"2025-{text}")


def noon(text):
    return datetime.combine(day(text), time(3), UTC)


def say(domain, state, on, **more):
    """Make a statement: say("orders", "stopped", "10-19", seen="10-20", services=["A"])."""
    scope = Scope(
        frozenset(more.pop("services", ())),
        frozenset(more.pop("limits", ())),
        frozenset(more.pop("items", ())),
        more.pop("channel", ""),
    )
    by = more.pop("by", None)
    expected = Expected(day(more.pop("since", by)), day(by)) if by else None
    seen = more.pop("seen", on)
    return Statement(
        key=more.pop("key", None) or next(KEYS),
        page=more.pop("page", 1),
        domain=ServiceDomain(domain),
        state=DomainState(state),
        told_on=day(on),
        seen_at=noon(seen),
        reading=more.pop("reading", day(seen).toordinal()),
        evidence=more.pop("evidence", f"{domain} {state}"),
        scope=scope,
        folder=Folder(more.pop("folder", "official")),
        posted_on=day(posted) if (posted := more.pop("posted", None)) else None,
        effective_on=day(effective) if (effective := more.pop("effective", None)) else None,
        expected=expected,
        certainty=Certainty(more.pop("certainty", "none")),
        **more,
    )


def read(on, *statements, page=1, **more):
    return PageReading(page, noon(on), tuple(statements), **more)


def cells(*statements):
    """Return the cells of everything that the statements speak of, over all services."""
    stands = standing(statements).statements
    return {domain: cell(domain, "", stands) for domain in {one.domain for one in statements}}


NOTHING = Cell(ServiceDomain.ORDERS, basis=Basis.NOTHING)
