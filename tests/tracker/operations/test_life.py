import pytest

from accounts.models import AuditEntry, Message
from tests.factories import (
    DisruptionFactory,
    DisruptionProposalFactory,
    ResidualExceptionFactory,
    UserFactory,
)
from tests.tracker.operations.telling import at, claim, day, tell
from tracker.enums import VerificationKind
from tracker.models import Disruption, DisruptionEvent, DisruptionProposal, Verification
from tracker.operations import life
from tracker.operations.digesting import keep_up
from tracker.operations.disruptions import AlreadyClosedError, Opening, close_disruption

pytestmark = pytest.mark.django_db


@pytest.fixture
def act(buyer):
    return life.Act(buyer, at("10-20"), note="said so")


@pytest.fixture
def disruption(supplier):
    return DisruptionFactory(supplier=supplier, workspace=supplier.workspace)


def kinds(disruption):
    return list(disruption.events.order_by("pk").values_list("kind", flat=True))


def audited():
    return AuditEntry.objects.order_by("pk").last().action


def opening(title="orders stopped"):
    return Opening(title=title, started_at=at("10-19"))


def test_an_official_stop_proposes_a_disruption_once(supplier, page, buyer):
    tell(page, "10-19", claim("orders", "stopped", "10-19"))
    tell(page, "10-20", claim("orders", "stopped", "10-19"), claim("fax", "stopped", "10-20"))

    (proposal,) = DisruptionProposal.objects.waiting()

    assert (proposal.supplier, proposal.claim.evidence) == (supplier, "orders stopped")
    assert Message.objects.filter(recipient=buyer, cause__startswith="proposal:").count() == 1


@pytest.mark.parametrize(
    ("domain", "state", "is_proposed"),
    [
        ("orders", "stopped", True),
        ("shipping", "stopped", True),
        ("orders", "planned_resume", True),  # it does not run
        ("orders", "partial", False),
        ("fax", "stopped", False),
    ],
)
def test_only_something_grave_that_stands_still_is_proposed(page, domain, state, is_proposed):
    tell(page, "10-19", claim(domain, state, "10-19", by="12-01"))

    assert DisruptionProposal.objects.exists() is is_proposed


def test_nothing_is_proposed_while_a_disruption_is_open(page, disruption):
    tell(page, "10-19", claim("orders", "stopped", "10-19"))

    assert not DisruptionProposal.objects.exists()


def test_a_second_stop_waits_behind_the_first_proposal(page):
    tell(page, "10-19", claim("orders", "stopped", "10-19"))
    tell(page, "10-20", claim("orders", "stopped", "10-20", evidence="again, in other words"))

    assert DisruptionProposal.objects.count() == 1


def test_a_proposal_is_answered_once(act, supplier):
    proposal = DisruptionProposalFactory(supplier=supplier, workspace=supplier.workspace)

    disruption = life.accept(proposal, opening(), act)

    proposal.refresh_from_db()
    assert (proposal.disruption, proposal.answered_by) == (disruption, act.by)
    assert kinds(disruption) == ["opened"]
    with pytest.raises(life.AlreadyAnsweredError):
        life.refuse(proposal, act)


def test_what_was_refused_is_not_proposed_again(page, act):
    tell(page, "10-19", claim("orders", "stopped", "10-19"))
    life.refuse(DisruptionProposal.objects.get(), act)

    tell(page, "10-21", claim("orders", "stopped", "10-19"), claim("fax", "stopped", "10-21"))

    assert not DisruptionProposal.objects.waiting().exists()
    assert audited() == "disruption.refused"


def test_stg_12_a_stop_soon_after_the_end_opens_the_disruption_again(page, disruption, buyer, act):
    close_disruption(
        disruption, closed_at=at("12-10"), reason="back", actor=act.actor, now=at("12-10")
    )

    tell(page, "12-20", claim("orders", "stopped", "12-20"))

    disruption.refresh_from_db()
    assert disruption.closed_at is None
    assert kinds(disruption) == ["closed", "reopened"]
    assert not DisruptionProposal.objects.exists()
    assert Message.objects.filter(recipient=buyer, cause__startswith="relapse:").count() == 1


@pytest.mark.parametrize("closed", ["10-20", "12-25"])
def test_an_old_end_or_an_old_claim_opens_nothing_again(page, disruption, closed):
    Disruption.objects.filter(pk=disruption.pk).update(closed_at=at(closed))

    tell(page, "12-24", claim("orders", "stopped", "12-24"))

    disruption.refresh_from_db()
    assert disruption.closed_at == at(closed)
    assert DisruptionProposal.objects.count() == 1


def test_one_person_is_in_charge_and_acknowledges_for_a_time(disruption, act, buyer):
    life.take(disruption, act.by, act)
    life.acknowledge(disruption, act)
    until = act.now + life.ACKNOWLEDGED_FOR
    assert (disruption.owner, disruption.acknowledged_until) == (act.by, until)

    keep_up(now=until)

    disruption.refresh_from_db()
    assert disruption.acknowledged_at is None
    assert kinds(disruption) == ["owned", "acknowledged", "lapsed"]
    assert Message.objects.filter(recipient=buyer, cause__startswith="lapsed:").count() == 1


def test_two_disruptions_of_a_supplier_become_one(disruption, supplier, act):
    into = DisruptionFactory(supplier=supplier, workspace=supplier.workspace)

    life.merge(disruption, into, act)

    disruption.refresh_from_db()
    assert (disruption.merged_into, disruption.closed_at) == (into, act.now)
    assert (kinds(disruption), kinds(into)) == (["merged"], ["merged"])
    with pytest.raises(AlreadyClosedError):
        life.merge(disruption, into, act)
    with pytest.raises(life.OtherSupplierError):
        life.merge(into, DisruptionFactory(), act)


def test_a_part_is_split_off(disruption, act):
    part = life.split(disruption, opening("billing"), act)

    assert (part.supplier, part.title) == (disruption.supplier, "billing")
    assert (kinds(disruption), kinds(part)) == (["split"], ["opened", "split"])
    assert DisruptionEvent.objects.filter(other=part).exists()


def test_trk_20_provisional_recovery_and_permanent_fix_are_two_events(disruption, act):
    life.recover(disruption, recovered_at=at("11-15"), act=act)
    life.plan_follow_up(disruption, on=day("11-30"), act=act)
    life.fix(disruption, fixed_at=at("12-15"), act=act)

    disruption.refresh_from_db()
    assert (disruption.recovered_at, disruption.fixed_at) == (at("11-15"), at("12-15"))
    assert (disruption.follow_up_on, disruption.closed_at) == (day("11-30"), None)
    assert kinds(disruption) == ["provisional", "follow_up", "permanent"]


def test_stg_14_after_an_attack_things_are_confirmed_once_with_their_ground(disruption, act):
    life.mark_attack(disruption, is_attack=True, act=act)
    first = life.confirm(disruption, VerificationKind.CAUSE, act)
    again = life.confirm(disruption, VerificationKind.CAUSE, life.Act(UserFactory(), at("10-25")))

    assert (again, Verification.objects.count()) == (first, 1)
    assert (first.note, first.confirmed_by) == ("said so", act.by)
    assert audited() == "verification.confirmed"


def test_stg_17_exceptions_stay_listed_until_they_are_settled(disruption, act):
    row = life.except_(disruption, "fax", domain="fax", act=act)
    life.settle(row, act)
    life.settle(row, life.Act(UserFactory(), at("10-30")))

    row.refresh_from_db()
    assert (row.settled_at, row.settled_by) == (act.now, act.by)
    assert ResidualExceptionFactory().settled_at is None
