import pytest

from tests.tracker.domain.saying import day, say
from tracker.domain.newest import is_restored, newest_first, oldest_first


def said(statements):
    return [one.evidence for one in statements]


def test_t3_a_notice_seen_late_stays_where_its_day_puts_it():
    twelfth = say("orders", "partial", "11-12", seen="11-12", number=12, evidence="12")
    eleventh = say("orders", "stopped", "11-11", seen="11-13", number=11, evidence="11")

    assert said(newest_first([eleventh, twelfth])) == ["12", "11"]


def test_t3_notices_of_one_day_go_by_number_whatever_was_seen_first():
    twelfth = say("orders", "partial", "11-12", seen="11-12", number=12, evidence="12")
    eleventh = say("orders", "stopped", "11-12", seen="11-13", number=11, evidence="11")
    plain = say("orders", "stopped", "11-12", seen="11-14", evidence="plain")

    assert said(oldest_first([twelfth, plain, eleventh])) == ["11", "12", "plain"]


def test_t3_a_back_dated_notice_counts_from_the_one_it_follows():
    eleventh = say("orders", "stopped", "11-11", number=11, evidence="11")
    twelfth = say("orders", "partial", "11-02", seen="11-12", number=12, evidence="12")

    assert said(newest_first([twelfth, eleventh])) == ["12", "11"]


def test_t3_an_edit_marked_with_its_day_is_newer_than_a_later_number():
    edited = say("orders", "partial", "11-20", posted="11-11", number=11, evidence="edited 11")
    twelfth = say("orders", "stopped", "11-12", number=12, evidence="12")

    assert said(newest_first([twelfth, edited])) == ["edited 11", "12"]


@pytest.mark.parametrize(
    ("told_on", "earlier", "has_withdrawal", "expected"),
    [
        ("10-20", ["10-19", "10-31"], False, True),  # from some cache
        ("10-20", ["10-19", "10-31"], True, False),  # the newer notice was taken back
        ("10-31", ["10-19", "10-31"], False, False),
        ("10-20", [], False, False),  # the first reading
        (None, ["10-31"], False, False),  # prints no day
    ],
)
def test_f11_an_old_version_that_comes_back_is_known_by_its_day(
    told_on, earlier, has_withdrawal, expected
):
    found = is_restored(
        day(told_on) if told_on else None,
        [day(one) for one in earlier],
        has_withdrawal=has_withdrawal,
    )

    assert found is expected
