"""What a careful buyer never takes for a claim: leaks, causes, requests, work on a system."""

import re

from tracker.domain.claims.context import Setting, Topic
from tracker.domain.lexicon.loader import Lexicon
from tracker.domain.lexicon.scanner import Hit

_SUBJECT = re.compile(
    r"^(?:[^、]{1,24}、)?([^、]{1,24}?)(?:については|につきましては|は|が|の)[^、]"
)
# what stands for the service of the page, or for its fault
_SERVED = re.compile(
    r"サービス|システム|障害|不具合|トラブル|事象|影響|復旧|再開|機能|利用|取引|業務|対応|営業|作業|受付|時期"
    r"|めど|見通し|停止|休止|期間|範囲|センター|拠点|倉庫|ターミナル|商品|製品|地域|地方|県|一部|他|すべて|全"
    r"|客様|会員|現在|以外|便|[月日時分]|処理|データ|[A-Za-zァ-ヶ]{3}|これ|それ|当社|弊社|同社|通常"
)
_BECAUSE = re.compile(r"(?:により|による|によって|ため|影響|伴い|ともない)")
_QUESTION = re.compile(r"(?:か[。?？]?|[?？])$")
_REASON = re.compile(r"(?:ため|から|の)(?:です|でございます|である)[。]?$")
_BRACKETS = re.compile(r"\([^()]*\)")
_SYSTEM = re.compile(
    r"(?:システム(?!障害)|サーバー?|ネットワーク)(?:自体|本体)?(?:は|の|が|につきまして)"
)
_NAMED_SYSTEM = re.compile(r"^(?:の?管理|の)?システム")
_HAS_TOPIC = re.compile(
    r"(?:出荷|受注|注文|配送|発送|納品|販売)(?:の?受付|の?業務)?(?:は|が|も|に)"
)
_TELLS_DAYS = re.compile(r"(?:目安|かか|要し|いただ|頂戴)")
_DEMAND = re.compile(
    r"(?:注文|受注|需要|申込|アクセス)(?:数|件数)?(?:が|の)[^、]{0,8}"
    r"(?:増|殺到|集中|上回|続き|想定)"
)
_CARE = re.compile(
    r"(?:作業|保守|メンテナンス|点検|更新|更改|工事|調査|対応|確認)(?:作業)?(?:を|も)(?:行|実施|進|続)"
)
_IF = re.compile(r"(?:[えけせてねめれげべ]ば|たら|場合(?:は|には|に))[、]")
_WORK_TAKES = re.compile(
    r"(?:作業|調査|確認|復旧|復元|特定|解析|検証|対策|策定|解消|修復)(?:に|には|の(?:に|ため))"
    r"[^、]{0,12}$"
)


def is_foreign(text: str, about: Topic) -> bool:
    """True when a clause that names no service has a subject of its own: fires, roads, people."""
    if about.services or about.items or about.limits:
        return False
    subject = _SUBJECT.match(text)
    return subject is not None and not _SERVED.search(subject[1])


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
        has_topic = hit.name == "production" and _HAS_TOPIC.search(text)
        if not (tells_days or has_topic or _is_reason_of(hit, text, hits, event)):
            return True
    return False


def _is_reason_of(silent: Hit, text: str, hits: list[Hit], event: Hit) -> bool:
    """True when the off-topic word only gives the reason of what is said of a service."""
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
    return event.name == "slow" and bool(_WORK_TAKES.search(behind))


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
