"""To whom and to what a claim applies: limits, named services and goods, channel."""

import re
from dataclasses import dataclass

from tracker.domain.lexicon.loader import Lexicon
from tracker.domain.lexicon.scanner import Hit

ORDER = ("items", "areas", "hours", "customers")
_QUOTED = re.compile(r"[「『“\"]([^「」『』“”\"]{1,30})[」』”\"]")
_LATIN = re.compile(r"(?<![A-Za-z0-9])[A-Z][A-Za-z]{2,}(?:[ &][A-Z][A-Za-z]+)*(?![A-Za-z])")
_KATAKANA_SERVICE = re.compile(
    r"(?<![ァ-ヶー])([ァ-ヶー]{4,12})(?=Webサイト|サービス|ストア|ショップ|オンライン|アプリ|クラウド|でWeb|では、|通販)"
)
_SERVICE_PAGE = re.compile(r"(?:サービス|サイト|ご?利用|ご注文|通販|会員|受注)")
_GOODS_PAGE = re.compile(r"(?:品目|商品|チルド|製品|ブランド|銘柄)")
_COUNTED_ITEMS = re.compile(
    r"\d[\d,.]*万?[\d,]*\s?(?:アイテム|品目|品(?!質)|種類|商品|ブランド|点(?!検)|SKU)"
)
_COUNTED_AREAS = re.compile(
    r"\d+\s?(?:か所の)?(?:拠点|センター|地域|か所|県|ターミナル|営業所|店舗|倉庫|都道府県)"
)
_HOURS = re.compile(
    r"\d時(?:\d+分)?\s?(?:[~から-]|より)+\s?(?:午[前後])?\d+時|\d:\d\d\s?[~-]\s?\d+:\d\d"
)
_PLACE = re.compile(r"(?:[一-龠ァ-ヶ]{1,5}[県府道都市島区](?=[のでへにおよ、・全一]|$))")
_THROUGH = re.compile(
    r"^(?:サイト|ページ|ストア)?(?:および[^、]{1,12}で|に?て|でお|での|で|から|による|により|に限|経由|の?ご?注文|受注|上で|のみ)"
)
_OF_PLACE = re.compile(r"^(?:棟|庫|倉庫|センター|車|設備|工場)")  # 冷凍棟: where, not what
_OF_BANK = re.compile(r"(?:行|機関|口座|金庫)$")  # 他行宛て: whom one pays, not where
_JOINED = re.compile(
    r"(?:電話|FAX|メール|Web|ネット|EOS|EDI)[^はがを。]{0,4}(?:、|・|および|及び|ならびに|と|や|または|かつ)"
    r"[^はがを。]{0,6}(?:電話|FAX|メール|Web|ネット|EOS|EDI)"
)
_ALL_CUSTOMERS = re.compile(
    r"(?:すべて|全て|全)(?:の)?(?:お?得意先?|お?客|お?取引先|会員|加盟店|施設|企業|ユーザー|利用者)様?"
)
_ALL_ITEMS = re.compile(r"(?:すべての|全ての?)(?:商品|製品|品目)")
_ALL_AREAS = re.compile(
    r"全国|(?:すべて|全て|全)(?:の)?(?:拠点|センター|ターミナル|地[域区方]|エリア|倉庫|店舗|営業所|工場|サービスステーション)"
)


_COMMON = frozenset(
    {
        "インターネット",
        "オンライン",
        "ホームページ",
        "システム",
        "クラウド",
        "カスタマー",
        "ネットワーク",
        "コンテナ",
        "メンテナンス",
        "ターミナル",
    }
)


@dataclass(frozen=True, slots=True)
class Names:
    """The names a page quotes, told apart: services one orders from, goods one orders."""

    services: frozenset[str]
    items: frozenset[str]


@dataclass(frozen=True, slots=True)
class Scope:
    """What a clause says about its own reach."""

    limits: tuple[str, ...]
    services: tuple[str, ...]
    items: tuple[str, ...]
    channel: str | None
    covers_all: bool


