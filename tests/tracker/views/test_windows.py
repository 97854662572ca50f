"""Planned stops as people see, confirm, move and roll them back; the tasks around them."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry
from tests.factories import (
    CompanyDayFactory,
    MaintenanceWindowFactory,
    SupplierFactory,
    UserFactory,
    WindowSlotFactory,
    WindowTaskFactory,
)
from tests.tracker.operations.telling import at
from tracker.enums import CompanyDayKind, PlannedTaskKind, WindowState
from tracker.models import CompanyDay, MaintenanceWindow, WindowTask

TIMES = {
    "start_at_0": "2026-01-17",
    "start_at_1": "22:00",
    "end_at_0": "2026-01-18",
    "end_at_1": "06:00",
}


@pytest.fixture
def supplier(workspace):
    return SupplierFactory(workspace=workspace, name="つぐみ野商会")


@pytest.fixture
def window(supplier):
    row = MaintenanceWindowFactory(
        supplier=supplier,
        workspace=supplier.workspace,
        purpose="データベースの更新",
        start_at=at("01-17 22"),
        end_at=at("01-18 06"),
        reserve_start_at=at("01-24 22"),
        reserve_end_at=at("01-25 06"),
        contact="カードセンター",
    )
    WindowSlotFactory(window=row, service="日計処理", alternative="手動で日計処理")
    return row


def path_of(name, *args, **query):
    return reverse(f"tracker:{name}", args=["kitahama", *args], query=query)


def step(client, window, name):
    return client.post(path_of("window-step", window.pk, name), follow=True)


def states():
    return list(MaintenanceWindow.objects.order_by("pk").values_list("state", flat=True))


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("query", "number"),
    [({}, 10), ({"month": "2026-01"}, 9)],  # frame 6, suppliers, windows, (tasks,) days
)
def test_window_list_query_count_is_flat(
    read_only_client, window, django_assert_num_queries, count, query, number
):
    more = {"supplier": window.supplier, "workspace": window.workspace, "start_at": at("01-10")}
    MaintenanceWindowFactory.create_batch(count - 1, **more, end_at=at("01-11"))
    MaintenanceWindowFactory(start_at=at("01-10"), end_at=at("01-11"))  # another company's

    with django_assert_num_queries(number):
        response = read_only_client.get(path_of("window-list", **query))

    assert len(response.context.get("rows", [])) + response.context.get("count", 0) == count


def test_the_list_shows_what_is_live_unless_asked_for_all(read_only_client, window):
    gone = MaintenanceWindowFactory(
        supplier=window.supplier, workspace=window.workspace, state=WindowState.CANCELLED
    )

    live = read_only_client.get(path_of("window-list")).context["rows"]
    every = read_only_client.get(path_of("window-list", gone="on")).context["rows"]

    assert [row["window"] for row in live] == [window]
    assert [row["window"] for row in every] == [gone, window]


def test_the_list_filters_by_supplier(read_only_client, window):
    other = SupplierFactory(workspace=window.workspace)
    fragment = {"HX-Request": "true"}

    response = read_only_client.get(path_of("window-list", supplier=other.pk), headers=fragment)

    assert response.context["rows"] == []
    assert response.content.decode().lstrip().startswith('<div id="windows">')


def test_the_month_shows_nights_holidays_and_our_days(read_only_client, window):
    CompanyDayFactory(workspace=window.workspace, day_of_month=20, name="支払日")

    response = read_only_client.get(path_of("window-list", month="2026-01"))

    days = {day["on"].day: day for day in response.context["weeks"][2]}
    assert (days[17]["windows"], days[16]["windows"]) == ([window], [])
    assert response.context["weeks"][3][0]["windows"] == [window]  # the 18th
    assert days[12]["holiday"] == "成人の日"
    assert [one.name for one in response.context["weeks"][3][2]["own"]] == ["支払日"]


@pytest.mark.parametrize("text", ["now", "2026-13", "x", ""])
def test_a_month_that_cannot_be_read_is_this_month(read_only_client, supplier, text):
    response = read_only_client.get(path_of("window-list", month=text))

    assert response.context["first"] == timezone.localdate().replace(day=1)


def test_mnt_02_the_page_tells_slots_alternatives_and_contact(read_only_client, window):
    body = read_only_client.get(path_of("window-detail", window.pk)).content.decode()

    for words in (
        "データベースの更新",
        "日計処理",
        "手動で日計処理",
        "カードセンター",
        "2026年1月24日(土)",
    ):
        assert words in body
    assert path_of("window-step", window.pk, "confirm") not in body


def test_confirming_puts_the_tasks_in_ones_hands(purchaser_client, window):
    step(purchaser_client, window, "confirm")

    tasks = WindowTask.objects.order_by("due_at", "pk")
    assert [(task.kind, task.owner) for task in tasks] == [
        (kind, purchaser_client.user)
        for kind in (
            PlannedTaskKind.TELL_STAFF,
            PlannedTaskKind.DAILY_TOTALS,
            PlannedTaskKind.CHECK_SERVICE,
        )
    ]
    entry = AuditEntry.objects.get(action="window.state")
    assert (entry.before, entry.after["state"]) == ({"state": "proposed"}, "confirmed")


def test_a_late_preparation_is_due_when_the_work_begins(purchaser_client, window):
    start = timezone.now() + timedelta(hours=5)
    MaintenanceWindow.objects.update(start_at=start, end_at=start + timedelta(hours=1))

    step(purchaser_client, window, "confirm")

    assert WindowTask.objects.get(kind=PlannedTaskKind.TELL_STAFF).due_at == start


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        (["cancel"], ["cancelled"]),
        (["confirm", "begin", "done"], ["done"]),
        (["confirm", "roll-back"], ["rolled_back", "confirmed"]),
        (["begin"], ["proposed"]),  # nobody has confirmed it
        (["cancel", "confirm"], ["cancelled"]),
    ],
)
def test_steps_follow_one_another(purchaser_client, window, steps, expected):
    for name in steps:
        response = step(purchaser_client, window, name)

    assert states() == expected
    assert response.status_code == 200


def test_a_step_at_the_wrong_moment_is_told(purchaser_client, window):
    response = step(purchaser_client, window, "begin")

    assert "何も行いませんでした。" in response.content.decode()
    assert step(purchaser_client, window, "explode").status_code == 404


def test_mnt_05_rolling_back_leads_to_the_reserve(purchaser_client, window):
    step(purchaser_client, window, "confirm")

    response = step(purchaser_client, window, "roll-back")

    reserve = MaintenanceWindow.objects.latest("pk")
    assert response.context["window"] == reserve
    assert reserve.start_at == at("01-24 22")
    shift = reserve.slots.get().start_at - window.slots.get().start_at
    assert shift == timedelta(days=7)
    assert reserve.tasks.count() == 3


def test_other_times_make_a_new_window(purchaser_client, window):
    data = TIMES | {"start_at_0": "2026-01-18", "end_at_0": "2026-01-19", "purpose": "更新"}

    response = purchaser_client.post(path_of("window-edit", window.pk), data, follow=True)

    moved = response.context["window"]
    assert (moved.start_at, moved.replaces, moved.state) == (at("01-18 22"), window, "proposed")
    assert moved.slots.get().start_at - window.slots.get().start_at == timedelta(days=1)
    assert states() == ["moved", "proposed"]


def test_other_words_change_the_window_itself(purchaser_client, window):
    reserve = {
        "reserve_start_at_0": "2026-01-24",
        "reserve_start_at_1": "22:00",
        "reserve_end_at_0": "2026-01-25",
        "reserve_end_at_1": "06:00",
    }
    data = TIMES | reserve | {"purpose": "更新", "improvement": "速くなる。", "contact": "03-"}

    for _ in range(2):
        purchaser_client.post(path_of("window-edit", window.pk), data)

    window.refresh_from_db()
    assert (window.purpose, window.improvement, states()) == ("更新", "速くなる。", ["proposed"])
    assert AuditEntry.objects.filter(action="window.described").count() == 1


def test_what_is_over_cannot_be_moved(purchaser_client, window):
    MaintenanceWindow.objects.update(state=WindowState.DONE)

    response = purchaser_client.post(path_of("window-edit", window.pk), TIMES, follow=True)

    assert "もう変えられません" in response.content.decode()
    assert states() == ["done"]


def test_one_is_entered_by_hand_and_completed(purchaser_client, supplier):
    data = TIMES | {"supplier": supplier.pk, "purpose": "棚卸"}

    response = purchaser_client.post(path_of("window-add"), data, follow=True)
    window = response.context["window"]
    slot = {f"slot-{key}": value for key, value in TIMES.items()} | {"slot-service": "出荷"}
    purchaser_client.post(path_of("slot-add", window.pk), slot)

    assert (window.start_at, window.slots.get().service) == (at("01-17 22"), "出荷")
    purchaser_client.post(path_of("slot-remove", window.pk, window.slots.get().pk))
    assert window.slots.count() == 0


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"end_at_0": "2026-01-16"}, "終了は開始より後の日時にしてください。"),
        (
            {"reserve_start_at_0": "2026-01-24", "reserve_start_at_1": "22:00"},
            "予備日は開始と終了の両方を入力してください。",
        ),
        ({"supplier": 0}, "選択"),
    ],
)
def test_a_window_that_makes_no_sense_comes_back(purchaser_client, supplier, more, words):
    data = TIMES | {"supplier": supplier.pk, "purpose": "棚卸"} | more

    response = purchaser_client.post(path_of("window-add"), data)

    assert (response.status_code, states()) == (422, [])
    assert words in response.content.decode()


def test_a_slot_that_ends_before_it_begins_comes_back(purchaser_client, window):
    slot = {f"slot-{key}": value for key, value in TIMES.items()}
    slot |= {"slot-service": "出荷", "slot-end_at_0": "2026-01-16"}

    response = purchaser_client.post(path_of("slot-add", window.pk), slot)

    assert response.status_code == 422
    assert window.slots.count() == 1


def test_another_window_s_slot_is_not_found(purchaser_client, window):
    foreign = WindowSlotFactory()

    response = purchaser_client.post(path_of("slot-remove", window.pk, foreign.pk))

    assert response.status_code == 404


def test_a_task_is_handed_over_done_and_opened_again(purchaser_client, manager_client, window):
    task = WindowTaskFactory(window=window)
    path = path_of("task-step", task.pk)
    prefix = f"task{task.pk}"
    sent = {
        "act": "hand-over",
        f"{prefix}-owner": manager_client.user.pk,
        f"{prefix}-due_at_0": "2026-01-15",
        f"{prefix}-due_at_1": "12:00",
    }

    purchaser_client.post(path, sent)
    manager_client.post(path)
    task.refresh_from_db()
    assert (task.owner, task.due_at) == (manager_client.user, at("01-15"))
    assert task.done_by == manager_client.user
    manager_client.post(path, {"act": "undo"})

    task.refresh_from_db()
    assert task.done_at is None
    assert list(AuditEntry.objects.order_by("pk").values_list("action", flat=True)) == [
        "window_task.handed_over",
        "window_task.done",
        "window_task.undone",
    ]


def test_a_task_goes_to_members_only(purchaser_client, window):
    task = WindowTaskFactory(window=window)
    sent = {"act": "hand-over", f"task{task.pk}-owner": UserFactory().pk}

    response = purchaser_client.post(path_of("task-step", task.pk), sent)

    assert response.status_code == 422
    assert WindowTask.objects.get().owner is None


def test_mnt_09_what_meets_our_days_is_marked(purchaser_client, window):
    data = {"kind": CompanyDayKind.PAYMENT, "name": "支払日", "day_of_month": "18"}
    purchaser_client.post(path_of("company-day-list"), data)

    row = purchaser_client.get(path_of("window-list")).context["rows"][0]
    body = purchaser_client.get(path_of("window-detail", window.pk)).content.decode()

    assert [one.day.name for one in row["meetings"]] == ["支払日"]
    assert "当社の日程と重なります" in body


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ({"at": "15:00"}, [(None, None, "15:00")]),
        ({"weekday": "0"}, [(0, None, None)]),
        ({"day_of_month": "31"}, [(None, 31, None)]),
        ({}, []),
        ({"weekday": "0", "day_of_month": "31"}, []),
        ({"day_of_month": "32"}, []),
    ],
)
def test_company_days(purchaser_client, supplier, data, expected):
    sent = {"kind": CompanyDayKind.ORDER_CUT_OFF, "name": "締切"} | data

    response = purchaser_client.post(path_of("company-day-list"), sent)

    assert response.status_code == (302 if expected else 422)
    assert [
        (day.weekday, day.day_of_month, f"{day.at:%H:%M}" if day.at else None)
        for day in CompanyDay.objects.all()
    ] == expected


def test_a_day_of_ours_is_removed(purchaser_client, window):
    day = CompanyDayFactory(workspace=window.workspace)

    purchaser_client.post(path_of("company-day-remove", day.pk))

    assert CompanyDay.objects.count() == 0
    assert AuditEntry.objects.get(action="company_day.removed").before["name"] == "月末締め"


def test_today_names_due_tasks_and_what_waits(purchaser_client, manager_client, window):
    now = timezone.now()
    mine, free = (
        WindowTaskFactory(window=window, due_at=now, owner=owner, kind=kind)
        for owner, kind in ((purchaser_client.user, "retry"), (None, "tell_staff"))
    )
    WindowTaskFactory(window=window, due_at=now, owner=manager_client.user, kind="get_slips")
    WindowTaskFactory(window=window, due_at=now + timedelta(days=9), kind="test_phone")

    context = purchaser_client.get(path_of("today")).context

    assert context["tasks"] == [mine, free]
    assert list(context["proposed"]) == [window]
