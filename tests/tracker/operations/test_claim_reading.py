from datetime import date

from tracker.domain import notices, reading
from tracker.domain.series import Number
from tracker.enums import DomainState, SeriesKind, ServiceDomain
from tracker.operations.claim_reading import prepare

CAPTURED = date(2025, 10, 29)


def prepared(body):
    document = reading.read(body.encode(), content_type="text/html", captured_on=CAPTURED)
    return prepare(
        document, notices=notices.split(document, captured_on=CAPTURED), captured_on=CAPTURED
    )


def page(*paragraphs, title="出荷再開のお知らせ"):
    body = "".join(f"<p>{one}</p>" for one in paragraphs)
    return f"<html><title>{title}</title><main><h1>{title}</h1>{body}</main></html>"


def test_a_notice_is_read_into_claims_and_numbers():
    found = prepared(
        page(
            "2025年10月29日",
            "本日より、37品目に限りFAXでのご注文の受付を再開いたしました。",
            "出荷は引き続き停止しております。",
        )
    )

    assert found.told_on == CAPTURED
    assert {(one.domain, one.state) for one in found.claims} >= {
        (ServiceDomain.SHIPPING, DomainState.STOPPED)
    }
    assert all(one.told_on == CAPTURED and one.notice_key == "" for one in found.claims)
    assert [(one.number, one.told_on) for one in found.numbers] == [
        (Number(SeriesKind.ITEMS, 37, 37), CAPTURED)
    ]


def test_the_same_claim_on_the_same_sentence_has_one_fingerprint():
    text = page("2025年10月29日", "出荷は引き続き停止しております。")

    first, second = prepared(text).claims, prepared(text).claims

    assert [one.fingerprint for one in first] == [one.fingerprint for one in second]
    assert len({one.fingerprint for one in first}) == len(first)


def test_planned_work_is_read_with_its_reserve():
    found = prepared(
        page(
            "次のとおり定期メンテナンスを実施いたします。期間中はご注文いただけません。",
            "日時：2026年1月17日（土）22:00 ～ 1月18日（日）6:00",
            "予備日：2026年1月24日（土）22:00 ～ 1月25日（日）6:00",
            title="定期メンテナンスのお知らせ",
        )
    )

    (window,) = found.windows
    assert (window["start"], window["reserve_start"], window["reserve_end"]) == (
        "2026-01-17T22:00:00+09:00",
        "2026-01-24T22:00:00+09:00",
        "2026-01-25T06:00:00+09:00",
    )


def test_a_claim_on_a_page_of_several_names_its_notice():
    body = """<html><title>お知らせ</title><main><h1>障害に関するお知らせ</h1>
      <h2>2025年10月28日 FAXでのご注文について</h2><p>FAXでのご注文の受付を停止しております。</p>
      <h2>2025年10月20日 出荷について</h2><p>商品の出荷を停止しております。</p></main></html>"""

    found = prepared(body)

    keys = {one.evidence: one.notice_key for one in found.claims}
    assert len(set(keys.values())) == 2
    assert all(keys.values())