def names(text: str, words: Lexicon) -> Names:
    """Tell the quoted and Latin names of a page apart by the company they keep."""
    marks, goods = words.listed("services", "marks"), words.listed("services", "items")
    not_names = frozenset(words.listed("services", "not_names"))
    services = {match[1] for match in _KATAKANA_SERVICE.finditer(text)} - _COMMON
    items: set[str] = set()
    of_goods = len(_GOODS_PAGE.findall(text)) >= len(_SERVICE_PAGE.findall(text))
    for match in (*_QUOTED.finditer(text), *_LATIN.finditer(text)):
        name = match[1] if match.re is _QUOTED else match[0]
        if name in not_names or len(name) < 2:
            continue
        near = text[match.end() : match.end() + 14]
        before = text[max(0, match.start() - 8) : match.start()]
        if any(word in near or word in name for word in marks) or before.endswith(
            ("向け", "向けの", "通販", "サービス")
        ):
            services.add(name)
        elif match.re is _QUOTED and any(word in near + before for word in goods):
            items.add(name)
        elif not of_goods or name.isupper():
            services.add(name)
        else:
            items.add(name)
    return Names(frozenset(services), frozenset(items - services))


_QUALIFIED_ITEMS = re.compile(
    r"(?:一部|その他の?|それ以外の?|対象の?|残りの|特定の|以下の|次の|下記の|上記以外の|主力|定番|人気|[ァ-ヶ]{3,}|冷[蔵凍]|常温|予約|在庫|直送|限定|新)(?:の|となる)?(?:商品|製品|品目|品(?![質切薄]))"
)
_OTHER_ITEMS = re.compile(
    r"(?:商品|製品|品目|もの)(?:に限|のみ|だけ)|\d+月(?:締め)?分(?!より|から)|注文分|\d+\s?(?:ml|mL|L|g|kg|枚|本|個)(?:缶|入り|瓶|ボトル|パック)"
    r"|(?:ていない|でいない|でない|された|いただいた|済みの)[^、はが]{0,6}(?:商品|注文|返品|分)"
    r"|の(?:編集|追加|変更|削除)は|(?:表示|閲覧|編集|検索|照会)のみ"
)
# a town or region beside a word of place; alone it may be part of a company's name
_TOWN = re.compile(
    r"(?:札幌|旭川|函館|釧路|帯広|青森|盛岡|仙台|秋田|山形|福島|郡山|水戸|宇都宮|前橋|高崎|さいたま|大宮|千葉|東京|横浜"
    r"|川崎|新潟|富山|金沢|福井|甲府|長野|松本|岐阜|静岡|浜松|名古屋|四日市|大津|京都|大阪|堺|神戸|姫路|奈良|和歌山"
    r"|鳥取|松江|岡山|広島|福山|山口|下関|徳島|高松|松山|高知|福岡|北九州|博多|佐賀|長崎|熊本|大分|宮崎|鹿児島|那覇"
    r"|岩手|宮城|茨城|栃木|群馬|埼玉|神奈川|石川|山梨|愛知|三重|滋賀|兵庫|島根|香川|愛媛|沖縄|東北|関東|北陸|東海|近畿|四国|九州"
    r"|能登|房総|伊豆|三陸|奄美|小笠原|佐渡|対馬|壱岐|八丈島)"
    r"(?=(?:[・、][一-龠]{2,4})*"
    r"(?:[のとで](?!銀行)|両|各|地区|方面|エリア|市内|近郊|周辺|圏|宛|あて|行き|発着?|着|向け|から|への|へ|港|では|[・、]|[A-Z]{2,4}))"
)
_TRADE = re.compile(
    r"(?:医療機関|薬局|病院|飲食店|量販店|卸|学校|自治体|取引先|得意先|荷主|代理店|加盟店|業務用?|導入企業|契約企業|社)"
    r"(?:様)?(?:向け|に限|のみ|を優先|を対象)|(?:様|さま|の方|会員|企業|ユーザー|薬局)(?:を対象に|に限|のみ|向けの)|(?:企業|会員)様への"
)
_EXCEPT = re.compile(r"(?:を除き|を除く|を除いて|以外は)")
_REACH = re.compile(r"(?:圏内|km|キロ|同(?:センター|拠点|倉庫))")
_MAIL_KIND = re.compile(r"(?:確認|案内|完了|通知|お知らせ|受注|発送|出荷)メール")
_PAID_BY = re.compile(r"(?:振込|カード|代引き?|払い)(?:での|でお支払|に限|の場合|のみ)")
_PART = re.compile(
    r"(?<!地方の)(?<!地域の)(?<!県の)(?<!内の)(?<!エリアの)(?<!店舗の)一部(?!の?(?:お客|利用者|ユーザー|会員|取引先|お取引|得意先|お得意|加盟店|顧客|企業|地域|地方|エリア|店舗|拠点|[ァ-ヶ一-龠]{0,4}(?:センター|拠点|倉庫|ターミナル)|県|都|銀行|金融|時間|を除|報道|施設|路線|区間|便|営業所))"
)
_PART_AREA = re.compile(
    r"(?:一部|その他|残る|残り|対象|以下|他|別)の?(?:\d+)?(?:の|か所の)?[ァ-ヶ一-龠]{0,4}(?:センター|拠点|倉庫|ターミナル|地域|地方|エリア|営業所|支店|路線|区間|店舗|県)"
)
_THE_OTHERS = re.compile(
    r"(?:その他|そのほか|残る|残り|上記以外|ほか)の?(?:地[域区方]|エリア|拠点|センター|県|路線)"
)
_NAMED_PLACE = re.compile(
    r"(?<![ァ-ヶ一-龠A-Za-z])(?!(?:物流|配送|出荷|流通|各|全|当|コンテナ|コール|カスタマー|サポート|データ|お客様|サービス|配達|集荷|対象|一部|残る|両|新|大型|自動|同|CARDNET|[A-Z]{3,}(?:センター|ターミナル)))[ァ-ヶ一-龠A-Za-z0-9]{2,12}(?:DC|センター|倉庫|ターミナル|営業所|事業所|支店|工場|(?:冷凍|冷蔵|常温|冷|倉)[棟庫]|号?棟|製作所|サービスステーション|ステーション|出張所|事務所|港|空港|駅|基地)"
)


