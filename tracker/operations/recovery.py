"""The recovery stage of a supplier: proposed from what is known, decided by a person."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction

from accounts.models import User
from accounts.operations import audit
from accounts.operations.audit import Actor
from tracker.domain.signs import Sign, Wording, signs
from tracker.domain.stage_facts import Evidence, Facts
from tracker.domain.stages import (
    Assessment,
    DomainStage,
    OutOfOrder,
    assess,
    assess_domain,
    is_relapse,
    out_of_order,
)
from tracker.domain.standing import PageReading, standing, still_said
from tracker.domain.statements import Statement
from tracker.domain.trends import worsened_at
from tracker.enums import (
    Observed,
    ObservedResult,
    RecordKind,
    RecoveryStage,
    ServiceDomain,
    VerificationKind,
)
from tracker.models import (
    Disruption,
    ResidualException,
    StageDecision,
    Supplier,
    TimelineRecord,
    Verification,
)
from tracker.operations import measures, states
from tracker.operations.pictures import Picture

SIGNS_WITHIN = timedelta(days=14)  # how far back the wording is compared
MAIN = (ServiceDomain.ORDERS, ServiceDomain.SHIPPING)


class OutdatedProposalError(Exception):
    """What was shown when the decision was made is no longer what is known."""


@dataclass(frozen=True, slots=True)
class Recovery:
    """Where a supplier stands on the ladder. None: no disruption, or nothing was decided yet."""

    assessment: Assessment
    decision: StageDecision | None
    disruption: Disruption | None
    is_relapse: bool
    domains: dict[ServiceDomain, DomainStage]
    out_of_order: list[OutOfOrder]

    @property
    def stage(self) -> RecoveryStage | None:
        """The stage that counts: the decided one."""
        return RecoveryStage(self.decision.stage) if self.decision else None

    @property
    def mark(self) -> str:
        """A short hash of the proposal and its findings: a decision names what was shown."""
        return mark_of(self.assessment)


def recovery(seen: Picture, *, service: str = "") -> Recovery:
    """Judge a supplier, or one of its services, as it is seen."""
    known = facts(seen, service=service)
    found = assess(known)
    decision = latest_decision(seen.supplier, service=service, at=seen.at)
    stages = {domain: assess_domain(cell, known) for domain, cell in known.cells.items()}
    return Recovery(
        assessment=found,
        decision=decision,
        disruption=open_disruption(seen.supplier),
        is_relapse=is_relapse(RecoveryStage(decision.stage) if decision else None, found),
        domains={domain: stage for domain, stage in stages.items() if stage},
        out_of_order=out_of_order(known.cells),
    )


def facts(seen: Picture, *, service: str = "") -> Facts:
    """Return everything a stage is judged by."""
    supplier, disruption = seen.supplier, open_disruption(seen.supplier)
    today = _today(seen)
    return Facts(
        today=today,
        cells=seen.of_service(service) if service else seen.whole(),
        measures=measures.of(supplier, service=service, at=seen.at),
        points=seen.said.points,
        worsened_on=_worsened_on(seen),
        usual_lead_days=supplier.usual_lead_days,
        exceptions=_exceptions(disruption),
        verified=_verified(disruption),
    )


def seen_signs(seen: Picture) -> tuple[Sign, ...]:
    """Return the ten signs, from how the wording moved in the weeks before the newest word."""
    days = [one.told_on for one in seen.standing.statements]
    since = max(days, default=_today(seen)) - SIGNS_WITHIN
    return signs(
        Wording(
            since=since,
            before=_stood_on(seen, since),
            now=seen.standing.statements,
            points=seen.said.points,
            seen=_displays(seen),
        )
    )


def _stood_on(seen: Picture, day: date) -> tuple[Statement, ...]:
    """Return what stood when nothing newer than a day had been told."""
    pages: dict[int, list[PageReading]] = defaultdict(list)
    for reading in seen.said.readings:
        if max((one.told_on for one in reading.statements), default=day) <= day:
            pages[reading.page].append(reading)
    return standing(one for found in pages.values() for one in still_said(found)).statements


def latest_decision(supplier: Supplier, *, service: str = "", at: datetime) -> StageDecision | None:
    """Return the decision that counts at a moment. None: nobody has decided since the last stop."""
    rows = StageDecision.objects.filter(
        supplier=supplier, service=service, domain="", decided_at__lte=at
    )
    return rows.select_related("decided_by").order_by("-decided_at", "-pk").first()


def open_disruption(supplier: Supplier) -> Disruption | None:
    found = Disruption.objects.open().filter(supplier=supplier)
    return found.order_by("-started_at", "-pk").first()


def decide(
    seen: Picture,
    stage: RecoveryStage,
    *,
    mark: str,
    reason: str,
    by: User,
    service: str = "",
) -> StageDecision:
    """Write down the stage that a person decided on what was shown to them.

    Raises: OutdatedProposalError when more has become known since.
    """
    found = recovery(seen, service=service)
    if found.mark != mark:
        raise OutdatedProposalError
    with transaction.atomic():
        decision = StageDecision.objects.create(
            workspace=seen.supplier.workspace,
            supplier=seen.supplier,
            disruption=found.disruption,
            service=service,
            stage=stage,
            proposed=found.assessment.proposed or "",
            reason=reason,
            evidence=shown(found.assessment),
            decided_by=by,
            decided_at=seen.at,
        )
        audit.record(
            "stage.decided",
            decision,
            actor=Actor.person(by),
            now=seen.at,
            workspace=seen.supplier.workspace,
            before={"stage": found.stage},
            after={
                "supplier": seen.supplier.name,
                "service": service,
                "stage": stage,
                "proposed": found.assessment.proposed,
                "shown": mark,
            },
            reason=reason,
        )
        states.tell(seen.supplier)
    return decision


def shown(found: Assessment) -> list[dict[str, Any]]:
    """Return the findings as they are kept with a decision."""
    return [
        {
            "stage": rung.stage,
            "condition": finding.condition,
            "is_met": finding.is_met,
            "evidence": [_plain(piece) for piece in finding.evidence],
        }
        for rung in found.rungs
        for finding in rung.findings
    ]


def mark_of(found: Assessment) -> str:
    lines = [f"{one['condition']} {one['is_met']} {one['evidence']}" for one in shown(found)]
    return sha256("\n".join([str(found.proposed), *lines]).encode()).hexdigest()[:16]


def _plain(piece: Evidence) -> dict[str, Any]:
    return {
        "text": piece.text,
        "on": piece.on.isoformat(),
        "claim": piece.claim,
        "measure": piece.measure,
    }


def _zone(seen: Picture) -> ZoneInfo:
    return ZoneInfo(seen.supplier.workspace.time_zone)


def _today(seen: Picture) -> date:
    return seen.at.astimezone(_zone(seen)).date()


def _worsened_on(seen: Picture) -> date | None:
    moments = [worsened_at(seen.history[domain]) for domain in MAIN if domain in seen.history]
    worst = max((one for one in moments if one), default=None)
    return worst.astimezone(_zone(seen)).date() if worst else None


def _exceptions(disruption: Disruption | None) -> tuple[str, ...]:
    if disruption is None:
        return ()
    rows = ResidualException.objects.filter(disruption=disruption, settled_at=None)
    return tuple(rows.order_by("opened_at", "pk").values_list("text", flat=True))


def _verified(disruption: Disruption | None) -> frozenset[VerificationKind] | None:
    """Return what was confirmed after an attack. None: it was no attack, as far as is known."""
    if disruption is None or not disruption.is_attack:
        return None
    kinds = Verification.objects.filter(disruption=disruption).values_list("kind", flat=True)
    return frozenset(VerificationKind(kind) for kind in kinds)


def _displays(seen: Picture) -> tuple[Evidence, ...]:
    """Return our own looks that found delivery dates or stock shown."""
    rows = TimelineRecord.objects.filter(
        supplier=seen.supplier,
        kind=RecordKind.OBSERVATION,
        observed__in=[Observed.DELIVERY_DATE, Observed.STOCK],
        result=ObservedResult.WORKS,
        happened_at__lte=seen.at,
        corrections=None,
    )
    zone = _zone(seen)
    return tuple(
        Evidence(
            row.body or str(row.get_observed_display()),
            row.happened_at.astimezone(zone).date(),
            measure=row.pk,
        )
        for row in rows.order_by("happened_at", "pk")
    )
