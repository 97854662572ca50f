import pytest

from tracker.domain.noise import explain, explain_bytes
from tracker.enums.reading import NoiseReason


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        (["出荷 停止", "第1報"], ["出荷停止", "", "第１報"], NoiseReason.WIDTH),
        (["ｶｰﾄﾞ決済"], ["カード決済"], NoiseReason.WIDTH),
        (["富山工場", "熊本工場"], ["熊本工場", "富山工場"], NoiseReason.REORDERED),
        (
            ["停止中", "本日の訪問者：1,204人"],
            ["停止中", "本日の訪問者：1,377人"],
            NoiseReason.COUNTER,
        ),
        (
            ["あなたは 10023 人目のお客様です"],
            ["あなたは 10031 人目のお客様です"],
            NoiseReason.COUNTER,
        ),
        (["停止中 閲覧数 12"], ["停止中 閲覧数 15"], NoiseReason.COUNTER),
        (["現在時刻：10:01:02"], ["現在時刻：10:06:02"], NoiseReason.CLOCK),
        (["本日は2025年10月29日(水)です。"], ["本日は2025年10月30日(木)です。"], NoiseReason.CLOCK),
        (["Copyright 2025 Towa"], ["Copyright 2026 Towa"], NoiseReason.COPYRIGHT),
        (["© 2011-2025 Towa"], ["© 2011-2026 Towa"], NoiseReason.COPYRIGHT),
        (
            ["受付番号 a81fe02b44c19d7730fe"],
            ["受付番号 b02cd9911fa77e3410ab"],
            NoiseReason.TOKEN,
        ),
        (
            ["閲覧数 3", "Copyright 2025 Towa"],
            ["閲覧数 4", "Copyright 2026 Towa"],
            NoiseReason.COUNTER,
        ),
        (["停止中"], ["停止中", "本日の訪問者：12人"], NoiseReason.COUNTER),
    ],
)
def test_cosmetic_changes_have_a_reason(old, new, reason):
    assert explain(old, new) is reason


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (["37アイテム"], ["237アイテム"]),
        (["再開は10月29日の予定です"], ["再開は10月31日の予定です"]),
        (["最終更新 10:00"], ["最終更新 14:00"]),
        (["本日は出荷を停止します。"], ["本日は出荷を再開します。"]),
        (["品番 A4-9203B"], ["品番 A4-9208B"]),
        (["閲覧数 3", "停止中"], ["閲覧数 4", "再開"]),
        (["停止中"], ["停止中", "停止中 一部再開"]),
        (["お知らせ"], []),
    ],
)
def test_news_is_never_explained_away(old, new):
    assert explain(old, new) is None


@pytest.mark.parametrize(
    ("old", "new", "is_paper", "reason"),
    [
        ("本文", "本文", True, NoiseReason.RESAVED),
        ("本文", "本文", False, NoiseReason.FRAME),
        ("本文", "新しい本文", True, None),
    ],
)
def test_other_bytes_with_the_same_text(old, new, is_paper, reason):
    assert explain_bytes(old, new, is_paper=is_paper) is reason
