"""One visit to one host, against a real server: what is written, and what never is."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories import MembershipFactory
from tests.tracker.operations.site import ORDERS, STOPPED, Site, follow, poll
from tracker.enums import ChangeKind, CheckOutcome, FetchReason, PageHealth, PageKind
from tracker.enums.reading import ReadProblem
from tracker.models import Change, CheckSpan, Host, Notice, Page, Snapshot
from tracker.operations import archive, hosts, looking, polling, recording
from tracker.sources.robots import read_rules

pytestmark = pytest.mark.django_db


def kinds():
    return list(Change.objects.order_by("pk").values_list("kind", flat=True))


def spans():
    rows = CheckSpan.objects.order_by("pk")
    return [(row.outcome, row.reason, row.check_count) for row in rows]


def test_first_reading_keeps_the_page_and_its_notices(site, supplier):
    site.show("/a", STOPPED)
    follow(supplier, site, "/a")

    poll(site)

    page = Page.objects.get()
    snapshot = Snapshot.objects.get()
    assert kinds() == [ChangeKind.FIRST_READ]
    assert page.health == PageHealth.READABLE
    assert Notice.objects.get().title == "出荷停止のお知らせ"
    assert "出荷を停止しております" in archive.text_of(snapshot)
    assert spans() == [(CheckOutcome.FIRST_READ, "", 1)]


def test_unchanged_looks_are_counted_not_listed(site, supplier):
    site.show("/a", STOPPED, 'ETag: "same"')
    follow(supplier, site, "/a")

    for _ in range(4):
        poll(site)

    assert kinds() == [ChangeKind.FIRST_READ]
    assert spans() == [(CheckOutcome.FIRST_READ, "", 1), (CheckOutcome.UNCHANGED, "", 3)]
    assert site.asked("/a") == 4


def test_edit_is_a_change_with_its_difference(site, supplier):
    site.show("/a", STOPPED)
    follow(supplier, site, "/a")
    poll(site)

    site.show("/a", STOPPED.replace("すべての商品", "一部の商品"))
    poll(site)

    change = Change.objects.get(kind=ChangeKind.EDITED)
    spans_of_row = next(row for row in archive.difference_of(change).rows if len(row.spans) > 1)
    assert [(span.op, span.text) for span in spans_of_row.spans if span.op != "="] == [
        ("-", "すべて"),
        ("+", "一部"),
    ]
    assert (change.before.version, change.after.version) == (1, 2)
    assert archive.raw_of(change.after) != archive.raw_of(change.before)


def test_fresh_token_in_every_answer_is_no_change(site, supplier):
    follow(supplier, site, "/a")

    for token in ("a1", "b2", "c3"):
        site.show("/a", f"<script>var t='{token}'</script>{STOPPED}")
        poll(site)

    assert kinds() == [ChangeKind.FIRST_READ]
    assert Snapshot.objects.count() == 1


def test_cosmetic_change_is_kept_with_its_reason_and_is_no_news(site, supplier):
    site.show("/a", f"{STOPPED}<p>本日の訪問者数：120人</p>")
    follow(supplier, site, "/a")
    poll(site)

    site.show("/a", f"{STOPPED}<p>本日の訪問者数：135人</p>")
    poll(site)

    last = Change.objects.order_by("-pk").first()
    assert (last.kind, last.reason) == (ChangeKind.COSMETIC, "counter")
    assert list(Change.objects.news().values_list("kind", flat=True)) == [ChangeKind.FIRST_READ]


@pytest.mark.parametrize(
    ("body", "status", "outcome", "reason"),
    [
        ("<html><body></body></html>", "200 OK", CheckOutcome.UNREADABLE, ReadProblem.BLANK),
        (
            "<html><body><p>ただいまメンテナンス中です。しばらくお待ちください。</p></body></html>",
            "200 OK",
            CheckOutcome.UNREADABLE,
            ReadProblem.SPLASH,
        ),
        ("gone", "404 Not Found", CheckOutcome.UNREACHABLE, FetchReason.NOT_FOUND),
        ("error", "500 Server Error", CheckOutcome.UNREACHABLE, FetchReason.SERVER_ERROR),
        ("no", "403 Forbidden", CheckOutcome.REFUSED, FetchReason.FORBIDDEN),
    ],
)
def test_f11_what_cannot_be_read_only_ages_the_last_state(
    site, supplier, body, status, outcome, reason
):
    site.show("/a", STOPPED)
    follow(supplier, site, "/a")
    poll(site)
    before = Page.objects.values("text_sha256", "last_read_at", "last_changed_at").get()

    site.show("/a", body, status=status)
    poll(site)

    page = Page.objects.get()
    assert Page.objects.values("text_sha256", "last_read_at", "last_changed_at").get() == before
    assert (page.last_outcome, page.health_reason, page.miss_count) == (outcome, reason, 1)
    assert kinds() == [ChangeKind.FIRST_READ]
    assert Snapshot.objects.count() == 1


def test_f11_keeper_hears_once_after_the_second_miss_and_once_on_return(site, supplier):
    keeper = MembershipFactory(workspace=supplier.workspace)
    site.show("/a", STOPPED)
    follow(supplier, site, "/a", keeper=keeper.user)
    poll(site)

    site.show("/a", "<html><body></body></html>")
    told = []
    for _ in range(4):
        poll(site)
        told.append(keeper.user.messages.count())
    site.show("/a", STOPPED)
    poll(site)

    assert told == [0, 1, 1, 1]
    assert keeper.user.messages.count() == 2
    assert kinds() == [ChangeKind.FIRST_READ, ChangeKind.LOST, ChangeKind.FOUND]
    assert Page.objects.get().miss_count == 0


def test_misses_wait_longer_each_time(site, supplier):
    follow(supplier, site, "/a")

    waits = []
    for _ in range(3):
        poll(site)
        page = Page.objects.get()
        waits.append((page.due_at - page.last_checked_at) / page.interval)

    assert [round(wait / 2**number / 2, 0) for number, wait in enumerate(waits)] == [1, 1, 1]


def test_f7_page_that_breaks_off_is_never_news(site, supplier):
    site.show("/a", STOPPED)
    follow(supplier, site, "/a")
    poll(site)

    site.answers["/a"] = b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n<html><p>half"
    site.server.stop()
    poll(site)

    assert kinds() == [ChangeKind.FIRST_READ]
    assert Page.objects.get().health == PageHealth.UNREACHABLE


def test_f12_site_that_asks_to_wait_is_left_alone(site, supplier):
    follow(supplier, site, "/a")
    follow(supplier, site, "/b")
    site.show("/a", "busy", "Retry-After: 600", status="429 Too Many Requests")
    site.show("/b", "busy", "Retry-After: 600", status="429 Too Many Requests")

    started_at = timezone.now()
    poll(site)

    host = Host.objects.get()
    assert host.not_before >= started_at + timedelta(seconds=590)
    assert all(page.due_at >= host.not_before for page in Page.objects.all())
    assert polling.poll_host(host.pk, clock=timezone.now) is None


def test_f12_whole_network_away_blames_no_site(supplier, settings):
    sites = [Site(settings) for _ in range(4)]
    for other in sites:
        other.show("/a", STOPPED)
        follow(supplier, other, "/a")
        poll(other)

    for other in sites:
        other.server.stop()
    for _ in range(3):
        for other in sites:
            poll(other)

    assert Page.objects.filter(health=PageHealth.UNREACHABLE).count() == 4
    assert Change.objects.filter(kind=ChangeKind.LOST).count() <= 1


def test_robots_txt_is_obeyed_and_asked_once(site, supplier):
    site.show("/a", STOPPED)
    site.show("/robots.txt", "<html>")
    site.answers["/robots.txt"] = (
        b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 25\r\n\r\n"
        b"User-agent: *\nDisallow: /"
    )
    follow(supplier, site, "/a")

    poll(site)
    poll(site)

    page = Page.objects.get()
    assert (page.health, page.health_reason) == (PageHealth.REFUSED, FetchReason.ROBOTS)
    assert (site.asked("/robots.txt"), site.asked("/a")) == (1, 0)


def test_q3_worker_that_lost_its_claim_writes_nothing(site, supplier):
    site.show("/a", STOPPED)
    page = follow(supplier, site, "/a").page
    stale = hosts.claim(page.host_id, now=timezone.now())
    with polling.open_session() as session:
        look = looking.look_at(page, session=session, rules=read_rules(""), at=timezone.now())
    later = timezone.now() + timedelta(hours=1)
    hosts.claim(page.host_id, now=later)

    with pytest.raises(hosts.LostLeaseError):
        recording.record(stale, (look,))

    assert look.outcome is CheckOutcome.FIRST_READ
    assert (Snapshot.objects.count(), Change.objects.count()) == (0, 0)


def test_q6_page_that_ends_its_readers_is_set_aside_and_its_neighbours_are_read(site, supplier):
    site.show("/a", STOPPED)
    site.show("/b", STOPPED + ORDERS)
    poison = follow(supplier, site, "/a").page
    follow(supplier, site, "/b")
    Host.objects.update(claim_count=hosts.TOO_MANY_CLAIMS)
    Page.objects.filter(pk=poison.pk).update(due_at=timezone.now() - timedelta(hours=1))

    polling.poll_host(Host.objects.get().pk, clock=timezone.now)
    poll(site)

    poison.refresh_from_db()
    assert (poison.miss_count, site.asked("/b")) == (0, 2)
    assert spans()[0] == (CheckOutcome.UNREADABLE, ReadProblem.READER_DIED, 1)


def test_t3_notice_that_comes_after_a_later_one_is_marked(site, supplier):
    dated = "<article><h2>2025年10月{day}日 第{number}報 出荷について</h2><p>{text}</p></article>"
    twelfth = dated.format(day=29, number=12, text="出荷は停止しております。")
    eleventh = dated.format(day=28, number=11, text="出荷は停止しておりました。")
    tenth = dated.format(day=27, number=10, text="出荷の停止が続いております。")
    site.show("/a", twelfth + tenth)
    follow(supplier, site, "/a")
    poll(site)

    site.show("/a", twelfth + eleventh + tenth)
    poll(site)

    posted = Change.objects.get(kind=ChangeKind.POSTED)
    assert (posted.notice.number, posted.is_late) == (11, True)


def test_notice_list_is_followed_one_level(site, supplier):
    row = '<li>2025年10月{0}日 <a href="/n/{0}">第{0}報 出荷について</a></li>'
    site.show("/list", "<ul>" + "".join(row.format(day) for day in (22, 21, 20)) + "</ul>")
    for day in (20, 21, 22):
        site.show(f"/n/{day}", STOPPED + f'<a href="/list">{day}</a>')
    follow(supplier, site, "/list", kind=PageKind.NOTICE_LIST)

    poll(site)
    poll(site)

    children = Page.objects.exclude(parent=None).order_by("url")
    assert [page.url.rpartition("/")[2] for page in children] == ["20", "21", "22"]
    assert {page.health for page in children} == {PageHealth.READABLE}
    assert Page.objects.followed_in(supplier.workspace).count() == 4


def test_query_count_does_not_grow_with_unchanged_pages(site, supplier, django_assert_num_queries):
    for path in ("/a", "/b", "/c"):
        site.show(path, STOPPED, 'ETag: "same"')
        follow(supplier, site, path)
    poll(site)
    poll(site)

    with django_assert_num_queries(13):
        poll(site)
