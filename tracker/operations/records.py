"""What people put on a timeline. Nothing is edited: a correction is a record of its own."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.models import User
from accounts.operations import audit
from accounts.operations.audit import Actor
from tracker.enums import Agreement, Observed, ObservedResult, RecordKind
from tracker.models import Change, Disruption, Supplier, TimelineRecord


@dataclass(frozen=True, slots=True)
class Draft:
    """A record as a person writes it. Empty strings and None mean: not said."""

    kind: RecordKind
    happened_at: datetime
    body: str = ""
    observed: Observed | str = ""
    result: ObservedResult | str = ""
    retry_at: datetime | None = None
    agreement: Agreement | str = ""
    change: Change | None = None
    corrects: TimelineRecord | None = None


def add(supplier: Supplier, draft: Draft, *, author: User, now: datetime) -> TimelineRecord:
    """Put a record on the supplier's timeline, under its open disruption if there is one."""
    opened = Disruption.objects.open().filter(supplier=supplier).order_by("-started_at", "-pk")
    with transaction.atomic():
        record = TimelineRecord.objects.create(
            workspace=supplier.workspace,
            supplier=supplier,
            disruption=opened.first(),
            kind=draft.kind,
            happened_at=draft.happened_at,
            recorded_at=now,
            author=author,
            body=draft.body,
            observed=draft.observed,
            result=draft.result,
            retry_at=draft.retry_at,
            agreement=draft.agreement,
            change=draft.change,
            corrects=draft.corrects,
        )
        audit.record(
            "record.added",
            record,
            actor=Actor.person(author),
            now=now,
            workspace=supplier.workspace,
            after={
                "supplier": supplier.name,
                "kind": draft.kind,
                "happened_at": draft.happened_at,
                "body": draft.body,
                "observed": draft.observed,
                "result": draft.result,
                "agreement": draft.agreement,
                "corrects": draft.corrects.pk if draft.corrects else None,
            },
        )
    return record
