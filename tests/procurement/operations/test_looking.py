"""Taking in news: once per news, touched orders only, whoever rings and however often."""

from datetime import timedelta

import pytest

from accounts.operations.audit import Actor
from procurement.enums import AlarmKind, ChecklistResult, FollowUpKind, FollowUpState
from procurement.models import FollowUp, LineImpact, SupplierLook, SupplyAlarm
from procurement.operations import looking
from procurement.operations.looking import Looked
from procurement.tasks import look_at_supplier, sweep_response
from reconciliation.enums import ImportKind, ImportState, JobKind, OrderDecision, TransactionKind
from reconciliation.models import ImportBatch, Ledger, OrderLine
from reconciliation.operations import deciding
from tests.factories import (
    ImportBatchFactory,
    JobFactory,
    OrderFactory,
    OrderLineFactory,
    ShipmentLineFactory,
    TransactionFactory,
)
from tests.factories.procurement import (
    NOON,
    ChecklistFactory,
    ItemFactory,
    OfferFactory,
    SupplierTermsFactory,
)
from tests.procurement.story import order_of, stopped
from tracker.enums import Level
from tracker.models import ServiceState
from tracker.operations import disruptions
from tracker.operations.disruptions import Opening

ACTOR = Actor.task("test")

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(workspace):
    return stopped(workspace, now=NOON)


@pytest.fixture
def looked(story):
    """Return the story after its first look, of ten imports long ago."""
    own = {"workspace": story.supplier.workspace, "supplier": story.supplier}
    Ledger.objects.create(**own, version=10)
    looking.look(story.supplier.pk, now=NOON)
    looking.look(story.alternate.pk, now=NOON)
    return story


def imported(story, paper, factory, **changes):
    """Apply an import of one row about the order, as the import's job does."""
    ledger = Ledger.objects.get_or_create(
        workspace=story.supplier.workspace, supplier=story.supplier
    )[0]
    batch = ImportBatchFactory(
        workspace=story.supplier.workspace,
        supplier=story.supplier,
        kind=paper,
        ledger_version=ledger.version,
    )
    own = {"workspace": batch.workspace, "supplier": story.supplier, "batch": batch}
    row = factory(**own | {"order_number": "A-1", "order_key": "A-1"} | changes)
    ledger.version += 1
    ledger.save()
    return row


def shipped(story, **changes):
    return imported(story, ImportKind.SHIPMENTS, ShipmentLineFactory, **changes)


def test_a_first_look_judges_everything_and_then_nothing_is_due(story):
    assert looking.due_ids(now=NOON) == [story.supplier.pk, story.alternate.pk]

    assert looking.look(story.supplier.pk, now=NOON) == Looked(1, 0, 0)
    assert looking.look(story.supplier.pk, now=NOON) is None
    looking.look(story.alternate.pk, now=NOON)

    assert looking.due_ids(now=NOON) == []
    assert LineImpact.objects.count() == 1


@pytest.mark.parametrize(
    "news",
    [
        lambda story: ServiceState.objects.update(level=Level.UP),
        lambda story: ItemFactory(workspace=story.supplier.workspace, stock_quantity=5),
        lambda story: OfferFactory(workspace=story.supplier.workspace, item=story.item),
        lambda story: SupplierTermsFactory(supplier=story.supplier, accepted_days=3),
        lambda story: deciding.decide(
            story.order,
            decision=OrderDecision.CANCEL,
            reason="x",
            by=story.buyer.user,
            now=NOON,
        ),
        lambda story: shipped(story, quantity=4),
    ],
)
def test_whatever_becomes_known_makes_the_supplier_due(looked, news):
    news(looked)

    assert looked.supplier.pk in looking.due_ids(now=NOON)
    assert looking.look(looked.supplier.pk, now=NOON).judged_count == 1


def test_a_new_day_makes_the_supplier_due(looked):
    assert looked.supplier.pk in looking.due_ids(now=NOON + timedelta(days=1))


