"""One notice at three places of a supplier, read from a real site: one event, three places."""

import pytest
from django.utils import timezone

from tests.tracker.operations.site import KIND, ORDERS, STOPPED, follow, poll
from tests.tracker.sources.servers import page as wire
from tracker.enums import ChangeKind, Folder, PageKind
from tracker.models import Change, Source
from tracker.operations import board, timeline
from tracker.operations.board import Moment

pytestmark = pytest.mark.django_db
ROW = '<li>2025年10月{0}日 <a href="/n/{0}">第{0}報 出荷について</a></li>'
ENTRY = (
    "<item><title>第{0}報 出荷について</title><link>{1}?utm_source=rss</link>"
    "<guid>g{0}</guid><pubDate>{0} Oct 2025 09:00:00 +0900</pubDate>"
    "<description>{2}</description></item>"
)
TEXT = "<p>倉庫の障害により、第{0}便の出荷を停止しております。</p>"


def show(site, days, *, note=""):
    """Show the same notices in a list, in a feed and on pages of their own."""
    rows = "".join(ROW.format(day) for day in days)
    site.show("/list", f"<html><body><main><ul>{rows}</ul></main></body></html>")
    entries = "".join(
        ENTRY.format(day, site.server.url(f"/n/{day}"), TEXT.format(day) + note) for day in days
    )
    feed = f'<rss version="2.0"><channel><title>t</title>{entries}</channel></rss>'
    site.answers["/feed"] = wire(feed.encode(), "Content-Type: application/rss+xml")
    for day in days:
        body = f"<p>2025年10月{day}日</p><h1>第{day}報 出荷について</h1>{TEXT.format(day)}{note}"
        html = f"<html><body><main>{body}</main></body></html>"
        site.answers[f"/n/{day}"] = wire(html.encode(), KIND)


@pytest.fixture
def places(site, supplier):
    show(site, (22, 21, 20))
    listed = follow(supplier, site, "/list", kind=PageKind.NOTICE_LIST)
    feed = follow(supplier, site, "/feed", kind=PageKind.FEED)
    poll(site)
    poll(site)
    return listed, feed


def shown(supplier, *kinds):
    wanted = timeline.Wanted(changes=frozenset(kinds))
    found = timeline.read(supplier, timeline.pages_of(supplier), wanted=wanted)
    return [(event.change.title, event.source, event.places) for event in found.events]


def test_notice_in_list_feed_and_page_is_one_event(site, supplier, places):
    listed, feed = places

    show(site, (23, 22, 21, 20))
    poll(site)
    poll(site)

    told = Change.objects.filter(kind=ChangeKind.POSTED)
    assert told.count() == 2
    assert shown(supplier, ChangeKind.POSTED) == [("第23報 出荷について", listed, (feed,))]


def test_edit_at_two_places_is_one_event(site, supplier, places):
    listed, feed = places

    show(site, (22, 21, 20), note="<p>本日より第二倉庫から順次発送しております。</p>")
    poll(site)

    edits = Change.objects.filter(kind=ChangeKind.EDITED)
    assert edits.count() == 6
    assert [event[0] for event in shown(supplier, ChangeKind.EDITED)] == [
        "第20報 出荷について",
        "第21報 出荷について",
        "第22報 出荷について",
    ]


def test_news_that_repeats_the_official_word_stays_a_second_event(site, supplier, places):
    _listed, feed = places
    Source.objects.filter(pk=feed.pk).update(folder=Folder.NEWS)

    show(site, (23, 22, 21, 20))
    poll(site)

    assert len(shown(supplier, ChangeKind.POSTED)) == 2


def test_two_different_notices_stay_two(site, supplier):
    site.show("/a", STOPPED)
    site.show("/b", STOPPED)
    for path in ("/a", "/b"):
        follow(supplier, site, path)
    poll(site)

    site.show("/a", STOPPED + ORDERS)
    site.show("/b", STOPPED + "<p>返品の受付は再開しております。</p>")
    poll(site)

    assert len(shown(supplier, ChangeKind.EDITED)) == 2


def test_further_places_cost_one_query(site, supplier, places, django_assert_num_queries):
    show(site, (23, 22, 21, 20))
    poll(site)
    pages = timeline.pages_of(supplier)

    with django_assert_num_queries(3):
        timeline.read(supplier, pages)


def test_board_counts_what_is_told_twice_once(site, supplier, places, buyer):
    membership = buyer.memberships.get()
    membership.started_at = timezone.now()
    show(site, (23, 22, 21, 20))
    poll(site)

    (row,) = board.rows([supplier], membership, moment=Moment(timezone.now()))

    assert row.unseen_count == 1
