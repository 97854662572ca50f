"""What a page is about as a whole: its names, its main domain, its signs, its planned work."""

import re
from collections import Counter
from dataclasses import dataclass, field

from tracker.domain.claims import topics
from tracker.domain.claims.context import Topic
from tracker.domain.claims.lines import Line
from tracker.domain.claims.scopes import Names, names, scope
from tracker.domain.claims.text import folded
from tracker.domain.dates.values import Span
from tracker.domain.document import BlockKind, Document
from tracker.domain.lexicon.loader import Lexicon
from tracker.domain.lexicon.scanner import Hit

LEGEND = re.compile(r"([○〇◯◎●△▲×✕✖╳⨯―—-])\s*(?:[:：=…]|は|\s)\s*([^○〇◯◎●△▲×✕✖╳⨯―—]{2,24})")
_NEGATED = re.compile(r"ません|できない|不可")
_SERVICES = re.compile(
    r"\b(?:services?|systems?|customers|dealers|users|clients|sellers|merchants)\b"
    r"|サービス|システム",
    re.IGNORECASE,
)
_REPORT = re.compile(
    r"(?:障害|不具合|復旧|トラブル|outage|incident|errors|disruption|degraded)", re.IGNORECASE
)
_TARGET = re.compile(
    r"^(?:対象|停止(?:する|となる)?(?:機能|サービス)|(?:ご?利用(?:いただけ|でき)ない|休止する)(?:機能|サービス)"
    r"|影響(?:を受ける|する|のある)?(?:機能|サービス|範囲|内容)?$)"
)
# a page without any of these tells of no disruption, whatever it sells, opens or ships
_DISRUPTED = re.compile(
    r"停止|休止|中止|見合わせ|中断|障害|不具合|トラブル|遅延|遅れ|遅く|復旧|再開|制限|攻撃|ウイルス"
    r"|ランサム|火災|地震|台風|大雪|豪雨|被災|メンテナンス|保守|更改|トライアル|使えな|使えませ"
    r"|できませ|できない|できなく|いただけませ|いただけない|つながりにく|休売|見送|キャンセル扱い"
    r"|キャンセルとさせ|かかっており|止ま|待ち|影響|手作業|割程度|代替|取りやめ|回収"
    r"|outage|incident|down|disrupt|maintenance|restor|resum|recover|unavailable|delay|suspend"
    r"|cannot|unable|degraded|stopped|interrupt|ransom|attack|back |slow|again|affected"
    r"|not available|longer than|elevated|operating|investigat|fixed|week late|limited|live by",
    re.IGNORECASE,
)
_SORRY = re.compile(
    r"(?:現在|ただいま|引き続き|お詫び|ご迷惑|ご不便|申し訳|通常どおり|平常に|通常より|一部の|に限)"
)
_HOWTO = re.compile(r"(?:方法|手順|設定|使い方|how to|guide)", re.IGNORECASE)
_QUIET = re.compile(
    r"(?:年末年始|夏[季期]|冬[季期]|お?盆|ゴールデンウ[ィイ]ーク|\bGW|大型連休|棚卸|祝日)[^。]{0,12}"
    r"(?:営業|休業|休み|配送|発送|出荷|体制|日程|スケジュール|対応|業務)"
    r"|見学|展示会|セミナー|説明会|訓練|演習|防災の日|\\bdrill\\b|不審な|なりすまし|フィッシング|偽(?:サイト|メール)|を装った|詐欺|phishing|scam"
    r"|営業(?:日|時間)(?:の|変更|について|カレンダー)|(?:利用)?規約|約款|プライバシーポリシー|規程の"
    r"|(?:holiday|christmas|opening|easter) (?:hours|opening|schedule|closure)"
    r"|terms of (?:use|service)|privacy (?:policy|notice)",
    re.IGNORECASE,
)
_TROUBLE = re.compile(r"(?:障害|復旧|メンテナンス|影響|outage|incident|maintenance)", re.IGNORECASE)
LONGEST_WALL = 400  # letters; a notice that mentions the login is longer
_WALL = re.compile(
    r"(?:ロボットではない|アクセスの確認|ログインしてください|もう一度ログイン"
    r"|checking your browser|you are (?:a )?human|captcha|enable javascript|^\s*sign in"
    r"|sign in to (?:continue|your)|please log in)",
    re.IGNORECASE,
)
_SIDE = ("website", "support", "fax", "sales")


@dataclass(frozen=True, slots=True)
class Profile:
    """What the reading of every line leans on.

    `fallback` is the domain of a sentence that names none; None when the page names no domain.
    """

    names: Names
    fallback: str | None
    service_domain: str  # what a named service stands for
    legend: dict[str, str]  # sign -> state, where the page explains its signs
    text: str
    is_report: bool  # its title or headings tell of a fault
    target: Topic = field(default_factory=Topic)  # what a line such as 対象：... names
    window: tuple[Span, Span] | None = None  # first and last stretch of planned work

    @property
    def is_disrupted(self) -> bool:
        """True when the page's words speak of anything out of the ordinary."""
        return bool(_DISRUPTED.search(self.text) or _SORRY.search(self.text))


