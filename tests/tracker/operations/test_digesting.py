"""From a page on a server to the rows of the board and the messages."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Message
from tests.factories import MaintenanceWindowFactory, OverrideFactory, PageFactory, SupplierFactory
from tests.tracker.operations.site import follow as follow_site
from tests.tracker.operations.site import poll
from tests.tracker.operations.telling import at, claim, follow, read, tell
from tracker import tasks
from tracker.enums import Level, NoticeState, WindowState
from tracker.models import Notice, Reading, ServiceState
from tracker.operations import digesting, states

pytestmark = pytest.mark.django_db

TWO = """<html><title>お知らせ</title><main><h1>障害に関するお知らせ</h1>
<h2>2025年10月28日 FAXでのご注文について</h2><p>FAXでのご注文の受付を停止しております。</p>
{}</main></html>"""
SECOND = "<h2>2025年10月20日 出荷について</h2><p>商品の出荷を停止しております。</p>"


def test_a_page_that_is_polled_is_read_and_taken_in(site, supplier, buyer):
    site.show("/a", "<p>2025年10月20日</p><p>すべての商品の出荷を停止しております。</p>")
    follow_site(supplier, site, "/a")
    poll(site)
    assert digesting.is_waited_for(now=timezone.now())

    tasks.digest_readings()

    row = ServiceState.objects.get(domain="shipping")
    assert (row.level, row.claim.evidence) == (
        "down",
        "すべての商品の出荷を停止しております。",
    )
    assert not digesting.is_waited_for(now=timezone.now())
    assert Message.objects.filter(recipient=buyer).exists()


def test_t3_a_notice_taken_back_on_a_page_of_several_is_kept_with_the_reading(site, supplier):
    site.show("/a", TWO.format(SECOND))
    follow_site(supplier, site, "/a")
    poll(site)
    tasks.digest_readings()
    site.show("/a", TWO.format(""))
    poll(site)

    tasks.digest_readings()

    first, second = Reading.objects.order_by("pk")
    gone = Notice.objects.get(state=NoticeState.WITHDRAWN)
    assert {one.notice.title for one in first.claims.all()} >= {gone.title}
    assert list(second.withdrawn.all()) == [gone]


def test_a_reading_is_taken_in_once(supplier, page):
    reading = read(page, "10-19", claim("orders", "stopped", "10-19"))

    first = digesting.digest(reading.pk, now=at("10-19"))
    second = digesting.digest(reading.pk, now=at("10-19"))

    assert (len(first), second) == (0, [])  # nobody is a member yet
    assert ServiceState.objects.count() == 1


def test_every_company_that_follows_the_page_takes_it_in(page, supplier, other_workspace):
    other = SupplierFactory(workspace=other_workspace)
    child = PageFactory(parent=page)
    follow(other, page=page)

    read(child, "10-19", claim("orders", "stopped", "10-19"))

    assert digesting.digest_due(now=at("10-19")) == []

    assert {row.supplier for row in ServiceState.objects.all()} == {supplier, other}
    assert not digesting.is_waited_for(now=timezone.now())


@pytest.mark.parametrize("count", [1, 3])
def test_readings_of_one_supplier_are_taken_in_together(
    page, supplier, count, django_assert_num_queries
):
    for hour in range(10, 10 + count):
        read(page, f"10-19 {hour}", claim("orders", "stopped", "10-19"))

    with django_assert_num_queries(38):
        digesting.digest_due(now=at("10-19 20"))

    assert not digesting.is_waited_for(now=timezone.now())


def test_readings_that_came_meanwhile_are_taken_in_with_a_picture_of_all(page, supplier):
    first = read(page, "10-19", claim("orders", "stopped", "10-19"))
    later = read(page, "10-20", claim("orders", "resumed", "10-20"))
    digesting.digest(later.pk, now=at("10-20"))

    digesting.digest(first.pk, now=at("10-20"))

    assert ServiceState.objects.get().level == Level.UP


def test_a_level_set_by_hand_ends_by_itself(supplier, page):
    tell(page, "10-19", claim("orders", "stopped", "10-19"))
    OverrideFactory(
        supplier=supplier,
        workspace=supplier.workspace,
        level=Level.UP,
        set_at=at("10-20"),
        expires_at=at("10-22"),
    )
    states.refresh(supplier, now=at("10-20"))
    assert ServiceState.objects.get().level == Level.UP

    digesting.keep_up(now=at("10-22"))

    assert ServiceState.objects.get().level == Level.DOWN


def test_the_clock_s_task_begins_planned_work(supplier):
    now = timezone.now()
    row = MaintenanceWindowFactory(
        supplier=supplier,
        workspace=supplier.workspace,
        state=WindowState.CONFIRMED,
        start_at=now - timedelta(hours=1),
        end_at=now + timedelta(hours=1),
    )

    tasks.keep_up()

    row.refresh_from_db()
    assert row.state == WindowState.RUNNING