def scope(text: str, hits: list[Hit], known: Names) -> Scope:
    """Return the reach of a clause by its own words."""
    items = tuple(name for name in sorted(known.items) if name in text)
    if kind := _kind(text, hits, known):
        items = (*items, kind)
    found = _limits(text, hits) | ({"items"} if items else set())
    everything = any(hit.section == "everything" for hit in hits)
    places = _places(text) if "areas" in found else ()
    if everything:
        found = _lifted(found, text)
    return Scope(
        tuple(name for name in ORDER if name in found),
        tuple(name for name in sorted(known.services) if name in text),
        (*items, *places),
        _channel(text, hits),
        everything,
    )


def _kind(text: str, hits: list[Hit], known: Names) -> str:
    """Return the goods that are ordered, sold or sent, where they are named: ワクチンの出荷."""
    for hit in hits:
        if hit.section != "domains" or hit.name not in ("orders", "shipping", "sales"):
            continue
        match = _GOODS_OF.search(_BRACKETED.sub("", text[: hit.start]))
        is_named = match and any(name in match[1] for name in known.services)
        if match and not is_named and not _NO_GOODS.search(match[1]):
            return match[1]
    return ""


def _limits(text: str, hits: list[Hit]) -> set[str]:
    """Return the limits that words and forms of a text stand for."""
    found = {
        hit.name
        for hit in hits
        if hit.section == "scopes"
        and not _OF_PLACE.match(text[hit.stop :])
        and not (hit.word in ("宛て", "あての") and _OF_BANK.search(text[: hit.start]))
    }
    for limit, forms in _FORMS.items():
        if any(form.search(text) for form in forms):
            found.add(limit)
    if len(set(_MAIL_KIND.findall(text))) == 1 or (_EXCEPT.search(text) and not found):
        found.add("items")
    if _PAID_BY.search(text) and "返金" in text:
        found.add("customers")
    return found


_BRACKETED = re.compile(r"\([^()]*\)|[「『][^」』]*[」』]")
_GOODS_OF = re.compile(
    r"([一-龠ァ-ヶーA-Za-z0-9・]{2,14}|[ァ-ヶー一-龠]{2,}(?:および|と|や)[ァ-ヶー一-龠]{2,})の(?:新規の)?[ごお]?$"
)
# what stands before の and names no goods: who, where, when, by what, everything
_NO_GOODS = re.compile(
    r"(?:コンテナ|通販|予約|在庫|入出庫|商品|製品|品目|物品|貨物|荷物|[当弊自同他本各]社|[当弊自本各]店|新規|全品|全商品|客様|お客|会員|取引先|得意先|先様|加盟店"
    r"|法人|個人|企業|事業者|地[域方区]|エリア|方面|[都道府県市区町村島]|圏|国内|海外|全国|センター|倉庫|拠点|工場|営業所|支店|店舗|DC"
    r"|[棟港駅]|ターミナル|サイト|ショップ|ストア|ネット|Web|WEB|EC|EDI|EOS|FAX|アプリ|電話|メール|オンライン|システム|サービス"
    r"|業務|事業|部門|グループ|会社|本日|翌日|当日|翌営業日|明日|昨日|今回|現在|今後|以降|以後|以前|[年月日時分週]|まで|から|通常|一部|全て|以外"
    r"|他|分|便|等|など|次|上記|下記|以下|対象|残り|上旬|中旬|下旬|末|手作業|専用|大口|小口|向け|宛て|あて|停止中|期間|障害|火災|地震|台風|影響"
    r"|発着|[発着]|受注|出荷|配送|発送|注文|配達|物流|納品|販売|生産|製造|場合|状況|際)$"
)
_FORMS = {
    "items": (_COUNTED_ITEMS, _QUALIFIED_ITEMS, _OTHER_ITEMS, _PART),
    "customers": (_TRADE,),
    "areas": (_COUNTED_AREAS, _PLACE, _PART_AREA, _NAMED_PLACE, _REACH, _TOWN),
}


