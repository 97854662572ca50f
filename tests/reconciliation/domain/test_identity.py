"""A finding stays itself over re-imports, and says what changed."""

import polars as pl

from reconciliation.domain.identity import compare_findings, finding_identity, with_identities
from reconciliation.domain.kinds import FACTS
from reconciliation.enums import DiscrepancyKind

MISSING = {"supplier": 1, "kind": "REFUND_MISSING", "order_key": "PO1", "line": 1, "document": ""}


def found(kind, *, amount=1_100, facts="{}"):
    row = {"kind": kind, "order_key": "PO1", "line_number": 1, "document_key": ""}
    rows = pl.DataFrame([row | {"amount": amount, "facts": facts}])
    return with_identities(rows, supplier=1)


def kinds(rows):
    return rows["kind"].to_list()


def test_identity_is_the_supplier_the_kind_and_the_documents():
    others = [{"line": 2}, {"kind": "REFUND_LATE"}, {"supplier": 2}, {"document": "INV1"}]

    identities = {finding_identity(**MISSING | other) for other in others}

    assert finding_identity(**MISSING) not in identities
    assert len(identities) == len(others)
    assert found("REFUND_MISSING")["identity"].item() == finding_identity(**MISSING)


def test_findings_of_two_matches_are_sorted_by_what_became_of_them():
    before = pl.concat([found("REFUND_MISSING"), found("REFUND_LATE"), found("REFUND_SHORT")])
    after = pl.concat(
        [found("REFUND_MISSING", amount=900), found("REFUND_OVER"), found("REFUND_SHORT")]
    )

    comparison = compare_findings(before, after)

    assert kinds(comparison.appeared) == ["REFUND_OVER"]
    assert kinds(comparison.gone) == ["REFUND_LATE"]
    assert comparison.changed.select("kind", "amount", "amount_before").rows() == [
        ("REFUND_MISSING", 900, 1_100)
    ]
    assert comparison.same_count == 1


def test_other_facts_are_a_change_though_the_amount_is_the_same():
    comparison = compare_findings(found("REFUND_LATE"), found("REFUND_LATE", facts='{"shipped":1}'))

    assert kinds(comparison.changed) == ["REFUND_LATE"]


def test_every_kind_has_its_facts():
    assert set(FACTS) == set(DiscrepancyKind)
