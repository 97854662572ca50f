from dataclasses import replace
from datetime import date

import pytest

from tracker.domain.document import Document
from tracker.domain.readability import Unreadable, judge
from tracker.domain.reading import read
from tracker.enums.reading import ReadProblem


def judged(body, *, tab="", previous=()):
    page = f"<html><head><title>{tab}</title></head><body>{body}</body></html>"
    found = judge(read(page.encode()), previous=previous)
    return found.reason if found else None


@pytest.mark.parametrize(
    ("body", "tab", "reason"),
    [
        ("", "", ReadProblem.BLANK),
        ("<p>―</p>", "", ReadProblem.BLANK),
        ("<nav><a href='/'>トップ</a></nav><footer>Copyright</footer>", "", ReadProblem.BLANK),
        (
            "<footer><p>JavaScriptを有効にしてください</p></footer>",
            "",
            ReadProblem.NEEDS_SCRIPT,
        ),
        ("<p>This app requires JavaScript.</p>", "", ReadProblem.NEEDS_SCRIPT),
        ("<h1>Just a moment...</h1><p>Checking your browser.</p>", "", ReadProblem.CAPTCHA),
        ("<p>私はロボットではありません</p>", "", ReadProblem.CAPTCHA),
        ("<h1>Access Denied</h1>", "", ReadProblem.CAPTCHA),
        ("<h1>会員ログイン</h1><p>会員ID</p><p>パスワード</p>", "", ReadProblem.LOGIN),
        ("<p>続けるにはログインしてください。</p>", "お知らせ", ReadProblem.LOGIN),
        ("<p>Your session has expired.</p>", "", ReadProblem.LOGIN),
        ("<p>ただいまサイトメンテナンス中です。</p>", "お知らせ", ReadProblem.SPLASH),
        ("<p>アクセスが集中しております。しばらくお待ちください。</p>", "", ReadProblem.SPLASH),
        ("<h1>503 Service Unavailable</h1>", "", ReadProblem.SPLASH),
        ("<p>エラーが発生しました。</p>", "", ReadProblem.SITE_ERROR),
        ("<h1>502 Bad Gateway</h1>", "", ReadProblem.SITE_ERROR),
        ("<p>お探しのページは見つかりませんでした。</p>", "", ReadProblem.NOT_FOUND),
        (
            "<p>新着情報</p><p>2025年10月1日 展示会のご案内</p>",
            "404 Not Found",
            ReadProblem.NOT_FOUND,
        ),
    ],
)
def test_f11_a_wall_is_not_read(body, tab, reason):
    assert judged(body, tab=tab) is reason


@pytest.mark.parametrize(
    "body",
    [
        "<p>本日の出荷は停止しています。</p>",
        "<p>休業中</p>",
        "<h1>復旧しました</h1><p>すべて通常どおりです。</p>",
        "<p>本日10時31分ごろから、ログインできない状態となっています。</p>",
        "<h1>サイトメンテナンスのお知らせ</h1><p>ただいまメンテナンス中です。</p>",
        "<p>ただいまメンテナンス中です。終了は2025年11月16日5時の予定です。</p>",
        "<h1>ただいまご利用いただけません</h1><p>障害のため接続を見合わせております。</p>",
        "<h1>パスワード変更のお願い</h1><p>2025年11月5日</p><p>ログインIDとパスワードを</p>",
        "<p>不審なメールにご注意ください。</p><p>パスワードをお尋ねすることはありません。</p>"
        "<p>メールアドレスの変更は窓口で承ります。</p>",
        "<p>All systems operational.</p>",
    ],
)
def test_f11_a_short_notice_is_read(body):
    assert judged(body) is None


def test_f11_a_long_page_may_speak_of_walls():
    body = (
        "<p>お探しのページが見つからない場合の操作をご説明します。</p>"
        + "<p>説明文です。</p>" * 120
    )

    assert judged(body) is None


LONG = tuple(f"富山工場では{number}号機の点検を続けております。" for number in range(20))


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        (LONG[:3], ReadProblem.SHRUNK),
        (("東和電機", *LONG[:2]), ReadProblem.SHRUNK),
        (LONG[:10], None),
        (("出荷を再開しました。",), None),
        (("2026年2月1日", "すべて通常どおりです。"), None),
    ],
)
def test_f11_lost_text_is_told_from_a_short_new_notice(lines, reason):
    body = "".join(f"<p>{line}</p>" for line in lines)

    assert judged(body, previous=LONG) is reason


def test_f11_a_selector_that_finds_nothing():
    document = read("<p>出荷を停止しています。</p>".encode(), selector="#notice")

    assert judge(document) == Unreadable(ReadProblem.SELECTOR_EMPTY)


def test_f11_an_empty_incident_list_is_an_answer():
    assert judge(Document("statuspage", "状況", ())) is None
    assert judge(replace(Document("html", "状況", ()))) == Unreadable(ReadProblem.BLANK)


@pytest.mark.parametrize(
    ("printed", "reason"),
    [
        ("2025年12月5日", ReadProblem.OLDER),
        ("2025年12月25日", None),
        ("2025年12月26日", None),
        ("", None),
    ],
)
def test_f11_a_copy_from_a_stale_cache(printed, reason):
    body = f"<p>{printed}</p><p>お届けに日数がかかります。</p>".encode()

    found = judge(read(body), previous_on=date(2025, 12, 25))

    assert (found.reason if found else None) is reason


def test_f11_a_page_that_prints_the_day_before_is_no_stale_copy():
    body = (
        "<p>2025年12月20日更新</p><h2>2025年12月25日 出荷について</h2>"
        "<p>すべての商品の出荷を停止しております。</p>"
    )

    assert judge(read(body.encode()), previous_on=date(2025, 12, 25)) is None
    assert judge(read(body.encode()), previous_on=date(2025, 12, 26)).reason is ReadProblem.OLDER