def test_an_import_touches_its_orders_alone(looked):
    order_of(looked.supplier, "B-2", item_code="LAMP")
    looking.look(looked.supplier.pk, now=NOON + timedelta(days=1))
    assert LineImpact.objects.count() == 2

    shipped(looked, quantity=4)

    assert looking.look(looked.supplier.pk, now=NOON + timedelta(days=1)).judged_count == 1
    assert LineImpact.objects.get(order=looked.order).amount == 6000


def test_a_touched_order_keeps_its_lines_of_other_items(looked):
    OrderLineFactory(
        workspace=looked.supplier.workspace,
        supplier=looked.supplier,
        order_number="A-1",
        order_key="A-1",
        line_number=2,
        item_code="LAMP",
    )
    shipped(looked, line_number=1, quantity=1)

    looking.look(looked.supplier.pk, now=NOON)

    assert LineImpact.objects.filter(order=looked.order).count() == 2


def test_a_decision_takes_the_order_out_of_what_is_at_stake(looked):
    deciding.decide(
        looked.order, decision=OrderDecision.CANCEL, reason="x", by=looked.buyer.user, now=NOON
    )

    looking.look(looked.supplier.pk, now=NOON)

    assert not LineImpact.objects.hit().exists()


def test_what_the_supplier_has_cancelled_is_still_missed(looked):
    imported(
        looked,
        ImportKind.ORDERS,
        OrderLineFactory,
        line_number=2,
        quantity=5,
        cancelled_quantity=5,
        cancelled_on=NOON.date() + timedelta(days=500),
        unit_price=100,
    )

    looking.look(looked.supplier.pk, now=NOON)

    line = LineImpact.objects.get(line_number=2)
    assert (line.status, line.amount) == ("confirmed", 500)


def test_an_undone_import_is_looked_at_as_a_whole(looked):
    shipped(looked)
    looking.look(looked.supplier.pk, now=NOON)
    ImportBatch.objects.filter(kind=ImportKind.SHIPMENTS).update(state=ImportState.UNDONE)
    Ledger.objects.filter(supplier=looked.supplier).update(version=12)
    row = SupplierLook.objects.get(supplier=looked.supplier)

    known = looking.known_of([looked.supplier], now=NOON)[looked.supplier.pk]

    assert looking.touched_orders(looked.supplier, row, known) is None


def test_nobody_looks_while_an_import_is_being_applied(looked):
    row = shipped(looked)
    JobFactory(workspace=row.workspace, kind=JobKind.APPLY_IMPORT, batch=row.batch)

    assert looking.due_ids(now=NOON) == []
    assert looking.look(looked.supplier.pk, now=NOON) is None


def test_q2_two_who_look_at_once_do_it_once(looked):
    shipped(looked)
    SupplierLook.objects.update(lease_until=NOON + timedelta(minutes=1))

    assert looking.look(looked.supplier.pk, now=NOON) is None
    assert looking.look(looked.supplier.pk, now=NOON + timedelta(minutes=2)) is not None


def test_t1_a_clock_set_back_loses_nothing(looked):
    shipped(looked, quantity=4)

    looking.look(looked.supplier.pk, now=NOON - timedelta(hours=2))

    assert LineImpact.objects.get().amount == 6000


def test_a9_the_second_fact_raises_the_alarm_by_itself(looked):
    ChecklistFactory(
        workspace=looked.supplier.workspace,
        order=looked.order,
        result=ChecklistResult.CANCEL,
        reason="x",
        closed_by=looked.buyer.user,
        closed_at=NOON,
    )
    shipped(looked, quantity=10)

    sweep_and_work()

    assert [row.kind for row in SupplyAlarm.objects.all()] == [AlarmKind.CANCELLED_YET_COMING]


