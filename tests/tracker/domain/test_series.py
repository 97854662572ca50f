import pytest

from tests.tracker.domain.saying import day
from tracker.domain.series import Number, Point, growth, read_numbers, series, steps
from tracker.enums import SeriesKind

ITEMS, SITES, DAYS = SeriesKind.ITEMS, SeriesKind.SITES, SeriesKind.LEAD_DAYS


@pytest.mark.parametrize(
    ("sentence", "numbers"),
    [
        ("手袋など37品目のご注文を承ります。", [(ITEMS, 37, 37, "")]),
        ("対象を約２３７品目に拡大しました。", [(ITEMS, 237, 237, "")]),
        ("出荷できる単品を16,000から25,000アイテムに広げます。", [
            (ITEMS, 25000, 25000, "single")]),
        ("ケース品230品目、単品500品目の出荷が可能です。", [
            (ITEMS, 230, 230, "case"), (ITEMS, 500, 500, "single")]),
        ("メーカー直送品200万商品を注文いただけます。", [(ITEMS, 2_000_000, 2_000_000, "direct")]),
        ("約1.5万アイテムの販売を再開します。", [(ITEMS, 15000, 15000, "")]),
        ("7拠点から出荷しております。", [(SITES, 7, 7, "")]),
        ("2か所の物流センターで出荷を再開しました。", [(SITES, 2, 2, "")]),
        ("お届けまで1〜7日程度いただきます。", [(DAYS, 1, 7, "")]),
        ("ご注文から5日から10日程度でお届けします。", [(DAYS, 5, 10, "")]),
        ("納期は3営業日以内です。", [(DAYS, 3, 3, "")]),
        ("当日配送を再開しました。", [(DAYS, 0, 0, "")]),
        ("最短で翌日のお届けとなります。", [(DAYS, 1, 1, "")]),
        ("We now ship 1,200 items from 3 warehouses.", [
            (ITEMS, 1200, 1200, ""), (SITES, 3, 3, "")]),
        ("Delivery takes 3 to 5 business days.", [(DAYS, 3, 5, "")]),
        # no numbers of supply
        ("約5,900件の個人情報と37品目の購入履歴が流出しました。", []),
        ("創業から37品目を集めました。", [(ITEMS, 37, 37, "")]),
        ("12月7日にお届けします。", []),
        ("お届けに7日から3日かかります。", []),  # makes no sense: left to a person
        ("社員は37名です。", []),
    ],
)  # fmt: skip
def test_numbers_are_read_as_they_stand_now(sentence, numbers):
    assert list(read_numbers(sentence)) == [Number(*one) for one in numbers]


def point(on, high, kind=ITEMS, population="", key=0):
    return Point(Number(kind, high, high, population), day(on), f"{high}", key)


def test_points_make_one_series_per_kind_and_population_by_day():
    first, second = point("10-29", 37), point("11-12", 237)
    again, other = point("11-12", 240, key=2), point("11-12", 7, SITES)

    assert series([again, second, other, first]) == {
        (ITEMS, ""): [first, again],
        (SITES, ""): [other],
    }


def test_steps_leave_out_days_on_which_nothing_moved():
    points = [point("10-29", 37), point("11-01", 37), point("11-12", 237), point("11-20", 200)]

    assert [(step.after.value, step.is_better) for step in steps(points)] == [
        (237, True),
        (200, False),
    ]


def test_growth_is_more_goods_and_fewer_days():
    points = [
        point("10-29", 37),
        point("11-12", 237),
        point("10-29", 10, DAYS),
        point("11-20", 7, DAYS),
        point("11-25", 9, DAYS),
    ]

    assert [step.after.value for step in growth(points, since=day("11-01"))] == [237, 7]
    assert growth(points, since=day("12-01")) == []
