"""The identity of a finding, and what became of findings between two matches."""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from reconciliation.domain.row_keys import number_key

_SEPARATOR = "\x1f"


@dataclass(frozen=True)
class Finding:
    """One row of a findings file, and a fingerprint of the papers it was judged on."""

    kind: str
    order_no: str
    line_no: int
    doc_no: str
    amount: int
    papers: str = ""

    @property
    def identity(self) -> str:
        return finding_identity(
            kind=self.kind, order_no=self.order_no, line_no=self.line_no, doc_no=self.doc_no
        )


@dataclass(frozen=True)
class Change:
    """A finding of both matches that is not what it was."""

    before: Finding
    after: Finding

    @property
    def what(self) -> tuple[str, ...]:
        names = ("amount", "papers")
        return tuple(n for n in names if getattr(self.before, n) != getattr(self.after, n))


@dataclass(frozen=True)
class Comparison:
    """What a match makes of the findings before it; decisions on `same` stay as they are."""

    appeared: tuple[Finding, ...]
    changed: tuple[Change, ...]
    same: tuple[Finding, ...]
    gone: tuple[Finding, ...]


def finding_identity(*, kind: str, order_no: str, line_no: int, doc_no: str) -> str:
    """Return what stays equal of a finding over re-imports, in whatever spelling."""
    parts = (kind, number_key(order_no), str(line_no), doc_no.strip())
    return sha256(_SEPARATOR.join(parts).encode()).hexdigest()


def compare_findings(before: Iterable[Finding], after: Iterable[Finding]) -> Comparison:
    """Sort findings into new, changed, same and gone, in the order of the identities."""
    old = {finding.identity: finding for finding in before}
    new = {finding.identity: finding for finding in after}
    both = sorted(old.keys() & new.keys())
    changes = [Change(old[key], new[key]) for key in both]
    return Comparison(
        appeared=tuple(new[key] for key in sorted(new.keys() - old.keys())),
        changed=tuple(change for change in changes if change.what),
        same=tuple(change.after for change in changes if not change.what),
        gone=tuple(old[key] for key in sorted(old.keys() - new.keys())),
    )