def test_a9_the_same_item_ordered_elsewhere_raises_an_alarm(looked):
    OrderFactory(workspace=looked.order.workspace, supplier=looked.alternate, number="M-9")
    days = {"ordered_on": looked.order.ordered_on}
    OrderLine.objects.update(**days)
    OrderLineFactory(
        workspace=looked.order.workspace,
        supplier=looked.alternate,
        order_number="M-9",
        order_key="M-9",
        item_code=looked.offer.item_code,
        **days,
    )
    Ledger.objects.create(workspace=looked.order.workspace, supplier=looked.alternate, version=1)
    looking.look(looked.alternate.pk, now=NOON)

    assert [(row.kind, sorted(row.orders)) for row in SupplyAlarm.objects.all()] == [
        (AlarmKind.ORDERED_TWICE, ["A-1", "M-9"])
    ]


def sweep_and_work():
    """Do what the sweep rings for."""
    for supplier_id in looking.due_ids(now=NOON):
        looking.look(supplier_id, now=NOON)


@pytest.mark.parametrize(
    ("kind", "papers", "state"),
    [
        (FollowUpKind.STOCK_STOP, {"shipped_on": NOON.date()}, FollowUpState.WAITING),
        (
            FollowUpKind.STOCK_STOP,
            {"shipped_on": NOON.date() + timedelta(days=1)},
            FollowUpState.CONTRADICTED,
        ),
    ],
)
def test_follow_ups_are_brought_up_to_the_papers(looked, kind, papers, state):
    row = follow_up(looked, kind)
    shipped(looked, **papers)

    looking.look(looked.supplier.pk, now=NOON)

    row.refresh_from_db()
    assert row.state == state


@pytest.mark.parametrize(
    ("transactions", "state"),
    [
        ([], FollowUpState.WAITING),
        ([(TransactionKind.PAYMENT, 1000)], FollowUpState.WAITING),
        (
            [(TransactionKind.PAYMENT, 1000), (TransactionKind.REFUND, 1000)],
            FollowUpState.CONFIRMED,
        ),
        (
            [(TransactionKind.PAYMENT, 1000), (TransactionKind.REFUND, 900)],
            FollowUpState.CONTRADICTED,
        ),
    ],
)
def test_a_refund_is_followed_to_its_arrival(looked, transactions, state):
    row = follow_up(looked, FollowUpKind.REFUND)
    for kind, amount in transactions:
        imported(looked, ImportKind.TRANSACTIONS, TransactionFactory, kind=kind, amount=amount)

    looking.look(looked.supplier.pk, now=NOON)

    row.refresh_from_db()
    assert row.state == state


def follow_up(story, kind) -> FollowUp:
    checklist = ChecklistFactory(
        workspace=story.supplier.workspace,
        order=story.order,
        result=ChecklistResult.CANCEL,
        reason="x",
        closed_by=story.buyer.user,
        closed_at=NOON,
    )
    return FollowUp.objects.create(
        checklist=checklist, kind=kind, due_on=NOON.date(), changed_at=NOON
    )


def test_tasks_may_run_twice(story, monkeypatch):
    rung = []
    monkeypatch.setattr(look_at_supplier, "delay", lambda **about: rung.append(about))

    for _ in range(2):
        sweep_response()
        look_at_supplier(supplier_id=story.supplier.pk)

    assert {"supplier_id": story.supplier.pk} in rung
    assert LineImpact.objects.count() == 1


def test_news_from_below_rings_once_it_is_committed(
    story, monkeypatch, django_capture_on_commit_callbacks
):
    rung = []
    monkeypatch.setattr(look_at_supplier, "delay", lambda **about: rung.append(about))
    opening = Opening("出荷停止", started_at=NOON)

    with django_capture_on_commit_callbacks(execute=True):
        disruptions.open_disruption(story.alternate, opening, actor=ACTOR, now=NOON)
        assert rung == []

    assert rung == [{"supplier_id": story.alternate.pk}]
