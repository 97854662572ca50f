from dataclasses import replace

import pytest

from tests.tracker.domain.saying import cells, day, say
from tracker.domain.series import Number, Point
from tracker.domain.stage_facts import Facts, Measure, business_days_since, find, main_cells
from tracker.domain.stages import (
    REQUIREMENTS,
    DomainStage,
    OutOfOrder,
    assess,
    assess_domain,
    is_relapse,
    out_of_order,
    unmeasured,
)
from tracker.domain.standing import Cell
from tracker.enums import (
    LADDER,
    MeasureKind,
    RecoveryStage,
    SeriesKind,
    ServiceDomain,
    StageCondition,
    VerificationKind,
)

TODAY = "12-24"
ORDERS, SHIPPING = ServiceDomain.ORDERS, ServiceDomain.SHIPPING


def measure(kind, on="12-20", *, good=True, lead_days=None):
    return Measure(MeasureKind(kind), day(on), good, f"{kind} {on}", lead_days=lead_days)


def facts(*statements, **more):
    return Facts(day(more.pop("today", TODAY)), cells(*statements), **more)


EVERYTHING = (
    measure("accepted"),
    measure("shipped"),
    measure("delivered", "12-19", lead_days=2),
    measure("delivered", "12-22", lead_days=1),
    measure("invoiced"),
    measure("mailed"),
)
STOPPED = (say("orders", "stopped", "10-19"), say("shipping", "stopped", "10-19"))
TRIAL = (
    say("orders", "partial", "10-29", channel="fax"),
    say("shipping", "partial", "10-29", channel="manual"),
)
SOME = (
    say("orders", "partial", "11-28", limits=["items"]),
    say("shipping", "partial", "11-28", limits=["items", "areas"]),
)
DAILY = (say("orders", "resumed", "12-20"), say("shipping", "degraded", "12-20"))
NO_MAIL = (say("email", "stopped", "12-01"),)
NORMAL = (say("orders", "resumed", "12-20"), say("shipping", "resumed", "12-20"))
GREW = (
    Point(Number(SeriesKind.SITES, 2, 2), day("11-12"), "2"),
    Point(Number(SeriesKind.SITES, 7, 7), day("12-20"), "7"),
)
FULL = (*NORMAL, say("billing", "normal", "12-20"), say("email", "resumed", "12-20"))


@pytest.mark.parametrize(
    ("said", "more", "stage"),
    [
        (STOPPED, {}, "stopped"),
        (TRIAL, {}, "temporary_stability"),
        (SOME, {}, "temporary_stability"),  # it ships, but nothing shows that it widens
        (SOME, {"points": GREW}, "partial_recovery"),
        (SOME, {"widened": SOME[1:]}, "partial_recovery"),
        ((*DAILY, *NO_MAIL), {}, "operational"),
        ((*DAILY, *NO_MAIL), {"worsened_on": day("12-22")}, "partial_recovery"),
        (DAILY, {}, "overall_stability"),
        (FULL, {"usual_lead_days": 2}, "full_recovery"),
        (FULL, {"usual_lead_days": 2, "exceptions": ("fax",)}, "overall_stability"),
        # who takes no orders is judged by shipping; of shipping nobody spoke, so it is not known
        ((say("shipping", "stopped", "12-01"),), {}, "stopped"),
        ((say("orders", "resumed", "12-01"),), {"usual_lead_days": 2}, "temporary_stability"),
        ((say("payment", "stopped", "12-01"),), {}, "stopped"),
    ],
)
def test_stg_01_the_words_go_as_far_as_the_conditions_of_the_source(said, more, stage):
    found = assess(facts(*said, measures=EVERYTHING, **more))

    assert found.announced == stage


@pytest.mark.parametrize(
    ("said", "measures", "proposed"),
    [
        (FULL, (), "stopped"),
        (FULL, (measure("accepted"),), "temporary_stability"),
        (FULL, (measure("accepted"), measure("shipped")), "partial_recovery"),
        (FULL, EVERYTHING[:3], "partial_recovery"),  # one day of deliveries is not enough
        (FULL, EVERYTHING[:4], "operational"),
        (FULL, EVERYTHING, "full_recovery"),
        # what was proved before things got worse, or before a failure, proves nothing
        (FULL, (measure("accepted", "12-01"), measure("accepted", "12-02", good=False)), "stopped"),
    ],
)
def test_stg_07_an_announcement_alone_never_moves_the_stage(said, measures, proposed):
    found = assess(facts(*said, measures=measures, usual_lead_days=2))

    assert found.proposed == proposed
    assert found.announced == "full_recovery"
    assert found.awaits_check is (proposed != found.announced)


def test_an_own_order_before_the_relapse_proves_nothing():
    found = assess(facts(*SOME, measures=EVERYTHING, worsened_on=day("12-23")))

    assert found.proposed is RecoveryStage.STOPPED


def test_the_next_rung_says_what_is_missing_and_on_what_the_rest_stands():
    found = assess(facts(*TRIAL, measures=EVERYTHING))

    rung = found.next_rung

    assert rung.stage is RecoveryStage.PARTIAL_RECOVERY
    assert [one.condition for one in rung.missing] == ["shipping_in_part", "shipping_widens"]
    assert [one.text for one in rung.findings[2].evidence] == ["shipped 12-20"]
    assert rung.findings[0].evidence[0].text == "shipping partial"


def test_there_is_no_rung_above_the_top_and_none_without_a_picture():
    top = assess(facts(*FULL, measures=EVERYTHING, usual_lead_days=2))
    empty = assess(Facts(day(TODAY), {}))

    assert (top.proposed, top.next_rung) == (RecoveryStage.FULL_RECOVERY, None)
    assert (empty.proposed, empty.announced, empty.next_rung) == (None, None, None)
    assert not empty.awaits_check


