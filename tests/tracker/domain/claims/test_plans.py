"""Letters about planned work and outages, read whole."""

from datetime import date, datetime

from tracker.domain import reading
from tracker.domain.claims.outages import outage_of
from tracker.domain.claims.page import read_page
from tracker.domain.claims.plans import ServiceRow, Work, plan_of
from tracker.domain.dates.values import JST

WRITTEN_ON = date(2026, 4, 20)

LETTER = """令和8年4月20日
センター設備の更改について
1. 更改の目的
処理の安定を図ります。
2. 更改日時
① 令和8年5月12日(火) AM2:00~AM5:00
[予備日:令和8年5月19日(火) AM2:00~AM5:00]
3. 影響
[令和8年5月12日(火)AM2:00~5:00]
時間帯\t利用不可サービス\t\t更改中の挙動\t代替措置
2:00 ~ 5:00\t決済\tクレジットカード ^{*1}\tエラーを表示\t現金でお支払いください。
\t日計\t全取引\t\t終了後に手動で締めてください。
3:00 ~ 25:00\tその他\t管理画面\t表示できません\t翌日にご利用ください。
*1 新しい端末をお使いの場合のみ対象
4. 不具合の場合
不具合が発生した場合は、切戻しを行い、予備日に作業を行います。
お問い合わせ先
カードセンター
"""

OUTAGE = """令和8年4月20日
クラウドをご利用のお客様へ
4月19日7:57より障害が発生しており、9:00に通信が完全に遮断されました。
本日4月20日11時を目処に暫定復旧を予定しております。
ケース1(共有したままのデータ)
復旧後にそのままご利用いただけます。
ケース2(共有をやめたデータ)
データを取得してください。
共有をもう一度開始してください。
以上
"""


def at(month, day, hour, minute=0):
    return datetime(2026, month, day, hour, minute, tzinfo=JST)


def document(text):
    return reading.read(text.encode(), url="letter.txt", captured_on=WRITTEN_ON)


def test_plan_tells_work_with_its_reserve_day():
    plan = plan_of(document(LETTER), written_on=WRITTEN_ON)

    assert plan.works == (Work(at(5, 12, 2), at(5, 12, 5), at(5, 19, 2), at(5, 19, 5)),)
    assert (plan.purpose, plan.contact) == ("処理の安定を図ります。", "カードセンター")
    assert plan.rollback == "不具合が発生した場合は、切戻しを行い、予備日に作業を行います。"
    assert plan.conditions == {"1": "新しい端末をお使いの場合のみ対象"}


def test_plan_tells_each_slot_with_its_rows():
    plan = plan_of(document(LETTER), written_on=WRITTEN_ON)

    assert [(slot.start, slot.end) for slot in plan.slots] == [
        (at(5, 12, 2), at(5, 12, 5)),
        (at(5, 12, 3), at(5, 13, 1)),
    ]
    assert plan.slots[0].rows == (
        ServiceRow(
            "決済 クレジットカード", "エラーを表示", "現金でお支払いください。", marks=("1",)
        ),
        ServiceRow("日計 全取引", "エラーを表示", "終了後に手動で締めてください。"),
    )


def test_page_turns_slots_into_windows_and_planned_stops():
    read = read_page(document(LETTER), captured_on=WRITTEN_ON)

    assert [(w.start, w.end, w.services, w.reserve) for w in read.windows] == [
        (at(5, 12, 2), at(5, 12, 5), ("payment", "daily_close"), "2026-05-19T02:00:00+09:00"),
        (at(5, 12, 3), at(5, 13, 1), ("website",), "2026-05-19T02:00:00+09:00"),
    ]
    assert [(claim.domain, claim.state) for claim in read.claims] == [
        ("payment", "planned_stop"),
        ("daily_close", "planned_stop"),
        ("website", "planned_stop"),
    ]


def test_outage_tells_start_full_stop_provisional_end_and_cases():
    outage = outage_of(document(OUTAGE), written_on=WRITTEN_ON)

    assert (outage.started_at, outage.stopped_at) == (at(4, 19, 7, 57), at(4, 19, 9))
    assert outage.provisional_at == at(4, 20, 11)
    assert [(case.name, case.condition, len(case.steps)) for case in outage.cases] == [
        ("ケース1", "共有したままのデータ", 1),
        ("ケース2", "共有をやめたデータ", 2),
    ]


def test_instructions_by_case_are_no_claims():
    read = read_page(document(OUTAGE), captured_on=WRITTEN_ON)

    assert {claim.state for claim in read.claims} <= {"stopped", "planned_resume"}
