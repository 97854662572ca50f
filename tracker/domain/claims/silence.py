"""What a careful buyer never takes for a claim: leaks, causes, requests, work on a system."""

import re

from tracker.domain.claims.context import Setting, Topic
from tracker.domain.lexicon.loader import Lexicon
from tracker.domain.lexicon.scanner import Hit

_SUBJECT = re.compile(
    r"([一-龠ァ-ヶA-Za-z0-9ー々]+)(?:につきまして|について|に関しまして)?"
    r"(?:[はがをも]|に(?=は?、?(?:影響|支障|問題|異常|被害)))(?![いうえりるっ])"
)
# when, how much, whether: no subject of its own
_NO_SUBJECT = re.compile(
    r"(?:[0-9月日時分年週間旬朝夜晩昼]|今後|現在|当面|今回|以降|以後|前|後|場合|際|時点|程度|一部|影響|支障|復旧|再開|停止|休止|障害|不具合|トラブル|事象"
    r"|問題|異常|被害|日数|時間|結果|表示|反映|予定|見込|約|迷惑|不便|心配|手数|内容|原因)$"
)
# what stands for the service of the page, or for its fault
_SERVED = re.compile(
    r"(?:サービス|システム|機能|利用|取引|業務|対応|営業|作業|受付"
    r"|移行|切替|切り替え|更新|更改|メンテナンス|範囲|センター|拠点|倉庫|ターミナル|商品|製品|品|地[域方区]|エリア|[都道府県市区]|他|全て"
    r"|客様|お客|会員|以外|便|処理|データ|通信|回線|接続|部門|[館棟店庫港]|分|手続き?|操作|画面|提供|稼働|運用"
    r"|供給|取扱|[当弊同本各]社|[0-9]+[行社名件]|銘柄|ブランド|事業|[A-Za-z]{2,}|[ァ-ヶー]{3,})$"
)
_BECAUSE = re.compile(r"(?:により|による|によって|ため|影響|伴い|ともない)")
_QUESTION = re.compile(r"(?:か[。?？]?|[?？])$")
_REASON = re.compile(r"(?:ため|から|の)(?:です|でございます|である)[。]?$")
_BRACKETS = re.compile(r"\([^()]*\)")
_SYSTEM = re.compile(
    r"(?:システム(?!障害)|サーバー?|ネットワーク)(?:自体|本体)?(?:は|の|が|につきまして)"
)
_NAMED_SYSTEM = re.compile(r"^(?:の?管理|の)?システム")
_TOPIC_MARK = re.compile(r"^(?:の?受付|の?業務|の?作業)?(?:は|が|も|に|を)")
_TELLS_DAYS = re.compile(r"(?:目安|かか|要し|いただ|頂戴)")
_DEMAND = re.compile(
    r"(?:注文|受注|需要|申込|アクセス)(?:数|件数)?(?:が|の)[^、]{0,8}"
    r"(?:増|殺到|集中|上回|続き|想定)"
)
_CARE = re.compile(
    r"(?:作業|保守|メンテナンス|点検|更新|更改|工事|調査|対応|確認)(?:作業)?(?:を|も)(?:行|実施|進|続)"
)
OPENING = re.compile(
    r"(?:営業(?!日|所|部|本部|担当|時間)|休業|閉店|開店|休館|閉館)"
)  # of a house: that is taking orders
_OTHER_HOUSES = re.compile(
    r"(?:税関|電力会社|気象庁|消防|警察|国土交通省|自治体|総務省|金融庁|経済産業省)(?:に|が|は|から|の)"
)
_OTHERS = re.compile(
    r"(?:提携先|協力会社|(?:フェリー|航空|運送|鉄道|電力|ガス)各社|株式会社[^、。\s]{1,10}様)[^、。]{0,10}(?:は|が|も|では)"
    r"|[(（]他社[^)）]{0,6}[)）]|(?:^|、)(?:他社|競合|同業)[^、。]{0,12}[はがも]"
)
# what is mended or built again: no service
_BUILDING = re.compile(
    r"(?:焼けた|焼失した|倒壊した|損傷した|建物|建屋|設備|岸壁|線路|橋)[^、。]{0,6}[はがの][^。]*(?:復旧|再建|修復|復元)"
)
_PAYS_OTHERS = re.compile(r"(?:仕入|取引|協力会社|委託)先?[^、。]{0,6}への?ご?お?支払")
# a shop of the chain, not the house that speaks
_STORE = re.compile(
    r"(?:(?![当弊本全同])[一-龠ァ-ヶ]{1,6}店|直売所|給油所|図書館|レストラン)(?:は|が|も|を|では)"
)
_IF = re.compile(r"(?:[えけせてねめれげべ]ば|たら|場合(?:は|には|に))[、]")
_WORK_TAKES = re.compile(
    r"(?:作業|調査|確認|復旧|復元|特定|解析|検証|対策|策定|解消|修復)(?:に|には|の(?:に|ため))"
    r"[^、]{0,12}$"
)


