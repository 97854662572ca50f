"""The story holds together: dates, numbers, order of time, and pages that can be read."""

import json
import re
import unicodedata
from collections import Counter
from datetime import date, datetime, timedelta
from itertools import pairwise

import feedparser
import lxml.html
import pypdfium2
import pytest

from tracker.sample import story
from tracker.sample.manuscript import FOLDER, JST, manuscript
from tracker.sample.story import EventKind

WEEKDAYS = "月火水木金土日"
LONG_DAY = re.compile(r"(?:(20\d\d)年)?(\d{1,2})月(\d{1,2})日\(([月火水木金土日])[)・]")
PDF_PATH = "/tsugumino/news/20251212-01.pdf"
STATUS_PATH = "/tsugumino/shop/status.html"
SEVENTH_PATH = "/tsugumino/news/20251107-01.html"


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=JST)


def words(page):
    """Read what a browser would show of a page; the charset is the one the page declares."""
    tree = lxml.html.document_fromstring(page.body)
    lxml.etree.strip_elements(tree, "script", "style", with_tail=False)
    return tree.text_content()


def all_versions():
    return [row for versions in manuscript().versions.values() for row in versions]


@pytest.mark.parametrize(
    "version", all_versions(), ids=lambda row: f"{row.page.name}-{row.at:%m%d}"
)
def test_every_weekday_is_right(version):
    text = unicodedata.normalize("NFKC", f"{version.title}\n{version.body}\n{version.summary}")

    for year, month, day, weekday in LONG_DAY.findall(text):
        # a month from October on belongs to 2025, an earlier one to 2026
        guessed = int(year) if year else (2026 if int(month) < 8 else 2025)
        assert WEEKDAYS[date(guessed, int(month), int(day)).weekday()] == weekday


@pytest.mark.parametrize(
    "version", all_versions(), ids=lambda row: f"{row.page.name}-{row.at:%m%d}"
)
def test_update_marks_carry_the_day_of_a_version(version):
    days = {(row.at.month, row.at.day) for row in manuscript().versions[version.page.name]}

    for month, day in re.findall(r"【(\d+)/(\d+)(?:更新|掲載)】", version.body):
        assert (int(month), int(day)) in days
        assert date(2025 if int(month) > 8 else 2026, int(month), int(day)) <= version.at.date()


def test_eighteen_notices_are_numbered_over_117_days():
    posted = {
        event.series: event
        for event in story.events()
        if event.kind == EventKind.POSTED and event.series
    }

    assert sorted(posted) == list(range(1, 19))
    assert all(f"（第{n}報" in event.title for n, event in posted.items())
    assert (posted[18].at.date() - posted[1].at.date()).days == 117


def test_only_the_ninth_notice_comes_out_of_order():
    posted = [
        event.series for event in story.events() if event.kind == EventKind.POSTED and event.series
    ]

    late = [later for earlier, later in pairwise(posted) if later < earlier]

    assert late == [9]
    ninth = manuscript().versions["notice-09"][0]
    assert ninth.dated_on < manuscript().versions["notice-10"][0].dated_on < ninth.at.date()


def test_printed_dates_never_lie_ahead():
    assert [row.page.name for row in all_versions() if row.dated_on > row.at.date()] == []


def test_the_seventh_notice_is_withdrawn_and_posted_again():
    kinds = [event.kind for event in story.events() if event.path == SEVENTH_PATH]

    assert kinds == [EventKind.POSTED, EventKind.WITHDRAWN, EventKind.REPOSTED]
    assert SEVENTH_PATH in story.pages_at(at("2025-11-07T15:00"))
    assert SEVENTH_PATH not in story.pages_at(at("2025-11-08T09:00"))
    assert SEVENTH_PATH in story.pages_at(at("2025-11-11T13:00"))


def test_the_list_forgets_a_withdrawn_notice():
    before = words(story.pages_at(at("2025-11-07T16:00"))["/tsugumino/news/"])
    after = words(story.pages_at(at("2025-11-08T10:00"))["/tsugumino/news/"])

    assert "出荷トライアルの対象品目の拡大について（第7報）" in before
    assert "第7報" not in after


def test_events_are_in_order_and_inside_the_story():
    events = story.events()

    assert all(one.at <= other.at for one, other in pairwise(events))
    assert all(story.STARTS_AT < event.at <= story.ENDS_AT for event in events)
    assert all(event.note for event in events)
    assert set(Counter(event.kind for event in events)) == set(EventKind)


def test_nothing_changes_between_two_events():
    for event, later in pairwise(story.events()):
        if later.at - event.at > timedelta(minutes=2):
            just_after = story.pages_at(event.at)
            just_before = story.pages_at(later.at - timedelta(minutes=1))
            assert just_after == just_before


def test_every_event_changes_a_page():
    for event in story.events():
        before = story.pages_at(event.at - timedelta(seconds=1))
        after = story.pages_at(event.at)
        assert before != after, event


