"""Keeping what a version of a page claims, in the transaction that keeps the version."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Any

from tracker.domain.newest import is_restored
from tracker.domain.series import Number
from tracker.enums import Certainty, ClaimDoubt, DomainState, ServiceDomain
from tracker.models import Claim, Notice, Reading, SeriesPoint, Snapshot

FINGERPRINT_BYTES = 16


@dataclass(frozen=True, slots=True)
class ReadClaim:
    """One claim as it was read. `notice_key` is "" where the page is one notice."""

    domain: ServiceDomain
    state: DomainState
    told_on: date
    evidence: str
    rule: str
    services: tuple[str, ...] = ()
    limits: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    channel: str = ""
    scope_text: str = ""
    effective_on: date | None = None
    expected_first: date | None = None
    expected_last: date | None = None
    certainty: Certainty = Certainty.NONE
    words: tuple[str, ...] = ()
    context: tuple[str, ...] = ()
    notice_key: str = ""
    doubt: ClaimDoubt | None = None

    @property
    def fingerprint(self) -> bytes:
        """The same for the same claim on the same sentence, whenever it is read."""
        parts = (self.domain, self.state, *sorted(self.services), "", *sorted(self.limits), "")
        parts += (*sorted(self.items), self.channel, self.evidence)
        return sha256("\x1f".join(parts).encode()).digest()[:FINGERPRINT_BYTES]


@dataclass(frozen=True, slots=True)
class ReadNumber:
    """One number with the day and the sentence that give it."""

    number: Number
    told_on: date
    evidence: str


@dataclass(frozen=True, slots=True)
class PreparedClaims:
    """Everything a version of a page says, worked out before the transaction.

    `windows` are planned stops as plain values; see operations.window_reading.
    """

    told_on: date | None
    claims: tuple[ReadClaim, ...] = ()
    numbers: tuple[ReadNumber, ...] = ()
    windows: tuple[dict[str, Any], ...] = ()
    stage: str = ""
    faults: tuple[str, ...] = field(default=())


def record_claims(
    snapshot: Snapshot,
    prepared: PreparedClaims,
    *,
    notices: Mapping[str, Notice] | None = None,
    withdrawn: Iterable[Notice] = (),
) -> Reading:
    """Append what a new version of a page says. Runs inside the caller's transaction.

    Shapes: `notices` are the page's notices by key; `withdrawn` those that this version took back.
    """
    gone = list(withdrawn)
    told = Reading.objects.filter(page=snapshot.page).values_list("told_on", flat=True)
    reading = Reading.objects.create(
        page=snapshot.page,
        snapshot=snapshot,
        taken_at=snapshot.taken_at,
        told_on=prepared.told_on,
        stage=prepared.stage,
        is_restored=is_restored(
            prepared.told_on,
            [day for day in told if day],
            has_withdrawal=bool(gone),
        ),
        windows=list(prepared.windows),
        faults=",".join(prepared.faults)[:200],
    )
    reading.withdrawn.set(gone)
    Claim.objects.bulk_create(
        [_claim(reading, one, (notices or {}).get(one.notice_key)) for one in prepared.claims]
    )
    SeriesPoint.objects.bulk_create([_point(reading, one) for one in prepared.numbers])
    return reading


def _claim(reading: Reading, one: ReadClaim, notice: Notice | None) -> Claim:
    return Claim(
        reading=reading,
        notice=notice,
        domain=one.domain,
        state=one.state,
        services=list(one.services),
        limits=list(one.limits),
        items=list(one.items),
        channel=one.channel,
        scope_text=one.scope_text[:200],
        told_on=one.told_on,
        effective_on=one.effective_on,
        expected_first=one.expected_first,
        expected_last=one.expected_last,
        certainty=one.certainty,
        evidence=one.evidence,
        rule=one.rule[:120],
        words=list(one.words),
        context=list(one.context),
        fingerprint=one.fingerprint,
        doubt=one.doubt or "",
    )


def _point(reading: Reading, one: ReadNumber) -> SeriesPoint:
    return SeriesPoint(
        reading=reading,
        kind=one.number.kind,
        population=one.number.population,
        low=one.number.low,
        high=one.number.high,
        told_on=one.told_on,
        evidence=one.evidence,
    )
