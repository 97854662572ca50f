from datetime import time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.enums import MessageUrgency
from tests.factories import (
    ChangeFactory,
    DisruptionFactory,
    DisruptionProposalFactory,
    MessageFactory,
    SourceFactory,
    StageDecisionFactory,
    SupplierFactory,
    TimelineRecordFactory,
)
from tests.tracker.operations.telling import at, claim, follow, tell
from tracker.enums import Observed, PageHealth, RecordKind
from tracker.operations import waiting


@pytest.fixture
def supplier(workspace):
    return SupplierFactory(workspace=workspace)


def today(client):
    return client.get(reverse("tracker:today", args=["kitahama"]))


def turn(client):
    return today(client).context["turn"]


def test_today_of_a_new_company_says_what_to_do_first(purchaser_client):
    page = today(purchaser_client).content.decode()

    assert "まだ何も登録されていません" in page
    assert reverse("tracker:supplier-add", args=["kitahama"]) in page


def test_today_with_nothing_waiting_says_that_all_is_done(purchaser_client, supplier):
    assert "待っているものはありません" in today(purchaser_client).content.decode()


def test_today_lists_urgent_unread_messages(purchaser_client, supplier):
    mine = {"workspace": supplier.workspace, "recipient": purchaser_client.user}
    urgent = MessageFactory(**mine, urgency=MessageUrgency.NOW)
    MessageFactory(**mine, urgency=MessageUrgency.QUIET)
    MessageFactory(**mine, urgency=MessageUrgency.NOW, read_at=timezone.now())

    assert turn(purchaser_client).messages == [urgent]


def test_today_lists_lost_sources_that_i_keep(purchaser_client, supplier):
    lost, once, foreign = SourceFactory.create_batch(
        3, workspace=supplier.workspace, supplier=supplier, keeper=purchaser_client.user
    )
    for source, count in ((lost, 2), (once, 1), (foreign, 2)):
        source.page.health, source.page.miss_count = PageHealth.UNREADABLE, count
        source.page.save()
    foreign.keeper = None
    foreign.save()

    assert turn(purchaser_client).sources == [lost]


def test_trk_17_today_asks_for_the_daily_check_until_it_is_made(purchaser_client, supplier):
    supplier.workspace.check_at = time(0, 0)
    supplier.workspace.save()
    disruption = DisruptionFactory(workspace=supplier.workspace, supplier=supplier)
    SupplierFactory(workspace=supplier.workspace)

    before = turn(purchaser_client).checks
    TimelineRecordFactory(
        workspace=supplier.workspace,
        supplier=supplier,
        kind=RecordKind.CHECK,
        happened_at=timezone.now(),
    )

    assert before == [disruption.supplier]
    assert turn(purchaser_client).checks == []


def test_trk_18_today_asks_to_look_again_until_somebody_has(purchaser_client, supplier):
    now = timezone.now()
    seen = {
        "workspace": supplier.workspace,
        "supplier": supplier,
        "kind": RecordKind.OBSERVATION,
        "observed": Observed.CART,
    }
    due = TimelineRecordFactory(**seen, retry_at=now - timedelta(minutes=1))
    TimelineRecordFactory(**seen | {"observed": Observed.FAX}, retry_at=now + timedelta(hours=1))

    before = turn(purchaser_client).retries
    TimelineRecordFactory(**seen, happened_at=now)

    assert before == [due]
    assert turn(purchaser_client).retries == []


def test_today_asks_nothing_of_people_who_only_read(read_only_client, supplier):
    TimelineRecordFactory(
        workspace=supplier.workspace,
        supplier=supplier,
        kind=RecordKind.OBSERVATION,
        observed=Observed.CART,
        retry_at=timezone.now() - timedelta(minutes=1),
    )

    assert turn(read_only_client).count == 0


def test_today_lists_news_of_followed_pages(purchaser_client, supplier):
    source = SourceFactory(workspace=supplier.workspace, supplier=supplier)
    change = ChangeFactory(page=source.page, seen_at=timezone.now())
    ChangeFactory(seen_at=timezone.now())
    ChangeFactory(page=source.page, seen_at=timezone.now() - waiting.NEWS_WITHIN)

    assert today(purchaser_client).context["news"] == [(change, source)]


@pytest.mark.parametrize("count", [1, 3])
def test_today_takes_flat_queries(purchaser_client, supplier, count, django_assert_num_queries):
    source = SourceFactory(workspace=supplier.workspace, supplier=supplier)
    ChangeFactory.create_batch(count, page=source.page, seen_at=timezone.now())
    DisruptionFactory.create_batch(count, workspace=supplier.workspace, supplier=supplier)

    with django_assert_num_queries(20):
        response = today(purchaser_client)

    assert len(response.context["news"]) == count


def test_today_names_stops_that_nobody_has_answered(purchaser_client, supplier):
    mine = {"supplier": supplier, "workspace": supplier.workspace}
    waiting_one = DisruptionProposalFactory(**mine)
    DisruptionProposalFactory(**mine, answered_at=timezone.now())
    DisruptionProposalFactory()

    assert turn(purchaser_client).proposals == [waiting_one]
    path = reverse("tracker:proposal-detail", args=["kitahama", waiting_one.pk])
    assert path in today(purchaser_client).content.decode()


def test_today_asks_for_the_stage_when_orders_moved_after_the_last_decision(
    manager_client, accountant_client, supplier
):
    mine = {"supplier": supplier, "workspace": supplier.workspace}
    tell(follow(supplier), "10-19", claim("orders", "stopped", "10-19"))
    assert turn(manager_client).stages == []

    DisruptionFactory(**mine)
    assert turn(manager_client).stages == [supplier]
    assert turn(accountant_client).stages == []

    StageDecisionFactory(**mine, decided_at=at("10-18"))
    assert turn(manager_client).stages == [supplier]

    StageDecisionFactory(**mine, decided_at=at("10-20"))
    assert turn(manager_client).stages == []
