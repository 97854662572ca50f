"""The identity of a finding, and what became of findings between two matches."""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

import polars as pl
from polars import col

_SEPARATOR = "\x1f"
IDENTITY = "identity"
FINGERPRINT = "fingerprint"  # of the facts a finding was judged on


def finding_identity(*, supplier: int, kind: str, order_key: str, line: int, document: str) -> str:
    """Return what stays equal of a finding over re-imports.

    order_key and document are numbers as they are compared; "" when the finding has none.
    """
    parts = (str(supplier), kind, order_key, str(line), document)
    return sha256(_SEPARATOR.join(parts).encode()).hexdigest()


def with_identities(findings: pl.DataFrame, *, supplier: int) -> pl.DataFrame:
    """Add identity and fingerprint to findings.

    Shapes: findings has kind, order_key, line_number, document_key, facts (text).
    """
    names = ("kind", "order_key", "line_number", "document_key", "facts")
    columns = [findings[name].to_list() for name in names]
    rows: Iterator[tuple[str, str, int, str, str]] = zip(*columns, strict=True)
    identities, prints = [], []
    for kind, order, line, document, facts in rows:
        identities.append(
            finding_identity(
                supplier=supplier, kind=kind, order_key=order, line=line, document=document
            )
        )
        prints.append(sha256(facts.encode()).hexdigest()[:16])
    return findings.with_columns(
        pl.Series(IDENTITY, identities, dtype=pl.String),
        pl.Series(FINGERPRINT, prints, dtype=pl.String),
    )


@dataclass(frozen=True)
class Comparison:
    """What a match makes of the findings before it.

    Shapes: appeared has the columns of the new findings; changed those, and the old ones with
        `_before` behind their names; gone the columns of the old ones.
    """

    appeared: pl.DataFrame
    changed: pl.DataFrame
    gone: pl.DataFrame
    same_count: int


def compare_findings(before: pl.DataFrame, after: pl.DataFrame) -> Comparison:
    """Sort findings into new, changed, same and gone.

    Shapes: both have identity (once each), amount and fingerprint.
    """
    both = after.join(before, on=IDENTITY, suffix="_before")
    differ = (col("amount") != col("amount_before")) | (
        col(FINGERPRINT) != col(f"{FINGERPRINT}_before")
    )
    changed = both.filter(differ)
    return Comparison(
        appeared=after.join(before, on=IDENTITY, how="anti"),
        changed=changed,
        gone=before.join(after, on=IDENTITY, how="anti"),
        same_count=both.height - changed.height,
    )
