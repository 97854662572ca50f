"""Heads of the audit chains in files, to be kept where the product cannot write."""

import csv
import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.enums import MessageUrgency, Role
from accounts.models import AuditAnchor, Membership, Workspace
from accounts.operations import audit, messages
from accounts.operations.audit import Anchor

COLUMNS = ("company", "sequence", "head_hash", "exported_at")
OUTSIDE = "-"  # the chain of acts that no company owns


def export(folder: Path, *, now: datetime) -> Path:
    """Write the present head of every chain into a new file and return it.

    Raises: OSError when the folder cannot be written.
    """
    path = folder / f"audit-heads-{now:%Y-%m-%dT%H%M%SZ}.csv"
    _write(path, now=now)
    return path


def export_daily(*, now: datetime) -> Path | None:
    """Write the heads into today's file and mail them to who answers. None: it is there already.

    Raises: OSError when the folder cannot be written.
    """
    path = settings.AUDIT_HEADS_DIR / f"audit-heads-{timezone.localdate(now)}.csv"
    if path.exists():
        return None
    try:
        heads = _write(path, now=now)
    except FileExistsError:
        return None  # another scheduler was faster
    for chain, head in heads:
        if chain is not None:
            _tell(chain, head, path, now=now)
    return path


def _write(path: Path, *, now: datetime) -> list[tuple[Workspace | None, Anchor]]:
    """Write a file that is either whole or not there, and remember what was exported."""
    heads = [(chain, head) for chain in _lasting() if (head := audit.head(chain))]
    draft = path.with_name(f".{path.name}.{uuid4().hex}")
    with draft.open("x", encoding="utf-8", newline="") as file:
        lines = csv.writer(file)
        lines.writerow(COLUMNS)
        for chain, head in heads:
            name = _name(chain)
            lines.writerow([name, head.sequence, head.head_hash, now.isoformat()])
        file.flush()
        os.fsync(file.fileno())
    try:
        path.hardlink_to(draft)
    finally:
        draft.unlink()
    for chain, head in heads:
        audit.record_export(chain, head, exported_to=str(path), now=now)
    return heads


def _lasting() -> Iterator[Workspace | None]:
    """Yield the chains that never begin anew; a sample company's does at every reset."""
    return (chain for chain in audit.chains() if chain is None or not chain.is_sample)


def _tell(chain: Workspace, head: Anchor, path: Path, *, now: datetime) -> None:
    """Mail a head to managers and administrators, unless nothing was done since the last one."""
    before = AuditAnchor.objects.filter(workspace=chain, exported_at__lt=now)
    last = before.order_by("-exported_at", "-pk").values_list("sequence", flat=True).first()
    if last == head.sequence:
        return
    answering = Membership.objects.current().filter(
        workspace=chain, role__in=[Role.MANAGER, Role.ADMINISTRATOR]
    )
    said = {"sequence": head.sequence, "head_hash": head.head_hash, "file": path.name}
    messages.tell(
        answering.select_related("user", "workspace"),
        urgency=MessageUrgency.TODAY,
        subject=_("Audit record: today's mark"),
        body=format_lazy(
            _(
                "Entry {sequence} has the mark {head_hash}. Keep this mail: with it anybody can "
                "prove later that no entry up to this one was changed. File: {file}"
            ),
            **said,
        ),
        path=f"{chain.path}messages/",
        cause=f"audit-head:{timezone.localdate(now)}",
        now=now,
    )


def read(folder: Path) -> dict[str, list[Anchor]]:
    """Return the heads of every file in the folder, by the chain's name.

    Raises: ValueError when a file is not one of ours; OSError when it cannot be read.
    """
    found: dict[str, list[Anchor]] = {}
    for path in sorted(folder.glob("audit-heads-*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for line in csv.DictReader(file):
                anchor = _anchor(path, line)
                found.setdefault(line["company"], []).append(anchor)
    return found


def of_chain(heads: dict[str, list[Anchor]], chain: Workspace | None) -> list[Anchor]:
    return heads.get(_name(chain), [])


def _name(chain: Workspace | None) -> str:
    return chain.slug if chain else OUTSIDE


def _anchor(path: Path, line: dict[str, str]) -> Anchor:
    if set(line) != set(COLUMNS):
        raise ValueError(f"{path} is no list of audit heads")
    return Anchor(int(line["sequence"]), line["head_hash"])
