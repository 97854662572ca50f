"""Planned work and company days of the sample, counted from the day it is made."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SampleSlot:
    """One service inside a planned stop."""

    group: str
    service: str
    behaviour: str
    alternative: str
    condition: str = ""


@dataclass(frozen=True, slots=True)
class SampleWindow:
    """One planned stop: it begins `days` ahead at `hour` of the company's day."""

    supplier: str
    purpose: str
    days: int
    hour: int
    hours: int
    reserve_days: int  # after the work itself
    rollback_rule: str
    contact: str
    improvement: str
    slots: tuple[SampleSlot, ...]
    is_confirmed: bool = False


@dataclass(frozen=True, slots=True)
class SampleDay:
    """A cut-off, closing or payment day; `kind` is a value of tracker.enums.CompanyDayKind."""

    kind: str
    name: str
    day_of_month: int | None = None
    hour: int | None = None


DAYS = (
    SampleDay("order_cut_off", "翌日配送の締切", hour=15),
    SampleDay("closing", "月末締め", day_of_month=31),
    SampleDay("payment", "仕入代金の支払日", day_of_month=10),
)
WINDOWS = (
    SampleWindow(
        supplier="ふくろう堂",
        purpose="受注システムの更改",
        days=4,
        hour=13,
        hours=5,
        reserve_days=7,
        rollback_rule="不具合が発生した場合は現行システムへ切り戻し、予備日に作業を実施します。",
        contact="ふくろう堂 お客様窓口",
        improvement="注文の確認画面が速くなり、納期が品目ごとに表示されます。",
        slots=(
            SampleSlot(
                "受注",
                "Webでのご注文",
                "画面に「作業中」と表示されます。",
                "FAXで承ります。控えは作業終了後に入力してください。",
            ),
            SampleSlot(
                "日計処理",
                "購買データの日次集計",
                "集計が作成されません。",
                "作業終了後に手動で日計処理を実施してください。",
                "データ連携の契約がある場合のみ",
            ),
        ),
        is_confirmed=True,
    ),
    SampleWindow(
        supplier="しおさい事務器",
        purpose="決済サービスの定期メンテナンス",
        days=11,
        hour=1,
        hours=4,
        reserve_days=7,
        rollback_rule="",
        contact="しおさい事務器 サポートデスク",
        improvement="",
        slots=(
            SampleSlot(
                "決済",
                "クレジットカード",
                "エラーが表示されます。",
                "オーソリセンターへ電話し、手書き伝票を起票してください。",
            ),
        ),
    ),
)
