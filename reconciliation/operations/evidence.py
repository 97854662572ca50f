"""Evidence: kept as it came, described, linked, searched; changed only by adding a version."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import User, Workspace
from accounts.operations import audit
from accounts.operations.audit import Actor
from reconciliation.enums import EvidenceArea, EvidenceKind
from reconciliation.models import (
    Discrepancy,
    Evidence,
    EvidenceLink,
    EvidenceVersion,
    Order,
    StoredFile,
)
from tracker.models import Disruption, Supplier

RETENTION_YEARS = 10  # accounting books and important papers under the Companies Act
Target = Order | Discrepancy | Disruption


class AlreadyReplacedError(Exception):
    """Another piece of evidence stands in for this one already."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a piece of evidence shows. `amount` is in minor units; None: it shows none."""

    kind: EvidenceKind
    area: EvidenceArea
    title: str
    counterparty: str
    obtained_at: datetime
    obtained_from: str = ""
    dealt_on: date | None = None
    amount: int | None = None
    currency: str = "JPY"
    is_provisional: bool = False
    supplier: Supplier | None = None
    body: str = ""

    def columns(self) -> dict[str, Any]:
        """Return what the evidence row holds of it."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__ if name != "body"}

    def as_json(self) -> dict[str, Any]:
        values = asdict(self) | {"supplier": self.supplier.pk if self.supplier else None}
        values["obtained_at"] = self.obtained_at.isoformat()
        values["dealt_on"] = self.dealt_on.isoformat() if self.dealt_on else None
        return {name: value for name, value in values.items() if name != "body"}


@dataclass(frozen=True, slots=True)
class Search:
    """What is looked for; each condition narrows the last. None and empty: no condition."""

    since: date | None = None
    until: date | None = None
    at_least: int | None = None
    at_most: int | None = None
    counterparty: str = ""
    kind: str = ""
    area: str = ""


def add(
    workspace: Workspace, facts: Facts, *, file: StoredFile | None, by: User, now: datetime
) -> Evidence:
    """Keep a piece of evidence for as long as the law asks, counted from today."""
    with transaction.atomic():
        evidence = Evidence.objects.create(
            workspace=workspace, keep_until=years_later(now.date()), **facts.columns()
        )
        _append(evidence, facts, file=file, reason="", by=by, now=now)
        _tell("evidence.added", evidence, facts, by=by, now=now)
    return evidence


def revise(
    evidence: Evidence,
    facts: Facts,
    *,
    file: StoredFile | None,
    reason: str,
    by: User,
    now: datetime,
) -> EvidenceVersion:
    """Add a version; the ones before stay as they were. Without a file the last one stands."""
    with transaction.atomic():
        held = Evidence.objects.select_for_update().get(pk=evidence.pk)
        last = held.versions.order_by("-number").first()
        for name, value in facts.columns().items():
            setattr(held, name, value)
        held.version_count += 1
        held.save(update_fields=[*facts.columns(), "version_count"])
        kept = file or (last.file if last else None)
        version = _append(held, facts, file=kept, reason=reason, by=by, now=now)
        _tell("evidence.revised", held, facts, by=by, now=now, reason=reason)
    return version


def replace(old: Evidence, *, by_evidence: Evidence, by: User, now: datetime) -> None:
    """Say that the real paper has come for a provisional one. Both stay.

    Raises: AlreadyReplacedError.
    """
    with transaction.atomic():
        found = Evidence.objects.filter(pk=old.pk, replaced_by=None)
        if not found.update(replaced_by=by_evidence):
            raise AlreadyReplacedError
        audit.record(
            "evidence.replaced",
            old,
            actor=Actor.person(by),
            now=now,
            workspace=old.workspace,
            after={"replaced_by": by_evidence.pk},
        )


def link(evidence: Evidence, target: Target, *, by: User, now: datetime) -> EvidenceLink:
    """Attach a piece of evidence to what it speaks of; a second time changes nothing."""
    name = type(target)._meta.model_name or ""
    with transaction.atomic():
        made, is_new = EvidenceLink.objects.get_or_create(
            evidence=evidence,
            unlinked_at=None,
            **{name: target},
            defaults={"linked_by": by, "linked_at": now},
        )
        if is_new:
            _tell_link("evidence.linked", evidence, {name: target.pk}, by=by, now=now)
    return made


def unlink(link: EvidenceLink, *, by: User, now: datetime) -> bool:
    """Take evidence off what it was attached to; that it once was stays. False: it was off."""
    with transaction.atomic():
        found = EvidenceLink.objects.filter(pk=link.pk, unlinked_at=None)
        if not found.update(unlinked_at=now):
            return False
        names = ("order", "discrepancy", "disruption")
        told = {name: getattr(link, f"{name}_id") for name in names if getattr(link, f"{name}_id")}
        _tell_link("evidence.unlinked", link.evidence, told, by=by, now=now)
    return True


def of(target: Target) -> QuerySet[Evidence]:
    """Return what is attached to an order, a discrepancy or a disruption, oldest first."""
    linked = EvidenceLink.objects.filter(unlinked_at=None, evidence__isnull=False)
    links = linked.filter(**{type(target)._meta.model_name or "": target})
    found = Evidence.objects.filter(pk__in=links.values("evidence"))
    return found.order_by("obtained_at", "pk")


def search(workspace: Workspace, asked: Search) -> QuerySet[Evidence]:
    """Return the evidence that fits every condition, newest transaction first."""
    conditions = {
        "dealt_on__gte": asked.since,
        "dealt_on__lte": asked.until,
        "amount__gte": asked.at_least,
        "amount__lte": asked.at_most,
        "counterparty__icontains": asked.counterparty or None,
        "kind": asked.kind or None,
        "area": asked.area or None,
    }
    kept = {name: value for name, value in conditions.items() if value is not None}
    found = Evidence.objects.in_workspace(workspace).filter(**kept)
    return found.order_by("-dealt_on", "-obtained_at", "-pk")


def years_later(day: date) -> date:
    try:
        return day.replace(year=day.year + RETENTION_YEARS)
    except ValueError:  # 29 February
        return day.replace(year=day.year + RETENTION_YEARS, day=28)


def _append(
    evidence: Evidence,
    facts: Facts,
    *,
    file: StoredFile | None,
    reason: str,
    by: User,
    now: datetime,
) -> EvidenceVersion:
    return EvidenceVersion.objects.create(
        evidence=evidence,
        number=evidence.version_count,
        file=file,
        body=facts.body,
        details=facts.as_json(),
        reason=reason,
        recorded_by=by,
        recorded_at=now,
    )


def _tell_link(
    action: str, evidence: Evidence, target: dict[str, Any], *, by: User, now: datetime
) -> None:
    audit.record(
        action,
        evidence,
        actor=Actor.person(by),
        now=now,
        workspace=evidence.workspace,
        after=target,
    )


def _tell(
    action: str, evidence: Evidence, facts: Facts, *, by: User, now: datetime, reason: str = ""
) -> None:
    audit.record(
        action,
        evidence,
        actor=Actor.person(by),
        now=now,
        workspace=evidence.workspace,
        after=facts.as_json(),
        reason=reason,
    )
