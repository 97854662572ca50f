import pytest

from accounts.models import AuditEntry
from tests.factories import MeasuredCheckFactory, SupplierFactory, TimelineRecordFactory
from tests.tracker.operations.telling import at, day
from tracker.domain.stage_facts import Measure
from tracker.enums import MeasureKind
from tracker.operations import measures
from tracker.operations.life import Act

pytestmark = pytest.mark.django_db


@pytest.fixture
def check(supplier):
    return MeasuredCheckFactory(
        supplier=supplier,
        workspace=supplier.workspace,
        placed_on=day("12-01"),
        promised_on=day("12-03"),
        service="A",
    )


def kinds(supplier, when, **more):
    found = measures.of(supplier, at=at(when), **more)
    return [(one.kind, one.is_good, one.lead_days) for one in found]


def test_a_test_order_proves_what_it_has_reached(supplier, check, buyer):
    act = Act(buyer, at("12-04"))
    measures.note_steps(
        check,
        {"accepted_on": day("12-01"), "delivered_on": day("12-03")},
        note="",
        actor=act.actor,
        now=act.now,
    )

    assert kinds(supplier, "12-02") == [("accepted", True, None)]
    assert kinds(supplier, "12-04") == [("accepted", True, None), ("delivered", True, 2)]
    assert AuditEntry.objects.get().after == {
        "accepted_on": "2025-12-01",
        "delivered_on": "2025-12-03",
    }


def test_late_is_not_as_promised_and_a_failure_disproves_the_next_step(supplier, check, buyer):
    act = Act(buyer, at("12-09"))
    late = {"delivered_on": day("12-05")}
    measures.note_steps(check, late, note="", actor=act.actor, now=act.now)
    MeasuredCheckFactory(
        supplier=supplier,
        workspace=supplier.workspace,
        accepted_on=day("12-06"),
        failed_on=day("12-08"),
    )

    assert kinds(supplier, "12-09") == [
        ("delivered", False, 4),
        ("accepted", True, None),
        ("shipped", False, None),
    ]


def test_a_failure_after_everything_was_reached_disproves_nothing(supplier, check):
    for name in (*measures.STEPS, "failed_on"):
        setattr(check, name, day("12-03"))

    assert len(measures.measures_of(check)) == len(measures.STEPS)


def test_a_step_that_is_none_is_refused(check, buyer):
    act = Act(buyer, at("12-09"))

    with pytest.raises(measures.UnknownStepError, match="goods"):
        measures.note_steps(check, {"goods": None}, note="", actor=act.actor, now=act.now)


def test_own_looks_at_invoices_and_mails_count_as_measured(supplier):
    mine = {"supplier": supplier, "workspace": supplier.workspace, "kind": "observation"}
    look = mine | {"happened_at": at("12-05")}
    TimelineRecordFactory(**look, observed="mail", result="works", body="")
    TimelineRecordFactory(**look, observed="online_invoice", result="fails")
    TimelineRecordFactory(**look, observed="mail", result="unstable")

    assert kinds(supplier, "12-06") == [("mailed", True, None), ("invoiced", False, None)]


def test_orders_of_another_service_or_supplier_prove_nothing(supplier, check):
    check.accepted_on = day("12-01")
    check.save()

    assert kinds(supplier, "12-02", service="A") == [("accepted", True, None)]
    assert kinds(supplier, "12-02", service="B") == []
    assert kinds(SupplierFactory(), "12-02") == []


def test_a_higher_floor_adds_the_company_s_own_orders(supplier, monkeypatch):
    proved = Measure(MeasureKind.SHIPPED, day("12-05"), is_good=True, text="PO-1")
    monkeypatch.setattr(measures, "OWN_ORDERS", [lambda supplier, since: [proved]])

    assert measures.of(supplier, at=at("12-06")) == (proved,)


def test_a_test_order_is_placed_with_its_audit_entry(supplier, buyer):
    check = MeasuredCheckFactory.build(
        supplier=supplier, workspace=supplier.workspace, recorded_by=buyer
    )

    measures.place(check, actor=Act(buyer, at("12-01")).actor, now=at("12-01"))

    assert check.pk
    assert AuditEntry.objects.get().action == "measured_check.placed"
