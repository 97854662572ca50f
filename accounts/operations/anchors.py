"""Heads of the audit chains in files, to be kept where the product cannot write."""

import csv
from datetime import datetime
from pathlib import Path

from accounts.models import Workspace
from accounts.operations import audit
from accounts.operations.audit import Anchor

COLUMNS = ("company", "sequence", "head_hash", "exported_at")
OUTSIDE = "-"  # the chain of acts that no company owns


def export(folder: Path, *, now: datetime) -> Path:
    """Write today's head of every chain into a new file and return it.

    Raises: OSError when the folder cannot be written.
    """
    heads = [(chain, head) for chain in audit.chains() if (head := audit.head(chain))]
    path = folder / f"audit-heads-{now:%Y-%m-%dT%H%M%SZ}.csv"
    with path.open("x", encoding="utf-8", newline="") as file:
        lines = csv.writer(file)
        lines.writerow(COLUMNS)
        for chain, head in heads:
            name = _name(chain)
            lines.writerow([name, head.sequence, head.head_hash, now.isoformat()])
    for chain, head in heads:
        audit.record_export(chain, head, exported_to=str(path), now=now)
    return path


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