def is_foreign(text: str, event: Hit, about: Topic) -> bool:
    """True when a clause that names no service has a subject of its own: fires, roads, people."""
    if about.services or about.items or about.limits:
        return False
    named = [match[1] for match in _SUBJECT.finditer(_BRACKETS.sub("", text[: event.stop]))]
    told = [name for name in named if not _NO_SUBJECT.search(name)]
    return bool(told) and not any(_SERVED.search(name) for name in told)


def is_silent(hits: list[Hit], words: Lexicon) -> bool:
    """True for a sentence of a topic that silences all of it."""
    whole = words.listed("silence_strength", "whole")
    return any(hit.section == "silence" and hit.name in whole for hit in hits)


def is_question(text: str) -> bool:
    """True for a question: it names a topic and claims nothing."""
    return bool(_QUESTION.search(text))


def is_reason(text: str) -> bool:
    """True for a sentence that only gives the reason of the one before it."""
    return bool(_REASON.search(text))


def is_clause_silent(text: str, hits: list[Hit], event: Hit, setting: Setting) -> bool:
    """True when what the clause speaks of is nothing a buyer tracks."""
    return (
        _is_off_topic(text, hits, event, setting.words)
        or _is_aside(text, event)
        or _is_of_system(text, hits, event, setting)
    )


def _is_off_topic(text: str, hits: list[Hit], event: Hit, words: Lexicon) -> bool:
    soft = words.listed("silence_strength", "clause")
    for hit in hits:
        if hit.section != "silence" or hit.name not in soft:
            continue
        if hit.name == "launch" and event.name in ("stop", "slow", "limit", "cancel"):
            continue  # 新商品の発売を延期: what is put off was to be sold
        tells_days = hit.name == "request" and event.name == "slow" and _TELLS_DAYS.search(text)
        has_topic = hit.name == "production" and any(
            other.section == "domains"
            and (other.start >= hit.stop or _TOPIC_MARK.match(text[other.stop :]))
            for other in hits
        )
        if not (tells_days or has_topic or _is_reason_of(hit, text, hits, event)):
            return True
    return False


def _is_reason_of(silent: Hit, text: str, hits: list[Hit], event: Hit) -> bool:
    """True when the off-topic word only gives the reason of what is said of a service."""
    told = any(h.section == "domains" and h.start < event.start for h in hits)
    if told and _BECAUSE.match(text[silent.stop : silent.stop + 8].lstrip("の")):
        return True
    named = [h for h in hits if h.section == "domains" and silent.stop < h.start < event.start]
    return bool(named) and bool(_BECAUSE.search(text[silent.stop : named[-1].start]))


def _is_aside(text: str, event: Hit) -> bool:
    """True for demand that grows, work that is done, conditions, and work that takes time."""
    before, behind = text[: event.start], text[: event.stop]
    if event.name in ("widen", "slow", "go") and _DEMAND.search(text):
        return True
    if event.name == "go" and _CARE.search(behind):
        return True
    if event.name in ("go", "resume", "normal") and _IF.search(before):
        return True
    is_work = event.name == "slow" and _WORK_TAKES.search(behind)
    return bool(is_work) or _is_of_others(text, before)


def _is_of_others(text: str, before: str) -> bool:
    """True for other companies, payments to them, and the shops of a chain."""
    is_store = _STORE.search(text) and OPENING.search(text)
    return bool(
        is_store
        or _BUILDING.search(text)
        or _OTHER_HOUSES.search(before)
        or _OTHERS.search(before)
        or _PAYS_OTHERS.search(text)
    )


def _is_of_system(text: str, hits: list[Hit], event: Hit, setting: Setting) -> bool:
    """True when only the machine behind orders and shipping is spoken of, not the service."""
    if setting.fallback not in ("orders", "shipping"):
        return False
    named = [hit for hit in hits if hit.section == "domains" and hit.start < event.start]
    if any(_NAMED_SYSTEM.match(text[hit.stop :]) for hit in named):
        return False
    behind = text[: event.stop]
    found = list(_SYSTEM.finditer(behind))
    if found and any(found[-1].end() <= hit.start for hit in named):
        return False
    return bool(_SYSTEM.search(_BRACKETS.sub("", behind)))
