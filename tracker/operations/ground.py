"""What a supplier's stage is judged on beside its own words: loaded once for all its services."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from tracker.domain.stage_facts import Measure
from tracker.enums import VerificationKind
from tracker.models import (
    Disruption,
    MeasuredCheck,
    ResidualException,
    StageDecision,
    Verification,
)
from tracker.operations import measures
from tracker.operations.pictures import Picture


@dataclass(frozen=True, slots=True)
class Ground:
    """Everything as known at the moment of the picture. None: no disruption is under way.

    Shapes: `exceptions` open ones, `checks` by the day they were placed, `beside` what was proved
        without them, `decisions` newest first.
    """

    disruption: Disruption | None
    exceptions: tuple[ResidualException, ...]
    verifications: tuple[Verification, ...]
    checks: tuple[MeasuredCheck, ...]
    beside: tuple[Measure, ...]
    decisions: tuple[StageDecision, ...]

    @property
    def verified(self) -> frozenset[VerificationKind] | None:
        """What was confirmed after an attack. None: it was no attack, as far as is known."""
        if self.disruption is None or not self.disruption.is_attack:
            return None
        return frozenset(VerificationKind(one.kind) for one in self.verifications)

    def decision(self, service: str) -> StageDecision | None:
        """Return the decision that counts. None: nobody has decided."""
        return next((one for one in self.decisions if one.service == service), None)

    def checks_of(self, service: str) -> Sequence[MeasuredCheck]:
        """Return the test orders that prove something of a service; "" is the supplier as a whole.

        An order of no named brand went through the shop that all of them share.
        """
        if not service:
            return self.checks
        return [one for one in self.checks if one.service in ("", service)]

    def measures(self, service: str, *, today: date) -> tuple[Measure, ...]:
        """Return everything that was proved or disproved of a service, oldest first."""
        found = [*measures.tested(self.checks_of(service)), *self.beside]
        return measures.by_day(found, today=today)


def ground_of(seen: Picture) -> Ground:
    """Load everything, in six queries."""
    disruption = disruption_at(seen)
    decisions = StageDecision.objects.filter(
        supplier=seen.supplier, domain="", decided_at__lte=seen.at
    )
    checks = MeasuredCheck.objects.filter(supplier=seen.supplier).select_related("recorded_by")
    return Ground(
        disruption=disruption,
        exceptions=_exceptions(disruption, seen),
        verifications=_verifications(disruption, seen),
        checks=tuple(checks.order_by("placed_on", "pk")),
        beside=tuple(measures.beside(seen.supplier, at=seen.at)),
        decisions=tuple(decisions.select_related("decided_by").order_by("-decided_at", "-pk")),
    )


def disruption_at(seen: Picture) -> Disruption | None:
    found = Disruption.objects.open_at(seen.at).filter(supplier=seen.supplier, merged_into=None)
    return found.select_related("owner").order_by("-started_at", "-pk").first()


def _exceptions(disruption: Disruption | None, seen: Picture) -> tuple[ResidualException, ...]:
    if disruption is None:
        return ()
    unsettled = Q(settled_at=None) | Q(settled_at__gt=seen.at)
    rows = ResidualException.objects.filter(
        unsettled, disruption=disruption, opened_at__lte=seen.at
    )
    return tuple(rows.select_related("opened_by").order_by("opened_at", "pk"))


def _verifications(disruption: Disruption | None, seen: Picture) -> tuple[Verification, ...]:
    if disruption is None:
        return ()
    rows = Verification.objects.filter(disruption=disruption, confirmed_at__lte=seen.at)
    return tuple(rows.select_related("confirmed_by").order_by("confirmed_at", "pk"))
