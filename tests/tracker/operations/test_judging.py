import pytest

from accounts.models import AuditEntry
from tests.tracker.operations.telling import at, claim, tell
from tracker.enums import DomainState, Level, ReviewVerdict, ServiceDomain
from tracker.models import Claim, ServiceState
from tracker.operations import judging
from tracker.operations.judging import Fact, Setting, Verdict

pytestmark = pytest.mark.django_db


@pytest.fixture
def read_claim(page):
    tell(page, "10-19", claim("orders", "resumed", "10-19"))
    return Claim.objects.get()


def level(supplier, domain="orders"):
    row = ServiceState.objects.whole().filter(supplier=supplier, domain=domain).first()
    return row and row.level


def audited():
    return [entry.action for entry in AuditEntry.objects.order_by("pk")]


def test_a_dismissed_claim_counts_no_more_until_that_is_undone(supplier, read_claim, buyer):
    verdict = Verdict(ReviewVerdict.DISMISSED, reason="a menu, not a notice")
    row = judging.review(supplier, read_claim, verdict, by=buyer, now=at("10-20"))
    assert level(supplier) is None

    judging.take_back(supplier, row, by=buyer, now=at("10-21"))
    judging.take_back(supplier, row, by=buyer, now=at("10-22"))

    assert level(supplier) == Level.UP
    assert audited() == ["claim.reviewed", "claim.review_undone"]


def test_a_second_verdict_replaces_the_first(supplier, read_claim, buyer):
    for state in (DomainState.STOPPED, DomainState.PARTIAL):
        verdict = Verdict(ReviewVerdict.CORRECTED, state=state)
        judging.review(supplier, read_claim, verdict, by=buyer, now=at("10-20"))

    assert level(supplier) == Level.LIMITED
    assert read_claim.reviews.filter(replaced_at=None).count() == 1
    assert AuditEntry.objects.last().before == {"verdict": "corrected"}


def test_a_level_set_by_hand_holds_until_it_is_taken_back(supplier, read_claim, buyer):
    setting = Setting(
        ServiceDomain.ORDERS, Level.DOWN, "the shop answers with an error", at("10-30")
    )
    row = judging.set_level(supplier, setting, by=buyer, now=at("10-20"))
    assert level(supplier) == Level.DOWN

    judging.end_level(row, by=buyer, now=at("10-21"))
    judging.end_level(row, by=buyer, now=at("10-22"))

    assert level(supplier) == Level.UP
    assert audited() == ["level.set", "level.ended"]


def test_a_fact_told_directly_changes_no_level(supplier, read_claim, buyer):
    fact = Fact(ServiceDomain.ORDERS, Level.DOWN, "Ms Sato", at("10-20"), "The shop is down.")

    row = judging.add_fact(supplier, fact, by=buyer, now=at("10-20"))

    assert (row.told_by, level(supplier), audited()) == ("Ms Sato", Level.UP, ["fact.added"])