def test_stg_14_after_an_attack_more_has_to_be_so():
    known = facts(*FULL, measures=EVERYTHING, usual_lead_days=2)

    bare = assess(replace(known, verified=frozenset()))
    stated = assess(
        replace(known, verified=frozenset(VerificationKind) - {VerificationKind.PREVENTION})
    )
    verified = assess(replace(known, verified=frozenset(VerificationKind)))

    assert [bare.proposed, stated.proposed, verified.proposed] == [
        "partial_recovery",
        "operational",
        "full_recovery",
    ]


def test_the_usual_delivery_time_has_to_be_known_to_be_reached():
    condition = StageCondition.LEAD_TIME_USUAL

    assert not find(condition, facts(*FULL, measures=EVERYTHING)).is_met
    assert not find(condition, facts(*FULL, measures=EVERYTHING[3:4], usual_lead_days=0)).is_met
    assert find(condition, facts(*FULL, measures=EVERYTHING, usual_lead_days=1)).is_met


def test_a_delay_left_anywhere_is_named():
    found = find(StageCondition.NO_DELAYS, facts(*DAILY))

    assert (found.is_met, [one.text for one in found.evidence]) == (False, ["shipping degraded"])


@pytest.mark.parametrize(
    ("since", "today", "expected"),
    [
        ("12-19", "12-22", 1),  # over a weekend
        ("12-22", "12-25", 3),
        ("2026-01-09", "2026-01-13", 1),  # Coming of Age Day between
        ("12-24", "12-24", 0),
    ],
)
def test_business_days_leave_out_weekends_and_holidays(since, today, expected):
    assert business_days_since(day(since), day(today)) == expected


@pytest.mark.parametrize(
    ("said", "measures", "expected"),
    [
        (say("orders", "stopped", "10-19"), (), ("stopped", "stopped")),
        (say("orders", "partial", "10-29", channel="fax"), (), ("temporary_stability", "stopped")),
        (say("orders", "partial", "10-29"), (), ("partial_recovery", "stopped")),
        (say("orders", "degraded", "10-29"), EVERYTHING, ("operational", "operational")),
        (say("orders", "resumed", "10-29"), EVERYTHING, ("full_recovery", "full_recovery")),
        (say("fax", "resumed", "10-29"), (), ("full_recovery", "full_recovery")),
    ],
)
def test_each_domain_has_a_stage_of_its_own(said, measures, expected):
    known = facts(said, measures=measures)

    found = assess_domain(known.cell(said.domain), known)

    assert found == DomainStage(*(RecoveryStage(one) for one in expected))


def test_a_domain_with_something_still_announced_is_not_fully_back():
    known = facts(say("fax", "resumed", "10-29"), say("fax", "planned_stop", "10-30"))

    assert assess_domain(known.cell(ServiceDomain.FAX), known).announced == "overall_stability"


def test_a_domain_of_which_nothing_is_known_has_no_stage():
    known = facts(say("orders", "unknown", "10-19"))

    assert assess_domain(known.cell(ORDERS), known) is None
    assert assess_domain(Cell(SHIPPING), known) is None


def test_stg_09_a_release_out_of_the_usual_order_is_told():
    stopped = say("shipping", "stopped", "10-19")
    resumed = say("billing", "resumed", "11-01")
    never_down = say("email", "normal", "11-01")

    assert out_of_order(cells(stopped, resumed, never_down)) == [
        OutOfOrder(early=ServiceDomain.BILLING, late=SHIPPING)
    ]
    assert out_of_order(cells(say("orders", "resumed", "11-01"), stopped)) == []


@pytest.mark.parametrize(
    ("decided", "said", "expected"),
    [
        ("operational", STOPPED, True),
        ("stopped", STOPPED, False),
        ("stopped", TRIAL, False),
        (None, STOPPED, False),
        ("operational", (), False),
    ],
)
def test_stg_12_words_that_no_longer_support_the_stage_are_a_relapse(decided, said, expected):
    found = assess(facts(*said, measures=EVERYTHING))

    assert is_relapse(decided and RecoveryStage(decided), found) is expected


def test_every_stage_has_its_conditions_and_every_condition_can_be_found():
    assert tuple(REQUIREMENTS) == LADDER
    for condition in StageCondition:
        assert find(condition, facts(*STOPPED)).condition is condition


def test_main_cells_without_any_word_are_unknown():
    assert main_cells(Facts(day(TODAY), {})) == (Cell(ORDERS), Cell(ORDERS))


@pytest.mark.parametrize(
    ("measures", "stage", "missing"),
    [
        ((), "stopped", ()),
        ((), "temporary_stability", ("order_accepted",)),
        ((), "partial_recovery", ("order_accepted", "order_shipped")),
        ((measure("accepted"),), "temporary_stability", ()),
        ((measure("accepted"),), "partial_recovery", ("order_shipped",)),
        (EVERYTHING, "overall_stability", ()),
        (EVERYTHING, "full_recovery", ("lead_time_usual",)),
    ],
)
def test_stg_07_what_nobody_has_tried_is_missing_above_the_proposal(measures, stage, missing):
    found = assess(facts(*SOME, measures=measures))

    assert unmeasured(RecoveryStage(stage), found) == missing


def test_without_a_picture_everything_is_missing():
    found = assess(Facts(day(TODAY), {}))

    assert unmeasured(RecoveryStage.TEMPORARY_STABILITY, found) == ("order_accepted",)
