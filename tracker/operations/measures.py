"""What our own orders and eyes proved about a supplier."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from accounts.operations import audit
from accounts.operations.audit import Actor
from tracker.domain.stage_facts import Measure
from tracker.enums import MeasureKind, Observed, ObservedResult, RecordKind
from tracker.models import MeasuredCheck, Supplier, TimelineRecord

STEPS = {
    "accepted_on": MeasureKind.ACCEPTED,
    "shipped_on": MeasureKind.SHIPPED,
    "delivered_on": MeasureKind.DELIVERED,
    "invoiced_on": MeasureKind.INVOICED,
    "mailed_on": MeasureKind.MAILED,
}
# An own look at these proves by itself what a test order would.
SEEN = {Observed.ONLINE_INVOICE: MeasureKind.INVOICED, Observed.MAIL: MeasureKind.MAILED}
SETTLED = frozenset({ObservedResult.WORKS, ObservedResult.FAILS})

# Higher floors add what the company's own orders prove: (supplier, since) -> measures.
OWN_ORDERS: list[Callable[[Supplier, date], list[Measure]]] = []


class UnknownStepError(Exception):
    """A step of a test order that the product does not know."""


def place(check: MeasuredCheck, *, actor: Actor, now: datetime) -> MeasuredCheck:
    """Begin a tracked test order."""
    with transaction.atomic():
        check.recorded_at = now
        check.save(force_insert=True)
        audit.record(
            "measured_check.placed",
            check,
            actor=actor,
            now=now,
            workspace=check.workspace,
            after={
                "supplier": check.supplier.name,
                "reference": check.reference,
                "goods": check.goods,
                "placed_on": check.placed_on,
                "promised_on": check.promised_on,
            },
        )
    return check


def note_steps(
    check: MeasuredCheck, steps: dict[str, date | None], *, note: str, actor: Actor, now: datetime
) -> None:
    """Write down how far a test order has come; a day once written is only set right with a note.

    Raises: UnknownStepError.
    """
    if unknown := set(steps) - {*STEPS, "failed_on"}:
        raise UnknownStepError(", ".join(sorted(unknown)))
    before = {name: getattr(check, name) for name in steps}
    with transaction.atomic():
        for name, on in steps.items():
            setattr(check, name, on)
        check.note = note
        check.save(update_fields=[*steps, "note"])
        audit.record(
            "measured_check.noted",
            check,
            actor=actor,
            now=now,
            workspace=check.workspace,
            before=before,
            after=dict(steps),
            reason=note,
        )


def of(
    supplier: Supplier,
    *,
    service: str = "",
    at: datetime,
) -> tuple[Measure, ...]:
    """Return everything that was proved or disproved by a moment, oldest first."""
    orders = _orders(supplier, service)
    return by_day([*tested(orders), *beside(supplier, at=at)], today=_today(supplier, at))


def tested(checks: Iterable[MeasuredCheck]) -> list[Measure]:
    """Return what test orders proved."""
    return [one for check in checks for one in measures_of(check)]


def beside(supplier: Supplier, *, at: datetime) -> list[Measure]:
    """Return what was proved without a test order: by our own eyes, by the company's orders."""
    zone = ZoneInfo(supplier.workspace.time_zone)
    ordered = [one for source in OWN_ORDERS for one in source(supplier, date.min)]
    return [*_seen(supplier, zone, at), *ordered]


def by_day(found: Iterable[Measure], *, today: date) -> tuple[Measure, ...]:
    """Return measures oldest first, without what is dated later."""
    return tuple(sorted((one for one in found if one.on <= today), key=lambda one: one.on))


def _today(supplier: Supplier, at: datetime) -> date:
    return at.astimezone(ZoneInfo(supplier.workspace.time_zone)).date()


def _orders(supplier: Supplier, service: str) -> list[MeasuredCheck]:
    checks = MeasuredCheck.objects.filter(supplier=supplier)
    if service:
        checks = checks.filter(service__in=["", service])
    return list(checks.order_by("placed_on", "pk"))


def measures_of(check: MeasuredCheck) -> list[Measure]:
    """Return what one test order proved; a failure disproves the step it did not reach."""
    text = f"{check.reference} {check.goods}"
    found = [
        Measure(kind, on, _is_as_promised(check, kind, on), text, check.pk, _lead_days(check, kind))
        for name, kind in STEPS.items()
        if (on := getattr(check, name))
    ]
    if check.failed_on:
        reached = {one.kind for one in found}
        failed = next((kind for kind in STEPS.values() if kind not in reached), None)
        if failed:
            found.append(Measure(failed, check.failed_on, is_good=False, text=text, key=check.pk))
    return found


def _is_as_promised(check: MeasuredCheck, kind: MeasureKind, on: date) -> bool:
    is_late = check.promised_on is not None and on > check.promised_on
    return not (kind is MeasureKind.DELIVERED and is_late)


def _lead_days(check: MeasuredCheck, kind: MeasureKind) -> int | None:
    if kind is not MeasureKind.DELIVERED or check.delivered_on is None:
        return None
    return (check.delivered_on - check.placed_on).days


def _seen(supplier: Supplier, zone: ZoneInfo, at: datetime) -> list[Measure]:
    rows = TimelineRecord.objects.filter(
        supplier=supplier,
        kind=RecordKind.OBSERVATION,
        observed__in=list(SEEN),
        result__in=list(SETTLED),
        happened_at__lte=at,
        corrections=None,
    )
    return [
        Measure(
            SEEN[Observed(row.observed)],
            row.happened_at.astimezone(zone).date(),
            row.result == ObservedResult.WORKS,
            row.body or str(row.get_observed_display()),
            row.pk,
        )
        for row in rows.order_by("happened_at", "pk")
    ]
