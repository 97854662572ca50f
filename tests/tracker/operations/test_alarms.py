import pytest

from accounts.enums import Role
from accounts.models import Message
from tests.factories import MembershipFactory, OverrideFactory
from tests.tracker.operations.telling import at, claim, read_again, tell
from tracker.operations import states
from tracker.operations.alarms import tell_confirmed

pytestmark = pytest.mark.django_db


def subjects(user):
    return list(
        Message.objects.filter(recipient=user).order_by("pk").values_list("subject", flat=True)
    )


def moves(user):
    return list(Message.objects.filter(recipient=user, cause__startswith="state:").order_by("pk"))


def test_several_moves_of_one_notice_are_one_message(supplier, page, buyer):
    tell(page, "10-19", claim("shipping", "partial", "10-19"), claim("orders", "stopped", "10-19"))

    (message,) = moves(buyer)

    assert message.subject == "［停止］つぐみ野商会：受注, 出荷"
    assert message.body.split("\n")[:2] == ["受注: 不明 → 停止", "出荷: 不明 → 限定"]


def test_what_gets_worse_is_told_at_once_and_once(supplier, page, buyer):
    tell(page, "10-19", claim("orders", "stopped", "10-19"))
    tell(page, "10-20", claim("orders", "stopped", "10-19"), claim("fax", "normal", "10-20"))

    (message,) = moves(buyer)

    assert message.subject == "［停止］つぐみ野商会：受注"
    assert message.body.startswith("受注: 不明 → 停止")
    assert message.body.endswith("orders stopped")
    assert message.urgency == "now"


def test_what_gets_better_is_told_after_a_second_reading(supplier, page, buyer):
    tell(page, "10-19", claim("orders", "stopped", "10-19"))
    tell(page, "12-03", claim("orders", "resumed", "12-03"))

    assert len(subjects(buyer)) == 2  # the stop, and the proposal to open a disruption
    read_again(page, "12-03 13")
    read_again(page, "12-03 14")

    assert len(subjects(buyer)) == 3
    assert subjects(buyer)[-1] == "［平常］つぐみ野商会：受注"


def test_t3_a_flip_that_flops_back_before_the_second_reading_is_never_told(supplier, page, buyer):
    tell(page, "10-19", claim("orders", "stopped", "10-19"))
    tell(page, "10-20", claim("orders", "resumed", "10-20"))
    tell(page, "10-21", claim("orders", "stopped", "10-21"))
    read_again(page, "10-22")

    assert [one.subject for one in moves(buyer)] == subjects(buyer)[:1]


def test_what_runs_and_was_never_said_to_be_down_is_no_news(supplier, page, buyer):
    tell(page, "10-19", claim("orders", "normal", "10-19"))
    read_again(page, "10-20")

    assert subjects(buyer) == []


def test_ntf_03_people_hear_of_what_their_work_hangs_on(supplier, page, buyer, workspace):
    accountant = MembershipFactory(workspace=workspace, role=Role.ACCOUNTANT).user
    reader = MembershipFactory(workspace=workspace, role=Role.READ_ONLY).user
    tell(page, "10-19", claim("billing", "stopped", "10-19"), claim("fax", "stopped", "10-19"))

    assert [len(subjects(one)) for one in (buyer, accountant, reader)] == [1, 1, 0]


def test_p5_a_supplier_s_words_are_never_a_template(supplier, page, buyer):
    supplier.name = "{0.__class__} %(x)s"
    supplier.save()

    tell(page, "10-19", claim("orders", "stopped", "10-19", evidence="{act} {{7*7}} %(x)s"))

    message = Message.objects.filter(recipient=buyer).order_by("pk").first()
    assert "{0.__class__} %(x)s" in message.subject
    assert message.body.endswith("{act} {{7*7}} %(x)s")


def test_a_level_set_by_hand_is_good_news_without_a_second_reading(supplier, page, buyer):
    tell(page, "10-19", claim("fax", "stopped", "10-19"))
    OverrideFactory(
        supplier=supplier,
        workspace=supplier.workspace,
        domain="fax",
        set_at=at("10-20"),
        expires_at=at("10-30"),
        is_locked=True,
    )
    states.refresh(supplier, now=at("10-20"))

    tell_confirmed(supplier, now=at("10-20"))

    assert len(subjects(buyer)) == 2


def test_companies_hear_only_of_their_own_suppliers(supplier, page, buyer, other_workspace):
    stranger = MembershipFactory(workspace=other_workspace).user

    tell(page, "10-19", claim("orders", "stopped", "10-19"))

    assert (len(subjects(buyer)), subjects(stranger)) == (2, [])
