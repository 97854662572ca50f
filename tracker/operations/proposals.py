"""What follows by itself when a supplier's page says stopped: a proposal, or a relapse."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.enums import MessageUrgency
from accounts.operations import audit, messages
from accounts.operations.audit import Actor
from tracker.enums import DisruptionEventKind, Level, ServiceDomain
from tracker.models import Claim, Disruption, DisruptionEvent, DisruptionProposal, Supplier
from tracker.operations import alarms
from tracker.operations.pictures import Picture

# A stop of these keeps a buyer from buying; a fax line alone is no disruption.
GRAVE = (
    ServiceDomain.ORDERS,
    ServiceDomain.SHIPPING,
    ServiceDomain.SALES,
    ServiceDomain.PAYMENT,
    ServiceDomain.DATA_SHARE,
)
RELAPSE_WITHIN = timedelta(days=60)  # a later stop is a disruption of its own


def follow(seen: Picture, *, now: datetime) -> list[int]:
    """Propose a disruption, or open the last one again, if something grave has stopped."""
    claim = _grave_claim(seen)
    if claim is None or Disruption.objects.open().filter(supplier=seen.supplier).exists():
        return []
    if closed := _just_closed(seen.supplier, claim, now):
        return _reopen(closed, claim, now)
    return _propose(seen.supplier, claim, now)


def _grave_claim(seen: Picture) -> Claim | None:
    """Return the claim that says so. None: nothing grave has stopped, or only we say so."""
    for domain in GRAVE:
        found = seen.cells.get((domain, ""))
        if found and found.said.level is Level.DOWN and found.cell.level is Level.DOWN:
            return Claim.objects.select_related("reading").get(pk=found.said.deciding[0].key)
    return None


def _just_closed(supplier: Supplier, claim: Claim, now: datetime) -> Disruption | None:
    """Return the last disruption if it was closed lately and the claim came after that."""
    closed = Disruption.objects.filter(supplier=supplier, merged_into=None)
    last = closed.order_by("-closed_at", "-pk").first()
    if last is None or last.closed_at is None or last.closed_at < now - RELAPSE_WITHIN:
        return None
    return last if claim.reading.taken_at > last.closed_at else None


def _reopen(disruption: Disruption, claim: Claim, now: datetime) -> list[int]:
    supplier, closed_at = disruption.supplier, disruption.closed_at
    actor = Actor.task("digest_readings")
    Disruption.objects.filter(pk=disruption.pk).update(closed_at=None, recovered_at=None)
    DisruptionEvent.objects.create(
        disruption=disruption,
        kind=DisruptionEventKind.REOPENED,
        happened_at=now,
        recorded_at=now,
        note=claim.evidence[:300],
    )
    audit.record(
        "disruption.reopened",
        disruption,
        actor=actor,
        now=now,
        workspace=disruption.workspace,
        before={"closed_at": closed_at},
        after={"claim": claim.evidence},
    )
    return messages.tell(
        alarms.members_for(supplier, ServiceDomain(claim.domain)),
        urgency=MessageUrgency.NOW,
        subject=format_lazy(_("[Stopped again] {supplier}"), supplier=supplier.name),
        body=format_lazy(
            _(
                "The disruption “{title}” is open again.\n"
                "{act}\n\n"
                "The supplier's own words:\n{words}"
            ),
            title=disruption.title,
            act=alarms.ACTS[Level.DOWN],
            words=claim.evidence,
        ),
        path=alarms.path_of(supplier),
        cause=f"relapse:{disruption.pk}:{claim.pk}",
        now=now,
    )


def _propose(supplier: Supplier, claim: Claim, now: datetime) -> list[int]:
    """Propose once per claim: what was refused is not proposed again."""
    known = DisruptionProposal.objects.filter(
        supplier=supplier, claim__fingerprint=bytes(claim.fingerprint)
    )
    if known.exists():
        return []
    try:
        with transaction.atomic():
            DisruptionProposal.objects.create(
                workspace=supplier.workspace, supplier=supplier, claim=claim, proposed_at=now
            )
    except IntegrityError:  # one is waiting already
        return []
    return messages.tell(
        alarms.members_for(supplier, ServiceDomain(claim.domain)),
        urgency=MessageUrgency.NOW,
        subject=format_lazy(_("[Stopped] {supplier}: open a disruption?"), supplier=supplier.name),
        body=format_lazy(
            _(
                "{domain} of {supplier} has stopped, says the supplier.\n"
                "Open a disruption and take charge, or say why it does not concern you.\n\n"
                "The supplier's own words:\n{words}"
            ),
            domain=claim.get_domain_display(),
            supplier=supplier.name,
            words=claim.evidence,
        ),
        path=alarms.path_of(supplier),
        cause=f"proposal:{supplier.pk}:{claim.pk}",
        now=now,
    )
