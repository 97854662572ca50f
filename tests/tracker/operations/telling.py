"""Short forms for pages that say something at a time."""

from datetime import UTC, date, datetime

from tests.factories import SnapshotFactory, SourceFactory
from tracker.domain.series import Number
from tracker.enums import DomainState, SeriesKind, ServiceDomain
from tracker.operations import digesting
from tracker.operations.claims import PreparedClaims, ReadClaim, ReadNumber, record_claims


def at(text):
    """Return "10-19" or "10-19 18" as noon or that hour in Tokyo, 2025."""
    day, _, hour = text.partition(" ")
    year = "2026" if day < "06" else "2025"
    return datetime.fromisoformat(f"{year}-{day}T{int(hour or 12):02}:00+09:00").astimezone(UTC)


def day(text):
    return date.fromisoformat(f"{'2026' if text < '06' else '2025'}-{text}")


def claim(domain, state, told_on, **more):
    by = more.pop("by", None)
    return ReadClaim(
        domain=ServiceDomain(domain),
        state=DomainState(state),
        told_on=day(told_on),
        evidence=more.pop("evidence", f"{domain} {state}"),
        rule="test",
        expected_last=day(by) if by else None,
        **more,
    )


def items(told_on, count):
    number = Number(SeriesKind.ITEMS, count, count)
    return ReadNumber(number, day(told_on), f"{count}品目")


def follow(supplier, **more):
    """Let the supplier's company follow a new page of it."""
    return SourceFactory(
        supplier=supplier, workspace=supplier.workspace, started_at=at("10-01"), **more
    ).page


def read(page, when, *claims, **more):
    """Record what a page says in a new version read at a time."""
    notices, withdrawn = more.pop("notices", None), more.pop("withdrawn", ())
    told_on = more.pop("told_on", None)
    snapshot = SnapshotFactory(page=page, taken_at=at(when))
    prepared = PreparedClaims(told_on=day(told_on) if told_on else None, claims=claims, **more)
    page.last_read_at = at(when)
    page.save(update_fields=["last_read_at"])
    return record_claims(snapshot, prepared, notices=notices, withdrawn=withdrawn)


def tell(page, when, *claims, **more):
    """Record what a page says, and let every company take it in at once."""
    reading = read(page, when, *claims, **more)
    return digesting.digest(reading.pk, now=at(when))


def read_again(page, when):
    """Look at a page that says nothing new."""
    page.last_read_at = at(when)
    page.save(update_fields=["last_read_at"])
    digesting.keep_up(now=at(when))
