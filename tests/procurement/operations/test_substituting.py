import pytest

from procurement.domain.approvals import MayNotDecideError
from procurement.enums import Decision, RequestState
from procurement.models import Submission, SubstituteOrder
from procurement.operations import approving, substituting
from procurement.operations.open_lines import line_states
from procurement.operations.reorders import candidates
from procurement.operations.submissions import OtherContentError, once
from procurement.operations.substituting import Draft, NotApprovedError
from reconciliation.models import Order, OrderLine
from tests.factories.procurement import NOON, ApprovalPolicyFactory, BudgetFactory
from tests.procurement.story import stopped

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(workspace, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return stopped(workspace, now=NOON)


def options(story):
    lines = line_states(story.supplier, [story.order])
    return candidates(story.supplier, lines, expected_on=story.order.promised_on, now=NOON)


@pytest.fixture
def substitute(story):
    draft = Draft(story.order, options(story)[0], story.disruption, "在庫が切れます")
    return substituting.submit(draft, by=story.buyer, now=NOON)


def test_candidates_map_lines_convert_units_and_add_freight(story):
    (option,) = options(story)

    (line,) = option.lines
    assert (line.pack_count, line.extra_units) == (3, 2)  # 10 boxes in packs of 4
    assert (option.amount, option.freight_amount) == (15_600, 600)
    assert (option.difference_amount, option.days_earlier) == (5_600, 2)


def test_submitting_asks_for_approval_with_all_that_is_read(substitute, story):
    BudgetFactory(workspace=story.buyer.workspace)

    request = substitute.request

    assert (request.state, request.amount) == (RequestState.PENDING, 15_600)
    shown = request.versions.get().shown
    assert shown["lines"] == [["コピー用紙 A4", 3, "", 5000, 15_000]]
    assert (shown["reason"], shown["difference"]) == ("在庫が切れます", 5600)


def test_below_the_threshold_no_approval_is_asked(story):
    ApprovalPolicyFactory(workspace=story.buyer.workspace, threshold_amount=50_000)
    draft = Draft(story.order, options(story)[0], story.disruption, "x")

    substitute = substituting.submit(draft, by=story.buyer, now=NOON)

    assert substitute.request is None
    assert substituting.dispatch(substitute, by=story.buyer, now=NOON).number == "A-1-S1"
    with pytest.raises(NotApprovedError):
        substituting.dispatch(substitute, by=story.buyer, now=NOON)


def test_nothing_is_ordered_before_it_is_approved(substitute, story):
    with pytest.raises(NotApprovedError):
        substituting.dispatch(substitute, by=story.buyer, now=NOON)

    assert not Order.objects.filter(number=substitute.number).exists()


def test_q2_an_approved_order_goes_out_once_and_names_what_it_replaces(substitute, story):
    with pytest.raises(MayNotDecideError):
        decide(substitute, story.buyer)
    decide(substitute, story.manager)

    order = substituting.dispatch(substitute, by=story.buyer, now=NOON)
    with pytest.raises(NotApprovedError):
        substituting.dispatch(substitute, by=story.buyer, now=NOON)

    line = OrderLine.objects.current().get(order_key=order.key)
    assert (line.replaces_number, line.replaces_line_number) == ("A-1", 1)
    assert (order.net_amount, order.open_quantity) == (15_000, 3)
    assert SubstituteOrder.objects.get().order == order


def decide(substitute, by):
    request = substitute.request
    approving.decide(request, Decision.APPROVE, by=by, version=request.version, now=NOON)


def test_a4_the_same_form_twice_does_its_work_once(story):
    done = []

    def act():
        done.append(1)
        return "/there/"

    answers = [once(story.buyer, "key", "body", act, now=NOON) for _again in range(2)]

    assert (answers, len(done)) == (["/there/", "/there/"], 1)
    with pytest.raises(OtherContentError):
        once(story.buyer, "key", "other body", act, now=NOON)


def test_a4_a_form_that_failed_may_be_sent_again(story):
    def fail():
        raise NotApprovedError

    with pytest.raises(NotApprovedError):
        once(story.buyer, "key", "body", fail, now=NOON)

    assert not Submission.objects.exists()
