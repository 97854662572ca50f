import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry
from procurement.enums import ErrandKind
from procurement.models import Checklist, Errand
from procurement.operations import impacts, running_errands
from procurement.tasks import run_errand
from reconciliation.enums import JobState
from tests.factories.procurement import ErrandFactory
from tests.procurement.story import order_of, stopped


@pytest.fixture
def room(story):
    impacts.refresh(story.disruption, now=timezone.now())
    return story


def path(story, name="room"):
    return reverse(f"procurement:{name}", args=[story.supplier.workspace.slug, story.disruption.pk])


@pytest.mark.parametrize("count", [1, 3])
def test_room_query_count_is_flat(purchaser_client, story, django_assert_num_queries, count):
    for number in range(1, count):
        order_of(story.supplier, f"B-{number}")
    impacts.refresh(story.disruption, now=timezone.now())
    purchaser_client.get(path(story))

    with django_assert_num_queries(20):
        response = purchaser_client.get(path(story))

    assert len(response.context["orders"]) == count


def test_one_chosen_order_leads_to_its_checklist(purchaser_client, room):
    response = purchaser_client.post(path(room, "room-prepare"), {"order": room.order.pk})

    checklist = Checklist.objects.get()
    assert response["Location"].endswith(f"/checklists/{checklist.pk}/")


def test_nothing_chosen_opens_nothing(purchaser_client, room):
    response = purchaser_client.post(path(room, "room-prepare"), {}, follow=True)

    assert not Checklist.objects.exists()
    assert "影響のある注文を1件以上選んでください" in response.content.decode()


def test_s4_fields_that_were_never_offered_are_refused_and_audited(purchaser_client, room):
    sent = {"order": room.order.pk, "decided_by": 1}

    response = purchaser_client.post(path(room, "room-prepare"), sent)

    assert response.status_code == 400
    assert AuditEntry.objects.filter(action="form.refused").count() == 1
    assert not Checklist.objects.exists()


def test_s12_orders_of_another_company_are_refused(purchaser_client, room, other_workspace):
    foreign = stopped(other_workspace, now=timezone.now())

    purchaser_client.post(path(room, "room-prepare"), {"order": foreign.order.pk})

    assert not Checklist.objects.exists()


def test_many_orders_are_long_work(
    purchaser_client, room, monkeypatch, django_capture_on_commit_callbacks
):
    rung = []
    monkeypatch.setattr("procurement.views.rooms.AT_ONCE", 0)
    monkeypatch.setattr(run_errand, "delay", lambda **about: rung.append(about))

    with django_capture_on_commit_callbacks(execute=True):
        response = purchaser_client.post(path(room, "room-prepare"), {"is_all": "on"})

    errand = Errand.objects.get()
    assert rung == [{"errand_id": errand.pk}]
    assert not Checklist.objects.exists()
    run_errand(errand_id=errand.pk)
    run_errand(errand_id=errand.pk)
    assert Checklist.objects.count() == 1
    assert "点検を1件始めました" in purchaser_client.get(response["Location"]).content.decode()


def test_cancelled_work_opens_nothing(purchaser_client, room):
    about = {"disruption": room.disruption.pk, "orders": [room.order.pk]}
    errand = ErrandFactory(
        workspace=room.order.workspace,
        about=about,
        kind=ErrandKind.PREPARE,
        started_by=room.buyer.user,
    )
    cancel = reverse("procurement:errand-cancel", args=[errand.workspace.slug, errand.pk])

    purchaser_client.post(cancel)
    running_errands.run(errand.pk, clock=timezone.now)

    errand.refresh_from_db()
    assert (errand.state, Checklist.objects.count()) == (JobState.CANCELLED, 0)
    assert "すでに終わっていました" in purchaser_client.post(cancel, follow=True).content.decode()


def test_taking_charge_is_one_click_and_is_audited(purchaser_client, room):
    purchaser_client.post(path(room, "room-take"))

    room.disruption.refresh_from_db()
    assert room.disruption.owner == purchaser_client.user
    assert AuditEntry.objects.filter(action="disruption.owned").count() == 1


def test_the_situation_sheet_shows_what_is_at_stake(read_only_client, room):
    page = read_only_client.get(path(room, "situation-sheet")).content.decode()

    assert "10,000円" in page
