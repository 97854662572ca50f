"""The feed addresses of a member."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from accounts.models import Membership
from accounts.operations import audit
from accounts.operations.audit import Actor


def revoke(membership: Membership, *, now: datetime) -> None:
    """Make every feed address of the member worthless; new ones carry the next version."""
    with transaction.atomic():
        Membership.objects.filter(pk=membership.pk).update(feed_version=F("feed_version") + 1)
        audit.record(
            "feeds.revoked",
            membership,
            actor=Actor.person(membership.user),
            now=now,
            workspace=membership.workspace,
        )
