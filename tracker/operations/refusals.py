"""What the gate refused to a person: a sentence for them, and an entry in the audit record."""

from datetime import datetime

from django.db import transaction

from accounts.models import Workspace
from accounts.operations import audit
from accounts.operations.audit import Actor


def record(
    workspace: Workspace, address: str, problem: str, *, actor: Actor, now: datetime
) -> None:
    """Note that an address was refused; `problem` is a value of UrlProblem or FetchReason."""
    with transaction.atomic():
        audit.record(
            "source.refused",
            address[:80],
            actor=actor,
            now=now,
            workspace=workspace,
            after={"url": address[:300], "problem": problem},
        )
