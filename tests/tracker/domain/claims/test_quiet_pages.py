"""Pages that stop, resume and open things no buyer tracks: nothing may be claimed."""

import pytest

from tests.tracker.domain.claims.pages import read_text, told

PAGES = [
    "人事異動のお知らせ\n2024年10月1日\n当社は10月1日付で下記のとおり役員の異動を行いました。",
    (
        "自己株式の取得停止について\n"
        "株価の水準を考慮し、自己株式の取得を停止しておりましたが、10月15日から再開いたします。"
    ),
    (
        "ウォーキングイベント中止のお知らせ\n"
        "台風の接近が予想されるため、10月12日のウォーキングイベントは中止いたします。参加費は返金いたします。"
    ),
    (
        "工場見学の再開について\n"
        "休止しておりました工場見学を、11月から再開いたします。予約の受付は10月15日に開始します。"
    ),
    (
        "サービス終了のお知らせ\n"
        "写真プリントサービスは、2025年3月31日をもって終了いたします。長らくのご利用ありがとうございました。"
    ),
    (
        "停電に備えましょう\n"
        "台風の季節です。停電になると冷蔵庫が止まり、食品が傷むおそれがあります。"
    ),
    "献血のお願い\n10月20日に献血を実施します。受付は午前10時に開始します。",
    (
        "道路工事のお知らせ\n"
        "工場正門前の道路は、10月20日から片側通行となります。搬入車両は北門をご利用ください。"
    ),
    "新卒採用 エントリー受付を再開しました\n一時停止していたエントリーの受付を再開しました。",
    (
        "配送について\n"
        "通常、ご注文から2～3営業日以内に発送いたします。沖縄・離島へのお届けには、1週間ほどお時間をいただいております。"
    ),
    "お支払い方法\nクレジットカード、代金引換、銀行振込をご利用いただけます。",
    (
        "特定商取引法に基づく表示\n"
        "返品は商品到着後8日以内にご連絡ください。不良品は送料当社負担で交換いたします。"
    ),
    "決算短信の訂正について\n2024年3月期の決算短信に誤りがありましたので訂正いたします。",
    (
        "サイバー攻撃に関する注意喚起\n"
        "当社を装った不審なメールが確認されています。添付ファイルを開かないようご注意ください。"
    ),
    "会員ランク制度の変更\n会員ランクの判定を10月から停止し、11月に新しい制度を開始します。",
    (
        "アプリのバージョンアップ\n"
        "アプリの新しい版を公開しました。動作が速くなり、検索がしやすくなりました。"
    ),
    "試合の中断について\n本日の試合は雷のため中断していましたが、15時に再開しました。",
    "ダムの放流を停止しました\n洪水調節のため行っていた放流は、水位が下がったため停止しました。",
    "回収リサイクルの休止\n使用済みトナーの回収は、当面の間休止いたします。",
    "展示会の出展について\n当社は11月の展示会に出展します。会場では新製品の受注も行います。",
    "時短勤務制度\n育児による休業からの復帰後、時短勤務を利用できます。",
    "取引停止処分について\n東京都からの指名停止処分は、9月30日をもって解除されました。",
    (
        "年末年始の営業について\n"
        "12月29日から1月3日まで休業いたします。期間中のご注文は1月4日以降に順次発送いたします。"
    ),
    "水道の断水のお知らせ\n配水管工事のため、10月20日13時から16時まで断水します。",
    "エレベーター点検\n10月20日（月）9:00～12:00はエレベーターを停止します。",
    "Hiring paused\nWe paused hiring in the spring and will resume interviews in November.",
    "New office\nOur Osaka office opens on November 1. Phone lines may be busy on that day.",
    (
        "Release notes 4.2\n"
        "Search is faster. Exports no longer fail on large files. Dark mode is now available."
    ),
    (
        "Share buyback resumed\n"
        "The company resumed its share buyback, which it had suspended in May."
    ),
    "Playoff game postponed\nThe game was suspended by rain and will resume tomorrow at 1 PM.",
    "Holiday hours\nOur stores are closed on January 1. Orders ship as usual from January 2.",
    (
        "Feature retirement\n"
        "The legacy report builder will be retired on March 31. Existing reports stay available."
    ),
    "Thank you\nWe shipped our millionth order today.",
    (
        "Road closure\n"
        "Oak Street is closed for repairs. Please use the north entrance for deliveries."
    ),
]


@pytest.mark.parametrize("page", PAGES)
def test_page_about_something_else_stays_quiet(page):
    assert told(read_text(page, title=page.split("\n")[0])) == set()


def test_instructions_say_nothing_of_the_service():
    page = "配信を停止するには、設定を開きます。\n再開するときは「再開」を押します。"

    assert told(read_text(page, title="メール配信の停止方法")) == set()
