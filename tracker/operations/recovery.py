"""The recovery stage of a supplier: proposed from what is known, decided by a person."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

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
    unmeasured,
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
    StageCondition,
)
from tracker.models import Disruption, StageDecision, TimelineRecord
from tracker.operations import states
from tracker.operations.ground import Ground, ground_of
from tracker.operations.pictures import Picture

SIGNS_WITHIN = timedelta(days=14)  # how far back the wording is compared
MAIN = (ServiceDomain.ORDERS, ServiceDomain.SHIPPING)


class OutdatedProposalError(Exception):
    """What was shown when the decision was made is no longer what is known."""


class UnmeasuredStageError(Exception):
    """A stage above what was measured; `missing` are the checks that nobody has made yet."""

    def __init__(self, missing: tuple[StageCondition, ...]) -> None:
        super().__init__(", ".join(missing))
        self.missing = missing


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


def recovery(seen: Picture, *, service: str = "", ground: Ground | None = None) -> Recovery:
    """Judge a supplier, or one of its services, as it is seen. `ground` None: it is loaded."""
    ground = ground or ground_of(seen)
    known = facts(seen, service=service, ground=ground)
    found = assess(known)
    decision = ground.decision(service)
    stages = {domain: assess_domain(cell, known) for domain, cell in known.cells.items()}
    return Recovery(
        assessment=found,
        decision=decision,
        disruption=ground.disruption,
        is_relapse=is_relapse(RecoveryStage(decision.stage) if decision else None, found),
        domains={domain: stage for domain, stage in stages.items() if stage},
        out_of_order=out_of_order(known.cells),
    )


def facts(seen: Picture, *, service: str = "", ground: Ground | None = None) -> Facts:
    """Return everything a stage is judged by. `ground` None: it is loaded."""
    ground = ground or ground_of(seen)
    return Facts(
        today=seen.today,
        cells=seen.of_service(service) if service else seen.whole(),
        measures=ground.measures(service, today=seen.today),
        points=seen.said.points,
        worsened_on=_worsened_on(seen),
        usual_lead_days=seen.supplier.usual_lead_days,
        exceptions=tuple(one.text for one in ground.exceptions),
        verified=ground.verified,
    )


def seen_signs(seen: Picture) -> tuple[Sign, ...]:
    """Return the ten signs, from how the wording moved in the weeks before the newest word."""
    days = [one.told_on for one in seen.standing.statements]
    since = max(days, default=seen.today) - SIGNS_WITHIN
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

    Raises: OutdatedProposalError when more has become known since; UnmeasuredStageError when the
        stage is above what was measured, for an announcement alone moves nothing.
    """
    found = recovery(seen, service=service)
    if found.mark != mark:
        raise OutdatedProposalError
    if missing := unmeasured(stage, found.assessment):
        raise UnmeasuredStageError(missing)
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


def _worsened_on(seen: Picture) -> date | None:
    moments = [worsened_at(seen.history[domain]) for domain in MAIN if domain in seen.history]
    worst = max((one for one in moments if one), default=None)
    return worst.astimezone(seen.zone).date() if worst else None


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
    zone = seen.zone
    return tuple(
        Evidence(
            row.body or str(row.get_observed_display()),
            row.happened_at.astimezone(zone).date(),
            measure=row.pk,
        )
        for row in rows.order_by("happened_at", "pk")
    )
