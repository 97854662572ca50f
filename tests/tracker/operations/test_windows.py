import pytest

from accounts.models import Message
from tests.factories import (
    CompanyDayFactory,
    MaintenanceWindowFactory,
    UserFactory,
    WindowSlotFactory,
)
from tests.tracker.operations.telling import at, follow, read, tell
from tracker.enums import CompanyDayKind, PlannedTaskKind, WindowState
from tracker.models import MaintenanceWindow, WindowTask
from tracker.operations import company_days, window_tasks, windows

pytestmark = pytest.mark.django_db


def planned(day, hours=(22, 6), **more):
    """Return planned work on a night of January 2026, as it is read from a notice."""
    start, end = f"2026-01-{day:02}T{hours[0]:02}:00+09:00", f"2026-01-{day + 1:02}T06:00+09:00"
    slot = {
        "start": start,
        "end": end,
        "group": "",
        "service": "orders",
        "behaviour": "",
        "alternative": "FAXで承ります",
        "condition": "",
    }
    return {"start": start, "end": end, "slots": [slot]} | more


RESERVE = {
    "reserve_start": "2026-01-24T22:00+09:00",
    "reserve_end": "2026-01-25T06:00+09:00",
    "purpose": "データベースの更新",
}


@pytest.fixture
def window(supplier):
    row = MaintenanceWindowFactory(
        supplier=supplier,
        workspace=supplier.workspace,
        start_at=at("01-17 22"),
        end_at=at("01-18 06"),
        reserve_start_at=at("01-24 22"),
        reserve_end_at=at("01-25 06"),
    )
    WindowSlotFactory(window=row, service="日計処理")
    return row


def states():
    return list(MaintenanceWindow.objects.order_by("pk").values_list("state", flat=True))


def test_planned_work_is_proposed_from_a_notice_and_told(page, buyer):
    told = tell(page, "01-05", windows=(planned(17, **RESERVE),))

    row = MaintenanceWindow.objects.get()
    assert (row.state, row.start_at, row.purpose) == (
        "proposed",
        at("01-17 22"),
        RESERVE["purpose"],
    )
    assert row.reserve_end_at == at("01-25 06")
    assert row.slots.get().alternative == "FAXで承ります"
    assert Message.objects.get(pk__in=told).recipient == buyer


def test_the_same_work_read_again_is_not_proposed_twice_and_silence_calls_nothing_off(page):
    for when in ("01-05", "01-06"):
        tell(page, when, windows=(planned(17),))
    tell(page, "01-07")

    assert states() == ["proposed"]


def test_the_same_work_on_a_second_page_completes_the_first(supplier, page, buyer):
    tell(page, "01-05", windows=(planned(17),))
    second = follow(supplier)

    told = tell(second, "01-06", windows=(planned(17, **RESERVE, contact="03-0000"),))
    row = MaintenanceWindow.objects.get()
    assert (row.reserve_end_at, row.contact, told) == (at("01-25 06"), "03-0000", [])

    windows.confirm(row, by=buyer, now=at("01-06"))
    tell(second, "01-07", windows=(planned(17, rollback_rule="切り戻し"),))
    row.refresh_from_db()
    assert (row.state, row.rollback_rule) == ("confirmed", "")


def test_work_that_moved_replaces_what_was_confirmed(page, buyer):
    tell(page, "01-05", windows=(planned(17),))
    windows.confirm(MaintenanceWindow.objects.get(), by=buyer, now=at("01-05"))

    tell(page, "01-08", windows=(planned(20),))

    assert states() == ["moved", "proposed"]
    assert MaintenanceWindow.objects.last().replaces == MaintenanceWindow.objects.first()


def test_work_that_is_over_or_stands_on_an_old_version_is_not_proposed(supplier, page):
    tell(page, "01-20", windows=(planned(17),), told_on="01-20")
    old = read(page, "01-21", windows=(planned(27),), told_on="01-05")

    assert windows.take_in(old, supplier, now=at("01-21")) == []
    assert states() == []


def test_confirming_brings_the_tasks(window, buyer):
    windows.confirm(window, by=buyer, now=at("01-06"))

    tasks = WindowTask.objects.filter(window=window).order_by("due_at", "pk")
    assert [task.kind for task in tasks] == [
        PlannedTaskKind.TELL_STAFF,
        PlannedTaskKind.DAILY_TOTALS,
        PlannedTaskKind.CHECK_SERVICE,
    ]
    window_tasks.do(tasks[0], by=buyer, now=at("01-07"))
    window_tasks.do(tasks[0], by=UserFactory(), now=at("01-08"))
    assert WindowTask.objects.filter(done_by=buyer).count() == 1


def test_mnt_05_rolled_back_work_falls_to_its_reserve(window, buyer):
    windows.confirm(window, by=buyer, now=at("01-06"))

    reserve = windows.roll_back(window, by=buyer, now=at("01-18"))

    assert (reserve.start_at, reserve.state) == (at("01-24 22"), WindowState.CONFIRMED)
    assert reserve.slots.get().service == "日計処理"
    assert reserve.tasks.count() == 3
    assert states() == ["rolled_back", "confirmed"]


def test_rolled_back_work_without_a_reserve_leaves_none(supplier, buyer):
    window = MaintenanceWindowFactory(
        supplier=supplier, workspace=supplier.workspace, state=WindowState.RUNNING
    )

    assert windows.roll_back(window, by=buyer, now=at("10-20")) is None


def test_what_is_done_or_called_off_can_no_longer_be_confirmed(window, buyer):
    windows.change_state(window, WindowState.CANCELLED, by=buyer, now=at("01-06"))

    with pytest.raises(windows.WrongMomentError):
        windows.confirm(window, by=buyer, now=at("01-06"))


def test_the_clock_begins_and_ends_confirmed_work(window, buyer):
    assert windows.advance(now=at("01-17 23")) == 0  # nobody has confirmed it
    windows.confirm(window, by=buyer, now=at("01-06"))

    moved = [windows.advance(now=at(one)) for one in ("01-17 21", "01-17 23", "01-18 06")]

    assert (moved, states()) == ([0, 1, 1], ["done"])


def test_mnt_09_meetings_with_days_of_ours_are_found(window, supplier):
    CompanyDayFactory(
        workspace=supplier.workspace,
        kind=CompanyDayKind.PAYMENT,
        name="支払日",
        day_of_month=18,
    )
    CompanyDayFactory(name="another company's")

    (found,) = company_days.meetings([window])

    assert (found.window, found.collision.day.name) == (window, "支払日")
