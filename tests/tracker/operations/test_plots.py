import pytest

from tests.factories import SourceFactory
from tests.tracker.operations.telling import at, claim, day, items, read
from tracker.models import CheckSpan
from tracker.operations import plots
from tracker.operations.pictures import picture

pytestmark = pytest.mark.django_db


def drawn(supplier, when):
    return plots.plots(picture(supplier, at=at(when)))


def test_without_a_word_there_is_nothing_to_draw(supplier):
    assert drawn(supplier, "10-19") == plots.Plots(None, None, (), None)


def test_titles_are_conclusions_and_tables_hold_the_same_figures(supplier, page):
    read(page, "10-19", claim("orders", "stopped", "10-19"), told_on="10-19")
    read(
        page,
        "10-29",
        claim("orders", "partial", "10-29", limits=("items",)),
        claim("orders", "planned_resume", "10-29", by="11-10", evidence="11月10日に再開予定"),
        numbers=(items("10-29", 37),),
        told_on="10-29",
    )
    read(
        page,
        "11-12",
        claim("orders", "partial", "11-12", limits=("items",)),
        claim("orders", "planned_resume", "11-12", by="12-07", evidence="12月7日に再開予定"),
        numbers=(items("11-12", 237),),
        told_on="11-12",
    )

    found = drawn(supplier, "11-15")

    assert found.gantt.title == (
        "停止が最も長いのは受注で、10日です。約束の日は計1回延期されました。"
    )
    assert [(one.level, one.first, one.day_count) for one in found.gantt.spans] == [
        ("down", day("10-19"), 10),
        ("limited", day("10-29"), 17),
    ]
    assert [one.on for one in found.gantt.chart.lanes[0].markers] == [day("11-10"), day("12-07")]
    assert found.strip.title == "最も悪かった日は2025/10/19(日)で、1業務が停止していました。"
    assert [(one.title, len(one.curve.dots)) for one in found.numbers] == [
        ("注文できる品目: 37 → 237", 2)
    ]


def test_a_supplier_that_runs_says_so(supplier, page):
    read(page, "10-19", claim("orders", "normal", "10-19"), told_on="10-19")

    found = drawn(supplier, "10-20")

    assert (found.gantt.title, found.strip.title) == (
        "停止した業務はありません。",
        "業務が停止した日はありません。",
    )


def test_looks_in_vain_are_counted_per_official_page(supplier, page):
    SourceFactory(supplier=supplier, workspace=supplier.workspace, folder="news")
    for outcome, count in (("unchanged", 9), ("unreachable", 3)):
        CheckSpan.objects.create(
            page=page,
            outcome=outcome,
            first_at=at("10-18"),
            last_at=at("10-19"),
            check_count=count,
            is_latest=outcome == "unchanged",
        )

    found = drawn(supplier, "10-20").looks

    assert [(one.count, one.miss_count, one.bar_width) for one in found.rows] == [(12, 3, 25.0)]
    assert found.title == "直近30日の確認12回のうち、3回は読み取れませんでした。"
