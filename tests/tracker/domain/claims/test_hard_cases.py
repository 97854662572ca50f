"""The hard cases that were decided once: the reader keeps to them on own sentences."""

from datetime import date

import pytest

from tests.tracker.domain.claims.pages import read_html, read_text, sole, told
from tracker.domain import reading
from tracker.domain.claims.page import read_page


def test_one_sentence_with_two_domains_is_two_claims():
    read = read_text("受注・出荷ともに停止しております。")

    assert told(read) == {("orders", "stopped"), ("shipping", "stopped")}


def test_one_sentence_with_two_states_is_two_claims():
    read = read_text("関東倉庫の出荷は再開しましたが、九州倉庫の出荷は停止しています。")

    assert told(read) == {("shipping", "resumed"), ("shipping", "stopped")}


def test_fax_ordering_is_orders_by_fax_and_the_fax_itself():
    read = read_text("FAXでのご注文は停止しております。")

    assert {(c.domain, c.state, c.channel) for c in read.claims} == {
        ("orders", "stopped", "fax"),
        ("fax", "stopped", None),
    }


def test_stop_that_a_restart_ends_in_the_same_sentence_is_one_claim():
    claim = sole(read_text("出荷を停止しておりましたが、本日より再開いたしました。"))

    assert (claim.state, claim.effective.first.date()) == ("resumed", date(2024, 10, 11))


@pytest.mark.parametrize(
    ("sentence", "state"),
    [
        ("出荷の再開に向けて準備を進めております。", "stopped"),
        ("出荷は10月20日の再開に向けて準備を進めております。", "planned_resume"),
        ("出荷は、準備が整い次第、再開いたします。", "stopped"),
        ("出荷の再開のめどは立っておりません。", "stopped"),
    ],
)
def test_purpose_is_no_restart(sentence, state):
    assert sole(read_text(sentence)).state == state


def test_purpose_that_names_nothing_is_no_claim():
    assert told(read_text("障害の復旧に向けて全力で取り組んでおります。")) == set()


def test_restart_with_delay_is_two_claims():
    read = read_text("出荷を再開しました。お届けには通常より3日ほど遅れが出ています。")

    assert told(read) == {("shipping", "resumed"), ("shipping", "degraded")}


def test_exception_limits_what_runs_as_usual():
    claim = sole(read_text("障害の影響を受けた一部を除き、通常どおり出荷しております。"))

    assert (claim.domain, claim.state, claim.limits) == ("shipping", "normal", ("items",))


def test_slip_keeps_only_the_new_date():
    claim = sole(read_text("10月15日を予定しておりました出荷の再開は、10月25日に延期いたします。"))

    assert (claim.state, claim.expected.first.date()) == ("planned_resume", date(2024, 10, 25))


def test_relapse_keeps_only_the_new_stop():
    read = read_text("10月8日に出荷を再開しました。\n本日、出荷を再び停止いたしました。")

    assert told(read) == {("shipping", "stopped")}


def test_struck_words_are_overtaken():
    read = read_html(
        "<p>2024年10月11日</p><p><s>出荷を停止しています。</s>出荷を再開しました。</p>"
    )

    assert told(read) == {("shipping", "resumed")}


def test_newest_entry_wins_and_older_ones_that_hold_stay():
    read = read_html(
        "<p>2024年10月1日（2024年10月11日更新）</p>"
        "<p>【10月11日更新】ご注文の受付を再開いたしました。</p>"
        "<p>【10月1日掲載】ご注文の受付を停止しております。</p>"
        "<p>【10月1日掲載】請求書の発行を停止しております。</p>"
    )

    assert told(read) == {("orders", "resumed"), ("billing", "stopped")}


def test_list_of_earlier_notices_is_never_read():
    read = read_html(
        "<p>2024年10月11日</p><p>出荷を再開しました。</p>"
        "<h2>これまでのお知らせ</h2><ul><li>2024年10月1日 受注と出荷を停止しています</li></ul>"
    )

    assert told(read) == {("shipping", "resumed")}


@pytest.mark.parametrize(
    "sentence",
    [
        "お客様の情報が外部に流出したことを確認しました。",
        "障害の原因は、機器の故障でした。",
        "工場の生産を停止しています。",
        "ポイントの付与を停止しています。",
        "お届けが遅れる可能性があります。",
        "ご不明な点は、電話窓口までお問い合わせください。",
    ],
)
def test_topics_no_buyer_acts_on_are_no_claims(sentence):
    assert told(read_text(sentence)) == set()


def test_ordinary_holidays_are_no_disruption():
    assert told(read_text("夏季休業のため、8月11日から15日まで出荷を休止いたします。")) == set()


def test_feed_tells_by_its_newest_item():
    feed = b"""<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel>
    <title>Depot news</title>
    <item><title>Shipping is back</title><guid>2</guid>
      <pubDate>Fri, 11 Oct 2024 09:00:00 +0900</pubDate>
      <description>Shipping has resumed.</description></item>
    <item><title>Shipping stopped</title><guid>1</guid>
      <pubDate>Tue, 08 Oct 2024 09:00:00 +0900</pubDate>
      <description>Shipping is suspended.</description></item>
    </channel></rss>"""
    document = reading.read(feed, captured_on=date(2024, 10, 11))

    read = read_page(document, captured_on=date(2024, 10, 11))

    assert told(read) == {("shipping", "resumed")}


def test_news_is_taken_at_its_word():
    read = read_text("A社は11日、全商品の出荷を再開した。", tier="news")

    assert told(read) == {("shipping", "resumed")}
