"""What a person does with discrepancies: settle, note, take over, undo; one or many at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.db import transaction

from accounts.models import User, Workspace
from accounts.operations import audit
from accounts.operations.audit import Actor
from reconciliation.enums import (
    UNSETTLED_STATES,
    DecisionKind,
    DiscrepancyState,
    Resolution,
)
from reconciliation.models import Discrepancy, DiscrepancyEntry

LIMIT = 1_000  # discrepancies settled by one act
CODES = {
    DecisionKind.SETTLED: "discrepancy.settled",
    DecisionKind.NOTED: "discrepancy.noted",
    DecisionKind.ASSIGNED: "discrepancy.assigned",
}


class NothingToDoError(Exception):
    """Somebody else, or the match, was faster: nothing of it can be done any more."""


@dataclass(frozen=True)
class Act:
    """One thing done to some discrepancies; `key` undoes all of it."""

    key: str
    count: int
    amount: int


@dataclass(frozen=True)
class Doer:
    """Who acts, where, and when."""

    workspace: Workspace
    user: User
    now: datetime


def settle(ids: Sequence[int], doer: Doer, *, resolution: Resolution, reason: str = "") -> Act:
    """Settle open and waiting discrepancies; those that are no longer so are left alone.

    Raises: NothingToDoError.
    """
    return _act(
        ids,
        doer,
        kind=DecisionKind.SETTLED,
        after={"state": DiscrepancyState.SETTLED.value, "resolution": resolution.value},
        reason=reason,
    )


def take_over(ids: Sequence[int], doer: Doer, *, owner: User | None) -> Act:
    """Give discrepancies to a person; None: to nobody."""
    after = {"owner": owner.pk if owner else None}
    return _act(ids, doer, kind=DecisionKind.ASSIGNED, after=after, reason="")


def note(discrepancy: Discrepancy, doer: Doer, *, text: str) -> DiscrepancyEntry:
    """Append a note; it stays whatever the match says later."""
    with transaction.atomic():
        entry = DiscrepancyEntry.objects.create(
            discrepancy=discrepancy,
            kind=DecisionKind.NOTED,
            made_at=doer.now,
            made_by=doer.user,
            reason=text,
            act=uuid4().hex,
        )
        _audit(DecisionKind.NOTED, [discrepancy], doer, after=None, reason=text)
    return entry


def undo(act: str, doer: Doer) -> int:
    """Take back what was done at once, wherever nothing has happened since; return how many.

    Raises: NothingToDoError.
    """
    kinds = [DecisionKind.SETTLED, DecisionKind.ASSIGNED]
    entries = DiscrepancyEntry.objects.filter(
        act=act, kind__in=kinds, undone_by=None, discrepancy__workspace=doer.workspace
    )
    with transaction.atomic():
        held = [entry for entry in entries.select_related("discrepancy") if _still_stands(entry)]
        if not held:
            raise NothingToDoError
        for entry in held:
            _take_back(entry, doer)
        audit.record(
            "discrepancy.undone",
            held[0].discrepancy,
            actor=Actor.person(doer.user),
            now=doer.now,
            workspace=doer.workspace,
            after={"count": len(held)},
        )
    return len(held)


def _still_stands(entry: DiscrepancyEntry) -> bool:
    told = entry.after or {}
    mine = entry.discrepancy
    if entry.kind == DecisionKind.ASSIGNED:
        return bool(mine.owner_id == told["owner"])
    return bool(mine.state == told["state"])


def _take_back(entry: DiscrepancyEntry, doer: Doer) -> None:
    before = entry.before or {}
    changes = {"owner_id": before["owner"]} if "owner" in before else {"state": before["state"]}
    Discrepancy.objects.filter(pk=entry.discrepancy_id).update(**changes, changed_at=doer.now)
    DiscrepancyEntry.objects.create(
        discrepancy_id=entry.discrepancy_id,
        kind=DecisionKind.UNDONE,
        made_at=doer.now,
        made_by=doer.user,
        before=entry.after,
        after=entry.before,
        undoes=entry,
    )


def _act(
    ids: Sequence[int],
    doer: Doer,
    *,
    kind: DecisionKind,
    after: dict[str, Any],
    reason: str,
) -> Act:
    key = uuid4().hex
    with transaction.atomic():
        mine = Discrepancy.objects.in_workspace(doer.workspace).filter(pk__in=list(ids)[:LIMIT])
        found = list(mine.filter(state__in=UNSETTLED_STATES).select_for_update().order_by("pk"))
        if not found:
            raise NothingToDoError
        DiscrepancyEntry.objects.bulk_create(
            [_entry(each, doer, kind=kind, after=after, reason=reason, key=key) for each in found],
            batch_size=80,  # SQLite takes 999 parameters
        )
        changes = {"owner_id": after["owner"]} if "owner" in after else {"state": after["state"]}
        chosen = Discrepancy.objects.filter(pk__in=[each.pk for each in found])
        chosen.update(**changes, changed_at=doer.now)
        _audit(kind, found, doer, after=after, reason=reason)
    return Act(key, len(found), sum(each.amount for each in found))


def _entry(
    each: Discrepancy,
    doer: Doer,
    *,
    kind: DecisionKind,
    after: dict[str, Any],
    reason: str,
    key: str,
) -> DiscrepancyEntry:
    before = {"owner": each.owner_id} if "owner" in after else {"state": each.state}
    return DiscrepancyEntry(
        discrepancy=each,
        kind=kind,
        made_at=doer.now,
        made_by=doer.user,
        before=before,
        after=after,
        reason=reason,
        act=key,
    )


def _audit(
    kind: DecisionKind,
    found: Sequence[Discrepancy],
    doer: Doer,
    *,
    after: dict[str, Any] | None,
    reason: str,
) -> None:
    told = {"count": len(found), "amount": sum(each.amount for each in found)}
    audit.record(
        CODES[kind],
        found[0],
        actor=Actor.person(doer.user),
        now=doer.now,
        workspace=doer.workspace,
        after=told | (after or {}),
        reason=reason,
    )