def test_every_page_can_be_read_at_the_end():
    for path, page in story.pages_at(story.ENDS_AT).items():
        assert page.status == 200
        if page.content_type.startswith("text/html"):
            tree = lxml.html.document_fromstring(page.body)
            assert tree.findtext(".//h1") or tree.findtext(".//h2"), path
            assert "�" not in words(page)


def test_links_inside_the_supplier_lists_lead_somewhere():
    pages = story.pages_at(story.ENDS_AT)

    for path in ("/tsugumino/news/", "/tsugumino/", "/akinai/"):
        tree = lxml.html.document_fromstring(pages[path].body)
        targets = {str(href) for href in tree.xpath("//ul[@class='news-list']//a/@href")}
        assert targets
        assert targets <= set(pages)


def test_charsets_are_what_the_pages_say():
    pages = story.pages_at(story.ENDS_AT)

    assert "①" in pages["/tsugumino/shop/info/orders.html"].body.decode("cp932")
    assert "よくあるご質問" in pages["/tsugumino/shop/faq.html"].body.decode("euc_jp")
    assert pages["/tsugumino/shop/faq.html"].content_type == "text/html"
    assert pages[STATUS_PATH].content_type == "text/html; charset=utf-8"


def test_the_pdf_can_be_read_out_and_saving_it_again_keeps_its_words():
    first = story.pages_at(at("2025-12-13T09:00"))[PDF_PATH].body
    again = story.pages_at(at("2025-12-16T09:00"))[PDF_PATH].body

    assert pdf_words(first) == pdf_words(again)
    assert first != again
    assert "倉庫管理システムと配送管理システムのサーバーが暗号化されました。" in pdf_words(first)
    assert "2025年12月12日（金）" in pdf_words(first)


def pdf_words(data):
    with pypdfium2.PdfDocument(data) as document:
        text = "".join(page.get_textpage().get_text_range() for page in document)
    return re.sub(r"\s", "", text)


def test_the_feed_names_the_newest_notices_and_keeps_their_identity():
    body = story.pages_at(at("2025-12-05T12:00"))["/tsugumino/news/feed.xml"].body
    feed = feedparser.parse(body)

    assert not feed.bozo
    newest = feed.entries[0]
    assert newest.id == "tsugumino-notice-12"
    assert newest.published == "Wed, 03 Dec 2025 10:00:00 +0900"
    assert newest.updated == "2025-12-05T11:30:00+09:00"


@pytest.mark.parametrize(
    ("moment", "indicator", "open_incidents"),
    [
        ("2025-10-18T12:00", "none", 0),
        ("2025-10-19T12:00", "critical", 1),
        ("2025-12-09T10:00", "critical", 2),
        ("2026-01-14T12:00", "none", 0),
        ("2026-01-17T23:00", "maintenance", 0),
    ],
)
def test_the_platform_summary_follows_the_story(moment, indicator, open_incidents):
    page = story.pages_at(at(moment))["/tsugumino/net/api/v2/summary.json"]
    summary = json.loads(page.body)

    assert summary["status"]["indicator"] == indicator
    assert len(summary["incidents"]) == open_incidents


def test_the_planned_maintenance_is_told_ahead():
    page = story.pages_at(at("2026-01-10T09:00"))[
        "/tsugumino/net/api/v2/scheduled-maintenances.json"
    ]
    (row,) = json.loads(page.body)["scheduled_maintenances"]

    assert (row["status"], row["scheduled_for"], row["scheduled_until"]) == (
        "scheduled",
        "2026-01-17T22:00:00.000+09:00",
        "2026-01-18T06:00:00.000+09:00",
    )


def test_cosmetic_events_leave_the_words_alone():
    before = story.pages_at(at("2026-01-13T09:59"))[STATUS_PATH]
    after = story.pages_at(at("2026-01-13T10:00"))[STATUS_PATH]

    main_before, main_after = (
        lxml.html.document_fromstring(page.body).get_element_by_id("main").text_content()
        for page in (before, after)
    )

    assert main_before == main_after
    assert before.body != after.body


@pytest.mark.parametrize(
    ("moment", "path", "status", "says"),
    [
        ("2025-11-02T12:00", STATUS_PATH, 200, "ただいまメンテナンス中です"),
        ("2025-11-23T12:00", SEVENTH_PATH, 503, "503 Service Temporarily Unavailable"),
        ("2025-12-06T12:00", "/tsugumino/shop/faq.html", 200, ""),
        ("2025-12-31T12:00", STATUS_PATH, 200, "12月5日（金）11時に"),
    ],
)
def test_bad_spells_hide_a_page(moment, path, status, says):
    page = story.pages_at(at(moment))[path]

    assert page.status == status
    assert says in words(page)
    assert (page.back_at is not None) == (status == 503)


def test_the_table_of_events_in_the_folder_is_up_to_date(capsys):
    story.main()

    assert capsys.readouterr().out in (FOLDER / "README.md").read_text("utf-8")
