"""Claiming a server: one reader at a time, fenced by a token."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Exists, F, OuterRef, Q

from tracker.models import Host, Page

RING_AGAIN = timedelta(seconds=60)
SEVERAL_CLAIMS = 2  # claims without an end: something in the batch kills its reader
TOO_MANY_CLAIMS = 4


class LostLeaseError(Exception):
    """Another worker has claimed the host meanwhile; what was read is thrown away."""


def ring(*, now: datetime, limit: int = 500) -> list[tuple[int, bool]]:
    """Choose free hosts with something due and note that a worker is sent to each.

    A host that was rung lately is left alone: its message is still in the queue. Rings are
    repeated after RING_AGAIN, since a message may be lost.

    Shapes: one (host id, is any due page heavy) per host, the longest waiting first.
    """
    due_pages = Page.objects.filter(host=OuterRef("pk")).due(now=now)
    quiet = Q(rung_at=None) | Q(rung_at__lte=now - RING_AGAIN)
    hosts = Host.objects.free(now=now).filter(quiet, Exists(due_pages))
    heavy = Exists(due_pages.filter(is_heavy=True))
    chosen = list(
        hosts.annotate(has_heavy=heavy)
        .order_by("not_before", "pk")
        .values_list("pk", "has_heavy")[:limit]
    )
    Host.objects.filter(pk__in=[pk for pk, _ in chosen]).update(rung_at=now)
    return chosen


def claim(host_id: int, *, now: datetime) -> Host | None:
    """Take the host for this run. None means that it is taken, or not to be asked yet."""
    free = Host.objects.filter(pk=host_id).free(now=now)
    taken = free.update(
        lease_until=now + settings.POLL_LEASE,
        lease_token=F("lease_token") + 1,
        claim_count=F("claim_count") + 1,
    )
    return Host.objects.get(pk=host_id) if taken else None


def renew(host: Host, *, now: datetime) -> None:
    """Make the lease last on, once a third of it has passed.

    Raises: LostLeaseError when a later claim has raised the token.
    """
    if host.lease_until and host.lease_until - now > settings.POLL_LEASE * 2 / 3:
        return
    host.lease_until = now + settings.POLL_LEASE
    ours = Host.objects.filter(pk=host.pk, lease_token=host.lease_token)
    if not ours.update(lease_until=host.lease_until):
        raise LostLeaseError(f"{host} was claimed by another worker")


def hold(host: Host) -> None:
    """Make sure, inside the transaction that writes, that the host is still ours.

    Raises: LostLeaseError when a later claim has raised the token.
    """
    current = Host.objects.select_for_update().only("lease_token").get(pk=host.pk)
    if current.lease_token != host.lease_token:
        raise LostLeaseError(f"{host} was claimed by another worker")


def release(host: Host, *, not_before: datetime) -> None:
    """Give the host back, unless a later claim already has it."""
    ours = Host.objects.filter(pk=host.pk, lease_token=host.lease_token)
    ours.update(lease_until=None, not_before=not_before, claim_count=0, rung_at=None)
