import pytest

from accounts.models import AuditEntry
from tests.factories import (
    DisruptionFactory,
    MeasuredCheckFactory,
    ResidualExceptionFactory,
    StageDecisionFactory,
    TimelineRecordFactory,
    VerificationFactory,
)
from tests.tracker.operations.telling import at, claim, day, items, read
from tracker.enums import RecoveryStage, ReopeningSign
from tracker.models import StageDecision
from tracker.operations import recovery
from tracker.operations.pictures import picture

pytestmark = pytest.mark.django_db


def partial(on):
    return (
        claim("orders", "partial", on, limits=("items",)),
        claim("shipping", "partial", on, limits=("areas",)),
    )


def judged(supplier, when, service=""):
    return recovery.recovery(picture(supplier, at=at(when)), service=service)


@pytest.fixture
def grown(supplier, page):
    """Let the supplier ship ever more goods."""
    read(page, "11-12", *partial("11-12"), numbers=(items("11-12", 37),), told_on="11-12")
    read(page, "11-28", *partial("11-28"), numbers=(items("11-28", 237),), told_on="11-28")
    return supplier


@pytest.fixture
def shipped(grown):
    """Let a test order of ours be accepted and shipped."""
    MeasuredCheckFactory(
        supplier=grown,
        workspace=grown.workspace,
        placed_on=day("11-28"),
        accepted_on=day("11-29"),
        shipped_on=day("12-01"),
    )
    return grown


def test_stg_07_words_alone_leave_the_proposal_at_the_stop(grown):
    found = judged(grown, "12-01")

    assert (found.assessment.proposed, found.assessment.announced) == (
        "stopped",
        "partial_recovery",
    )
    assert [one.condition for one in found.assessment.next_rung.missing] == ["order_accepted"]
    assert found.domains["orders"].announced == "partial_recovery"
    assert (found.stage, found.decision, found.is_relapse) == (None, None, False)


def test_stg_13_a_tracked_test_order_moves_it(shipped):
    assert judged(shipped, "11-30").assessment.proposed == "temporary_stability"
    assert judged(shipped, "12-02").assessment.proposed == "partial_recovery"


def test_one_service_is_judged_by_itself(supplier, page):
    read(
        page,
        "12-01",
        claim("orders", "stopped", "12-01", services=("A",)),
        claim("orders", "resumed", "12-01", services=("B",)),
    )

    assert judged(supplier, "12-02", "A").assessment.announced == "stopped"
    assert judged(supplier, "12-02", "B").assessment.announced == "temporary_stability"


def test_stg_08_a_person_decides_on_what_was_shown(shipped, buyer):
    seen = picture(shipped, at=at("12-02"))
    mark = recovery.recovery(seen).mark

    made = recovery.decide(
        seen, RecoveryStage.TEMPORARY_STABILITY, mark=mark, reason="only medicine ships", by=buyer
    )

    assert (made.stage, made.proposed, made.decided_by) == (
        "temporary_stability",
        "partial_recovery",
        buyer,
    )
    assert {one["condition"] for one in made.evidence if one["is_met"]} >= {"orders_in_part"}
    assert judged(shipped, "12-03").stage == "temporary_stability"
    assert AuditEntry.objects.get(action="stage.decided").reason == "only medicine ships"


def test_stg_07_an_announcement_alone_moves_nothing(grown, buyer):
    seen = picture(grown, at=at("12-01"))
    mark = recovery.recovery(seen).mark

    with pytest.raises(recovery.UnmeasuredStageError) as refused:
        recovery.decide(
            seen, RecoveryStage.PARTIAL_RECOVERY, mark=mark, reason="they say so", by=buyer
        )

    assert refused.value.missing == ("order_accepted", "order_shipped")
    assert not StageDecision.objects.exists()


def test_an_earlier_day_is_judged_on_what_was_known_then(grown):
    disruption = DisruptionFactory(
        supplier=grown,
        workspace=grown.workspace,
        is_attack=True,
        started_at=at("10-19"),
        closed_at=at("12-10"),
    )
    exception = {"disruption": disruption, "opened_at": at("11-20")}
    ResidualExceptionFactory(**exception, text="fax", settled_at=at("12-05"))
    ResidualExceptionFactory(**exception, text="direct-ship goods")
    VerificationFactory(disruption=disruption, confirmed_at=at("12-03"))

    def known(when):
        found = recovery.facts(picture(grown, at=at(when)))
        return found.exceptions, found.verified

    assert known("11-19") == ((), frozenset())
    assert known("12-01") == (("fax", "direct-ship goods"), frozenset())
    assert known("12-06") == (("direct-ship goods",), frozenset({"cause"}))
    assert known("12-11") == ((), None)


def test_a_decision_on_what_is_no_longer_known_is_refused(grown, page, buyer):
    mark = judged(grown, "12-01").mark
    read(page, "12-02", claim("orders", "stopped", "12-02"))

    with pytest.raises(recovery.OutdatedProposalError):
        recovery.decide(
            picture(grown, at=at("12-03")),
            RecoveryStage.PARTIAL_RECOVERY,
            mark=mark,
            reason="-",
            by=buyer,
        )

    assert not StageDecision.objects.exists()


def test_stg_12_a_relapse_is_seen_against_what_was_decided(grown, page):
    StageDecisionFactory(
        supplier=grown,
        workspace=grown.workspace,
        stage="partial_recovery",
        proposed="partial_recovery",
        decided_at=at("11-30"),
    )
    read(page, "12-02", claim("orders", "stopped", "12-02"), told_on="12-02")

    assert not judged(grown, "12-01").is_relapse
    assert judged(grown, "12-03").is_relapse


def test_an_open_disruption_brings_its_exceptions_and_verifications(grown):
    disruption = DisruptionFactory(supplier=grown, workspace=grown.workspace, is_attack=True)
    ResidualExceptionFactory(disruption=disruption, text="fax")
    VerificationFactory(disruption=disruption)

    known = recovery.facts(picture(grown, at=at("12-01")))

    assert (known.exceptions, known.verified) == (("fax",), frozenset({"cause"}))
    assert judged(grown, "12-01").disruption == disruption


def test_things_got_worse_when_ordering_or_shipping_did(grown, page):
    read(page, "12-10", claim("orders", "stopped", "12-10"), told_on="12-10")

    assert recovery.facts(picture(grown, at=at("12-11"))).worsened_on == day("12-10")


def test_stg_10_signs_are_read_from_how_the_wording_moved(grown, page):
    mine = {"supplier": grown, "workspace": grown.workspace, "kind": "observation"}
    TimelineRecordFactory(**mine, observed="stock", result="works", happened_at=at("12-09"))
    read(page, "12-10", claim("orders", "resumed", "12-10"), told_on="12-10")

    found = recovery.seen_signs(picture(grown, at=at("12-11")))

    assert [one.sign for one in found if one.is_seen] == [
        ReopeningSign.LIMITS_DROPPED,
        ReopeningSign.DISPLAYS_BACK,
    ]


def test_stg_09_a_release_out_of_order_is_told(supplier, page):
    read(
        page,
        "12-01",
        claim("shipping", "stopped", "12-01"),
        claim("billing", "resumed", "12-01"),
    )

    (found,) = judged(supplier, "12-02").out_of_order

    assert (found.early, found.late) == ("billing", "shipping")
