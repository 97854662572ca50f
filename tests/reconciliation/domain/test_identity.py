"""A finding stays itself over re-imports, and says what changed."""

from dataclasses import replace

from reconciliation.domain.identity import Finding, compare_findings
from reconciliation.domain.kinds import FACTS
from reconciliation.enums import DiscrepancyKind

MISSING = Finding("REFUND_MISSING", "PO-1", 1, "", 1_100, "INV1")


def test_identity_is_the_kind_and_the_documents_in_any_spelling():
    assert MISSING.identity == replace(MISSING, order_no="ｐｏ１", amount=5).identity
    others = [replace(MISSING, line_no=2), replace(MISSING, kind="REFUND_LATE")]
    assert MISSING.identity not in [other.identity for other in others]


def test_findings_of_two_matches_are_sorted_by_what_became_of_them():
    late = replace(MISSING, kind="REFUND_LATE")
    over = replace(MISSING, kind="REFUND_OVER")
    changed = replace(MISSING, amount=900, papers="INV1 CN1")

    comparison = compare_findings([MISSING, late], [changed, over])

    assert comparison.appeared == (over,)
    assert comparison.gone == (late,)
    assert comparison.same == ()
    assert [change.what for change in comparison.changed] == [("amount", "papers")]


def test_the_same_match_again_changes_nothing():
    comparison = compare_findings([MISSING], [MISSING])

    assert comparison.same == (MISSING,)
    assert (comparison.appeared, comparison.changed, comparison.gone) == ((), (), ())


def test_every_kind_has_its_facts():
    assert set(FACTS) == set(DiscrepancyKind)
