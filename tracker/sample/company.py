"""The buyers of the sample: two client companies, their people, suppliers and what they watch.

Plain values; roles, folders and kinds are the values of the enums in accounts and tracker. All
addresses end in .example, and no person or company in here exists.
"""

from dataclasses import dataclass
from datetime import timedelta

QUICK = timedelta(seconds=10)  # official words: the story passes two days in that time
CALM = timedelta(seconds=30)  # news and other suppliers


@dataclass(frozen=True, slots=True)
class SampleMember:
    """One person in one company."""

    email: str
    name: str
    role: str  # a value of accounts.enums.Role
    duty: str  # what they do there, for the page that lists the sign-ins


@dataclass(frozen=True, slots=True)
class SampleSource:
    """One page that the company follows."""

    name: str
    path: str  # on the notice server; see address()
    folder: str  # a value of tracker.enums.Folder
    kind: str  # a value of tracker.enums.PageKind
    interval: timedelta
    importance: str = "normal"  # a value of tracker.enums.Importance
    is_starred: bool = False
    keywords: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SampleSupplier:
    """One company that is bought from. The first of a company is the one that stops."""

    name: str
    customer_number: str
    website_path: str
    note: str
    sources: tuple[SampleSource, ...]


@dataclass(frozen=True, slots=True)
class SampleCompany:
    """One client company, that is one workspace."""

    slug: str
    name: str
    colour: str  # a value of accounts.enums.WorkspaceColour
    members: tuple[SampleMember, ...]
    suppliers: tuple[SampleSupplier, ...]


def address(path: str, *, port: int) -> str:
    """Return where the notice server of this machine answers for a path."""
    return f"http://127.0.0.1:{port}{path}"


_RECOVERY_WORDS = ("再開", "出荷停止", "復旧", "請求書", "いつまで")

_NEWS_LIST = SampleSource(
    name="ニュース一覧",
    path="/tsugumino/news/",
    folder="official",
    kind="notice_list",
    interval=QUICK,
    importance="high",
    is_starred=True,
    keywords=_RECOVERY_WORDS,
)
_STATUS = SampleSource(
    name="サービスのご利用状況",
    path="/tsugumino/shop/status.html",
    folder="official",
    kind="web",
    interval=QUICK,
    importance="high",
    is_starred=True,
)
_PLATFORM = SampleSource(
    name="つぐみ購買ネット 稼働状況",
    path="/tsugumino/net/api/v2/summary.json",
    folder="official",
    kind="statuspage",
    interval=QUICK,
)
_ORDERS = SampleSource(
    name="ご注文済みの商品の取り扱い",
    path="/tsugumino/shop/info/orders.html",
    folder="official",
    kind="web",
    interval=QUICK,
)
_QUESTIONS = SampleSource(
    name="よくあるご質問",
    path="/tsugumino/shop/faq.html",
    folder="official",
    kind="web",
    interval=CALM,
    importance="low",
)
_FEED = SampleSource(
    name="ニュース（RSS）",
    path="/tsugumino/news/feed.xml",
    folder="official",
    kind="feed",
    interval=CALM,
    importance="low",
)
_PAPER = SampleSource(
    name="日刊あきない通信",
    path="/akinai/",
    folder="news",
    kind="notice_list",
    interval=CALM,
    keywords=_RECOVERY_WORDS,
)
_FUKUROUDO_STOCK = SampleSource(
    name="在庫・納期に関するご案内",
    path="/fukuroudo/stock.html",
    folder="comparison",
    kind="web",
    interval=CALM,
)
_SHIOSAI_SUPPLY = SampleSource(
    name="供給状況のお知らせ",
    path="/shiosai/supply.html",
    folder="comparison",
    kind="web",
    interval=CALM,
)

_FUKUROUDO = SampleSupplier(
    name="ふくろう堂",
    customer_number="F-77120",
    website_path="/fukuroudo/stock.html",
    note="代替の第1候補。翌日にお届け、5,000円から送料無料。",
    sources=(_FUKUROUDO_STOCK,),
)
_SHIOSAI = SampleSupplier(
    name="しおさい事務器",
    customer_number="0031-5842",
    website_path="/shiosai/supply.html",
    note="代替の第2候補。2日から3日でお届け、最低ご注文金額あり。",
    sources=(_SHIOSAI_SUPPLY,),
)

COMPANIES = (
    SampleCompany(
        slug="hanada",
        name="株式会社はなだ設計",
        colour="blue",
        members=(
            SampleMember("minori@hanada.example", "瀬名 みのり", "purchaser", "購買担当"),
            SampleMember("yoshino@hanada.example", "真壁 佳乃", "accountant", "経理"),
            SampleMember("naoto@hanada.example", "鳥海 直人", "manager", "承認者（総務部長）"),
            SampleMember("aoi@hanada.example", "木暮 あおい", "administrator", "管理者"),
            SampleMember(
                "toru@nanakamado.example",
                "榛名 透",
                "outside_accountant",
                "会計事務所（ななかまど会計）",
            ),
        ),
        suppliers=(
            SampleSupplier(
                name="つぐみ野商会株式会社",
                customer_number="TG-204518",
                website_path="/tsugumino/",
                note="文具・用紙の主な調達先。つぐみ野オフィス便とつぐみ購買ネットを利用。",
                sources=(_NEWS_LIST, _STATUS, _PLATFORM, _ORDERS, _QUESTIONS, _FEED, _PAPER),
            ),
            _FUKUROUDO,
            _SHIOSAI,
        ),
    ),
    SampleCompany(
        slug="shizuku",
        name="医療法人しずく会",
        colour="teal",
        members=(
            SampleMember("suzu@shizuku.example", "三輪 すず", "purchaser", "購買担当（用度係）"),
            SampleMember("kaede@shizuku.example", "相馬 楓", "manager", "承認者（事務長）"),
            SampleMember(
                "toru@nanakamado.example",
                "榛名 透",
                "outside_accountant",
                "会計事務所（ななかまど会計）",
            ),
        ),
        suppliers=(
            SampleSupplier(
                name="つぐみ野商会株式会社",
                customer_number="TG-118803",
                website_path="/tsugumino/",
                note="手袋・消毒用品の調達先。つぐみメディカル便を利用。",
                sources=(_NEWS_LIST, _STATUS),
            ),
            _FUKUROUDO,
        ),
    ),
)