def is_wall(text: str) -> bool:
    """True for a captcha or a login wall: it stands before the page and says nothing of it."""
    return len(text) < LONGEST_WALL and bool(_WALL.search(text))


def is_quiet(title: str) -> bool:
    """True for titles of what recurs or only rules: holidays, opening hours, terms of use."""
    return bool(_QUIET.search(title)) and not _TROUBLE.search(title)


def is_howto(title: str) -> bool:
    """True for instructions: what they stop and start is the reader's own setting."""
    return bool(_HOWTO.search(title)) and not _TROUBLE.search(title)


def profile_of(
    document: Document, read: list[Line], words: Lexicon, window: tuple[Span, Span] | None
) -> Profile:
    """Return what a page is about as a whole."""
    title = folded(document.title, words)
    parts = [*(line.folded for line in read), *(near for line in read for near in line.near[:1])]
    text = "\n".join([title, *dict.fromkeys(folded(part, words) for part in parts)])
    heads = " ".join((document.title, *dict.fromkeys(n for line in read for n in line.near)))
    counts = _counts(title, words, 4) + _counts(text, words, 1)
    known = names(text, words)
    return Profile(
        names=known,
        fallback=_fallback(counts, text),
        service_domain=_service_domain(counts),
        legend=_legend(document, words),
        text=f"{text} {heads}",
        is_report=bool(_REPORT.search(heads)),
        target=_first_target(read, known, words),
        window=window,
    )


def _counts(text: str, words: Lexicon, weight: int) -> Counter[str]:
    plain = text.lower() if words.language == "en" else text
    found: Counter[str] = Counter()
    for hit in words.scanner.hits(plain):
        if hit.section == "domains":
            found[hit.name] += weight
    return found


def _fallback(counts: Counter[str], text: str) -> str | None:
    strong = [(count, name) for name, count in counts.items() if name not in _SIDE]
    if strong:
        return max(strong)[1]
    fronts = [name for name in ("website", "sales") if counts[name]]
    if fronts:
        return max(fronts, key=lambda name: counts[name])
    return "website" if _SERVICES.search(text) else None


def _service_domain(counts: Counter[str]) -> str:
    """Return what a named service stands for: a shop unless the page says otherwise."""
    candidates = {name: counts[name] for name in ("orders", "payment", "data_share")}
    best = max(candidates, key=lambda name: candidates[name])
    is_site = counts["website"] > 4 and counts["orders"] <= 2
    if candidates[best] and not is_site:
        return best
    return "website" if is_site or counts["website"] or not counts["shipping"] else "orders"


def _legend(document: Document, words: Lexicon) -> dict[str, str]:
    """Return what the page itself says its signs mean."""
    found: dict[str, str] = {}
    for block in document.main:
        if is_legend(block.text) and len(block.cells) < 2:
            for sign, meaning in LEGEND.findall(folded(block.text, words)):
                if state := _meaning(meaning, words):
                    found[sign] = state
    return found


def is_legend(text: str) -> bool:
    """True for a line that explains signs."""
    return "凡例" in text or len(LEGEND.findall(text)) > 1


def _meaning(text: str, words: Lexicon) -> str | None:
    hits = words.scanner.hits(text)
    events = [hit.name for hit in hits if hit.section == "events"]
    if any(hit.section == "limiters" for hit in hits):
        return "partial"
    if "stop" in events or _NEGATED.search(text):
        return "stopped"
    if "slow" in events:
        return "degraded"
    return "normal" if events else None


def _first_target(read: list[Line], known: Names, words: Lexicon) -> Topic:
    """Return what the first line such as 対象：... says the page is about."""
    for line in read:
        is_labelled = line.near and line.kind is not BlockKind.HEADING and is_target(line.near[0])
        topic = _target(line, known, words) if is_labelled else None
        if topic:
            return topic
    return Topic()


def is_target(label: str) -> bool:
    """True for a label behind which stands what is stopped or affected."""
    return bool(_TARGET.search(label))


def _target(line: Line, known: Names, words: Lexicon) -> Topic | None:
    hits = words.scanner.hits(line.folded)
    reach = scope(line.folded, hits, known)
    named = topics.headed(line.folded, hits) or _functions(hits)
    return Topic(tuple(named), reach.services, (), (), reach.channel, "target") if named else None


def _functions(hits: list[Hit]) -> list[str]:
    return list(dict.fromkeys(hit.name for hit in hits if hit.section == "functions"))