def _places(text: str) -> tuple[str, ...]:
    """Return the places a text names, to tell one warehouse or town from another."""
    named = (
        match[0] for p in (_NAMED_PLACE, _PLACE, _TOWN, _THE_OTHERS) for match in p.finditer(text)
    )
    return tuple(dict.fromkeys(named))


def _lifted(found: set[str], text: str) -> set[str]:
    """Return the limits that すべて and its kin leave standing."""
    if "一部" in text or "除" in text:
        return found
    if _ALL_CUSTOMERS.search(text):
        found = found - {"customers"}
    if _ALL_ITEMS.search(text):
        found = found - {"items"}
    return found - {"areas"} if _ALL_AREAS.search(text) else found


def has_hours(text: str) -> bool:
    """True when a span of clock hours is named."""
    return bool(_HOURS.search(text))


def _channel(text: str, hits: list[Hit]) -> str | None:
    named = [hit for hit in hits if hit.section == "channels"]
    for hit in named:
        if hit.name in ("manual", "system"):
            return hit.name
    through = {hit.name for hit in named if _THROUGH.match(text[hit.stop :])}
    are_joined = len({hit.name for hit in named}) > 1 and _JOINED.search(text)
    return through.pop() if len(through) == 1 and not are_joined else None


_SOME_CUSTOMERS = re.compile(
    r"\b(?!(?:our|your|the|all|their|these|those|any|of|to|for|and|that|when|by|from|where|new|because|every)\b)"
    r"[a-z][\w-]+\s+(?:customers|clients|dealers|merchants|sellers|users|members|accounts|buyers"
    r"|retailers|hospitals|pharmacies|schools|partners|subscribers)\b",
    re.IGNORECASE,
)
_PLACE_NAMED = re.compile(
    r"\b(?:in|from|at|to|near|around|across|between|for|out of)\s+(?:the\s+|our\s+|your\s+)?"
    r"(?!(?:JST|UTC|GMT|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|Mon|Tue|Wed|Thu|Fri|Sat|Sun|[A-Z]{2,4}\s*$)[a-z]*\b)"
    r"[A-Z][A-Za-z]+"
)
_PLACE_FIRST = re.compile(  # Columbus and Reno are shipping
    r"(?!(?:We|Our|The|All|Some|Most|Orders?|Ordering|Deliver\w*|Shipping|Shipments?|Customers?|This|It"
    r"|They|You|Please|Everything|Parcels?|Services?|Payments?|Invoices?|Card|Both|Many|Any|No|If"
    r"|There|What|New|Online|Click|Home|Returns?|Refunds?|Warehouses?|Normal|Standing|Stock|Goods)\b)"
    r"(?:[A-Z][a-z]+(?<!s)|[A-Z][a-z]+(?:(?:,| and) [A-Z][a-z]+)+)\s+"
    r"(?:is|are|has|have|will|was|were|cannot|can|resumed|reopened|remains?)\b"
)
_ELSEWHERE = re.compile(
    r"\b(?:elsewhere|everywhere else|(?:these|those|other|some|all other|remaining|affected) "
    r"(?:areas|regions|depots|sites|stores|warehouses|locations|countries|hubs|branches|ports))\b",
    re.IGNORECASE,
)


def english_limits(text: str, named: frozenset[str]) -> set[str]:
    """Return the limits that names of places and of kinds of customers stand for."""
    found = set()
    if _SOME_CUSTOMERS.search(text):
        found.add("customers")
    if named & {"shipping", "orders"} and (
        _PLACE_NAMED.search(text) or _ELSEWHERE.search(text) or _PLACE_FIRST.match(text)
    ):
        found.add("areas")
    return found
