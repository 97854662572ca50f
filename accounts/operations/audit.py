"""The audit chain: every entry carries the hash of the one before it in its workspace."""

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction

from accounts.models import AuditAnchor, AuditEntry, User, Workspace

GENESIS = "0" * 64  # what the first entry of a chain names as its predecessor
OUTSIDE_CHAIN_LOCK = 7_061_962  # any number that no other advisory lock of ours has


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a signed-in person, or a task that works for nobody in particular."""

    label: str
    user: User | None = None

    @classmethod
    def person(cls, user: User) -> "Actor":
        return cls(label=str(user)[:120], user=user)

    @classmethod
    def of(cls, user: User | AnonymousUser) -> "Actor":
        """Return who asks: the signed-in person, or nobody in particular."""
        return cls.person(user) if isinstance(user, User) else cls(label="nobody signed in")

    @classmethod
    def task(cls, name: str) -> "Actor":
        return cls(label=f"task {name}")


@dataclass(frozen=True, slots=True)
class Anchor:
    """The head of a chain: if both still hold later, nothing before it has changed."""

    sequence: int
    head_hash: str


class BrokenChainError(Exception):
    """The first entry that does not fit its chain."""

    def __init__(self, entry: AuditEntry, fault: str) -> None:
        super().__init__(f"entry {entry.sequence} ({entry.action}, {entry.target}): {fault}")
        self.entry = entry


class MissingTailError(Exception):
    """A head was exported that lies beyond the end of the chain: entries were cut off."""

    def __init__(self, length: int, exported: int) -> None:
        super().__init__(f"the chain ends at entry {length}, but entry {exported} was exported")


def record(  # noqa: PLR0913 - an audit entry has as many parts as the law asks for
    action: str,
    target: models.Model | str,
    *,
    actor: Actor,
    now: datetime,
    workspace: Workspace | None = None,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    reason: str = "",
) -> AuditEntry:
    """Append an entry. Must run inside the transaction of the change that it tells.

    Raises: TransactionManagementError outside a transaction, so that no act goes unrecorded.
    """
    _lock(workspace)
    last = AuditEntry.objects.of_chain(workspace).last()
    entry = AuditEntry(
        workspace=workspace,
        sequence=last.sequence + 1 if last else 1,
        acted_at=now,
        actor=actor.user,
        actor_label=actor.label,
        action=action,
        target=name_of(target),
        before=_plain(before),
        after=_plain(after),
        reason=reason,
        previous_hash=last.own_hash if last else GENESIS,
    )
    entry.own_hash = digest(entry)
    entry.save(force_insert=True)
    return entry


def name_of(target: models.Model | str) -> str:
    """Return how the chain names a row; what has no row (an unknown address) is named in words."""
    return target if isinstance(target, str) else f"{target._meta.label_lower}:{target.pk}"


def digest(entry: AuditEntry) -> str:
    """Return the hash over everything an entry says and the hash before it."""
    said = [
        entry.workspace_id,
        entry.sequence,
        entry.acted_at.astimezone(UTC).isoformat(timespec="microseconds"),
        entry.actor_id,
        entry.actor_label,
        entry.action,
        entry.target,
        entry.before,
        entry.after,
        entry.reason,
        entry.previous_hash,
    ]
    return sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def verify(workspace: Workspace | None, *, outside: Collection[Anchor] = ()) -> int:
    """Walk one chain and return its length. `outside` holds heads that were kept elsewhere.

    Raises: BrokenChainError at the first entry that was changed, removed, inserted or moved, or
        that is not what an exported head said; MissingTailError where the chain is shorter now.
    """
    previous_hash, count = GENESIS, 0
    heads = _exported_heads(workspace, outside)
    for entry in AuditEntry.objects.of_chain(workspace).iterator():
        count += 1
        if fault := _fault(entry, count, previous_hash, heads.pop(count, set())):
            raise BrokenChainError(entry, fault)
        previous_hash = entry.own_hash
    if heads:
        raise MissingTailError(count, max(heads))
    return count


def head(workspace: Workspace | None) -> Anchor | None:
    """Return the newest entry of a chain as it can be kept elsewhere. None: the chain is empty."""
    last = AuditEntry.objects.of_chain(workspace).last()
    return Anchor(last.sequence, last.own_hash) if last else None


def record_export(
    workspace: Workspace | None, anchor: Anchor, *, exported_to: str, now: datetime
) -> None:
    """Remember which head was handed to whom."""
    AuditAnchor.objects.create(
        workspace=workspace,
        sequence=anchor.sequence,
        head_hash=anchor.head_hash,
        exported_at=now,
        exported_to=exported_to[:200],
    )


def chains() -> Iterator[Workspace | None]:
    """Yield every chain's workspace; None is the chain outside all workspaces."""
    yield None
    yield from Workspace.objects.order_by("pk")


def _fault(entry: AuditEntry, count: int, previous_hash: str, heads: set[str]) -> str:
    """Return what is wrong with the entry in its place; nothing when it fits."""
    if entry.sequence != count:
        return f"entry {count} is missing before it"
    if entry.previous_hash != previous_hash:
        return "it does not follow the entry before it"
    if entry.own_hash != digest(entry):
        return "its content was changed after it was written"
    if heads - {entry.own_hash}:
        return "it differs from the head that was exported"
    return ""


def _exported_heads(
    workspace: Workspace | None, outside: Collection[Anchor]
) -> dict[int, set[str]]:
    """Return the hashes that were exported, by the sequence of their entry."""
    heads: dict[int, set[str]] = {}
    for anchor in outside:
        heads.setdefault(anchor.sequence, set()).add(anchor.head_hash)
    kept = AuditAnchor.objects.filter(workspace=workspace)
    for sequence, head_hash in kept.values_list("sequence", "head_hash"):
        heads.setdefault(sequence, set()).add(head_hash)
    return heads


def _lock(workspace: Workspace | None) -> None:
    """Let one writer at a time append to a chain.

    NO KEY: rows that point to the workspace may be inserted meanwhile.
    """
    if workspace is not None:
        Workspace.objects.select_for_update(no_key=True).get(pk=workspace.pk)
        return
    connection = transaction.get_connection()
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("an audit entry needs a transaction")
    if connection.vendor == "postgresql":  # SQLite has one writer at a time anyway
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [OUTSIDE_CHAIN_LOCK])


def _plain(values: dict[str, Any] | None) -> dict[str, Any] | None:
    """Return what the database will give back, so that the hash can be checked later."""
    if values is None:
        return None
    plain: dict[str, Any] = json.loads(json.dumps(values, cls=DjangoJSONEncoder))
    return plain
