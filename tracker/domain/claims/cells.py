"""Read what a line cannot say by itself: signs, cells under headers, items under a lead."""

import re
from dataclasses import replace
from datetime import date

from tracker.domain.claims import topics
from tracker.domain.claims.context import Topic
from tracker.domain.claims.facts import Verdict
from tracker.domain.claims.lines import SIGN, Line
from tracker.domain.claims.profile import Profile
from tracker.domain.claims.scopes import ORDER, Names, Scope, english_limits, scope
from tracker.domain.claims.text import folded
from tracker.domain.claims.values import Claim, Expectation
from tracker.domain.dates import japanese
from tracker.domain.dates.values import Bound, Precision, Span
from tracker.domain.document import BlockKind
from tracker.domain.lexicon.loader import Lexicon

_LEAD = re.compile(r"(?:以下|次|下記|左記)(?:の|に)?(?!とおり)")
_GENERIC = re.compile(
    r"^(?:現在、|ただいま、)?[^、。]{0,12}(?:以下|次|下記|左記)の(?:[^をはが、]{0,10})?"
    r"(?:サービス|業務|機能|手続き?|もの|方法|項目|窓口|内容)(?:は|を|が|につ)"
)
_FACT = re.compile(
    r"(?:対象|影響|内容|現在|状況|原因|日時|時間|期間|理由|備考|お願い|対応|いま|今後|経緯|概要"
    r"|件名|お知らせ|扱い|方法|代わり|見込み|見通し|date|time|impact|status)",
    re.IGNORECASE,
)
_ROWS = {
    "areas": re.compile(
        r"(?:センター|拠点|倉庫|地域|エリア|都道府県|県名|営業所|支店|港|region|site)"
    ),
    "items": re.compile(r"(?:商品|品目|製品|銘柄|品名|product|item)"),
    "customers": re.compile(r"(?:お客様|お客さま|会員|荷主|取引先|customer|client)"),
}
_BRACKETED = re.compile(r"\([^()]*\)")
_WHOLE = re.compile(
    r"(?:商品|製品|全|すべて|新規|で|から|による|へ|宛て|向け|当社|弊社|現在|今後|Web|電話|FAX)の$"
)
_KIND_HEAD = re.compile(
    r"(?:停止|休止|再開|運休|中止|見合わせ|遅れ|遅延|できない|不可|いただけない)[^、。]{0,8}"
    r"(?:地域|エリア|サービス|商品|機能|拠点|店舗|業務|県|路線)$"
)
_EVENT_HEAD = re.compile(r"(?:再開|停止|休止|復旧|開始|中止)[^、。]{0,4}$")
_PREDICATE = re.compile(r"[をはがも](?=[^をはがも]*$)")
_TIME_WORDS = re.compile(r"[\s\d:()~、,.月日火水木金土回第年時分午前後頃ごろ予定から]")
_DATED = re.compile(r"\d+[月日時]")
SHORT = 8  # letters; a shorter cell stands many times on a page and is no evidence by itself


def is_lead(line: Line, following: Line | None) -> bool:
    """True for a sentence that says of the list below it what it does not name itself."""
    if following is None or following.kind is not BlockKind.ITEM or line.kind is BlockKind.ITEM:
        return False
    return bool(_GENERIC.search(line.folded))


def is_time_only(line: Line) -> bool:
    """True for a cell or line that holds nothing but when."""
    rest = line.folded
    for span in japanese.find(rest, line.written_on):
        rest = rest.replace(span.text, "")
    return len(_TIME_WORDS.sub("", rest)) <= 2


def timed(line: Line, topic: Topic, window: tuple[Span, Span] | None) -> list[Claim]:
    """Return the planned stops of a row that gives nothing but the time of what it names."""
    if window is None or line.kind not in (BlockKind.ROW, BlockKind.DEFINITION) or not line.near:
        return []
    first, last = window
    return [
        Claim(
            domain=domain, state="planned_stop", evidence=line.near[0], rule="time of a row",
            limits=topic.limits, services=topic.services, item_names=(line.near[0],),
            effective=first, expected=Expectation.of(last), certainty="date", context=("row",),
            written_on=line.written_on,
        )
        for domain in topic.domains
    ]  # fmt: skip


def row_topic(line: Line, profile: Profile, words: Lexicon) -> Topic:
    """Return what a row's own header names."""
    plain = folded(line.near[0], words) if line.near else ""
    hits = words.scanner.hits(plain.lower() if words.language == "en" else plain)
    reach = scope(plain, hits, profile.names)
    named = tuple(topics.headed(plain, hits))
    return Topic(named, reach.services, reach.items, reach.limits, reach.channel, "row")


def topic_near(line: Line, profile: Profile, words: Lexicon) -> Topic:
    """Return the topic of the nearest header or heading that names one."""
    is_cell = line.kind in (BlockKind.ROW, BlockKind.DEFINITION)
    base = _header_scope(line, profile, words) if is_cell else Topic(source="heading")
    for text in (*line.columns, *line.near):
        plain = folded(text, words)
        hits = words.scanner.hits(plain.lower() if words.language == "en" else plain)
        if named := topics.headed(plain, hits):
            near = line.near and text == line.near[0] and len(line.near) > 1
            reach = scope(plain, hits, profile.names)
            return replace(
                base, domains=tuple(named), services=base.services or reach.services,
                channel=base.channel or reach.channel, source="subheading" if near else "heading",
            )  # fmt: skip
        if base.services and is_cell and text == line.near[0]:
            return replace(base, domains=(profile.service_domain,))
    return profile.target if profile.target.domains else base


def section(line: Line, profile: Profile, words: Lexicon) -> tuple[str, ...]:
    """Return the places or customers that the line's own heading or row is about."""
    is_cell = line.kind in (BlockKind.ROW, BlockKind.DEFINITION)
    if not line.near or (len(line.near) < 2 and not is_cell):
        return ()  # the page's own title
    plain = folded(line.near[0], words)
    if _EVENT_HEAD.search(plain) or "。" in plain:
        return ()
    if words.language == "en":
        return tuple(sorted(english_limits(line.near[0], frozenset({"shipping"}))))
    reach = scope(plain, words.scanner.hits(plain), profile.names)
    return tuple(name for name in reach.limits if name in ("areas", "customers"))


def _header_scope(line: Line, profile: Profile, words: Lexicon) -> Topic:
    """Return what a cell's row header narrows it to."""
    for text in line.near[:1]:
        plain = folded(text, words)
        reach = scope(plain, words.scanner.hits(plain), profile.names)
        told = (*reach.limits, _kind_of_rows(line.head), _kind_named(plain, reach, words))
        limits = tuple(n for n in ORDER if n in told)
        return Topic((), reach.services, reach.items, limits, reach.channel, "heading")
    return Topic(source="heading")


def _kind_named(header: str, reach: Scope, words: Lexicon) -> str:
    """Return items for a header that names a kind of what its domain handles: コミックの出荷."""
    domains = [hit for hit in words.scanner.hits(header) if hit.section == "domains"]
    if not domains or reach.limits or reach.services or words.language != "ja":
        return ""
    kind = _BRACKETED.sub("", header[: domains[0].start]).strip(" 「」ごお")
    return "items" if kind.endswith("の") and not _WHOLE.search(kind) else ""


def _kind_of_rows(head: str) -> str:
    """Return the limit that the header over the row headers stands for; empty for none."""
    return next((limit for limit, words in _ROWS.items() if words.search(head)), "")


def completed(line: Line, lead: str, words: Lexicon) -> str:
    """Return a cell or item as a sentence: with the header or lead that holds its predicate."""
    text = line.folded
    if any(hit.section == "events" for hit in words.scanner.hits(text)):
        return _with_row_time(line, text)
    if line.kind is BlockKind.ITEM and lead:
        match = _PREDICATE.search(lead)
        return f"{text.rstrip('。')}{lead[match.start() :]}" if match else text
    if _is_list_of_places(line):
        return f"{text.rstrip('。')}は{folded(line.near[0], words)}です"
    if line.kind in (BlockKind.ROW, BlockKind.DEFINITION):
        return _under_header(line, text, words) or _with_row_time(line, text)
    return text


def _is_list_of_places(line: Line) -> bool:
    """True for names that stand under a heading which says how things stand there."""
    is_prose = line.kind in (BlockKind.PARAGRAPH, BlockKind.ITEM)
    is_named = is_prose and not line.columns and "。" not in line.folded.rstrip("。")
    return bool(is_named and line.near and _KIND_HEAD.search(line.near[0]))


def _under_header(line: Line, text: str, words: Lexicon) -> str:
    """Return header and cell as one sentence; empty when no header holds an event."""
    for header in line.columns:
        if _EVENT_HEAD.search(plain := folded(header, words)):
            return f"{plain}は{text}です"
    if line.near and not line.columns:
        head = folded(line.near[0], words)
        if _KIND_HEAD.search(head):
            return f"{text}は{head}です"
        if _EVENT_HEAD.search(head):
            return f"{head}は{text}です"
    return ""


def _with_row_time(line: Line, text: str) -> str:
    if line.row_time and not _DATED.search(text):
        return f"{line.row_time.rstrip('~')}から、{text}"
    return text


def owned(claims: list[Claim], line: Line, text: str, words: Lexicon) -> list[Claim]:
    """Return a cell's claims as being about what its row or term names."""
    if not line.near or line.kind not in (BlockKind.ROW, BlockKind.DEFINITION):
        return claims
    header = line.near[0]
    if any(SIGN.match(remark) for remark in line.remarks):
        return [claim for claim in claims if claim.state == "degraded"]  # the sign says the rest
    if line.kind is BlockKind.ROW and text.endswith(f"は{line.folded}です"):
        return [_of_row(claim, header) for claim in claims]
    if line.kind is BlockKind.ROW:
        claims = [
            claim if claim.services else replace(claim, item_names=(header,)) for claim in claims
        ]
    if line.kind is BlockKind.DEFINITION and _is_place(header, words):
        claims = [
            claim if claim.services else replace(claim, item_names=(header,)) for claim in claims
        ]
    elif line.kind is BlockKind.DEFINITION and _is_subject(header, words):
        claims = [_of_term(claim, header) for claim in claims]
    if len(line.folded) < SHORT:
        claims = [replace(claim, evidence=header) for claim in claims]
    return claims


def _of_row(claim: Claim, header: str) -> Claim:
    if claim.services or claim.item_names:
        return replace(claim, evidence=header)
    return replace(claim, evidence=header, item_names=(header,), limits=claim.limits or ("items",))


def _of_term(claim: Claim, term: str) -> Claim:
    return claim if claim.services or claim.item_names else replace(claim, services=(term,))


def _is_place(term: str, words: Lexicon) -> bool:
    plain = folded(term, words)
    return (
        "areas" in scope(plain, words.scanner.hits(plain), Names(frozenset(), frozenset())).limits
    )


def _is_subject(term: str, words: Lexicon) -> bool:
    """True for a term that names whom its description is about, not what kind of fact it is."""
    hits = words.scanner.hits(folded(term, words))
    return not _FACT.search(term) and not any(h.section in ("domains", "events") for h in hits)


def signed(line: Line, topic: Topic, profile: Profile, words: Lexicon) -> list[Claim]:
    """Return the claims of a sign in a table cell: one per domain its row or column names."""
    sign = SIGN.match(line.folded)
    state = profile.legend.get(sign[1]) or words.symbols.get(sign[1]) if sign else None
    if sign is None or state is None:
        return []
    remarks = " ".join((sign[2], *(text for text in line.remarks if not SIGN.match(text))))
    verdict = _dated(state, remarks, line.written_on)
    header = line.near[0] if line.near else line.text
    told = scope(remarks, words.scanner.hits(remarks), profile.names).limits
    limits = (*topic.limits, *(told if state != "normal" else ()))
    is_own = not topic.services
    return [
        Claim(
            domain=domain, state=verdict.state, evidence=header, rule=f"sign {sign[1]}",
            limits=tuple(name for name in ORDER if name in limits), services=topic.services,
            channel=None if domain == "fax" else topic.channel, effective=verdict.effective,
            expected=Expectation.of(verdict.expected) if verdict.expected else None,
            certainty=verdict.certainty, item_names=(header,) if is_own else (),
            words=(sign[1],), context=(topic.source, remarks), written_on=line.written_on,
        )
        for domain in topic.domains or (_about(profile),)
    ]  # fmt: skip


def _about(profile: Profile) -> str:
    """Return what signs tell of where no header names it."""
    is_core = profile.fallback in ("shipping", "payment", "data_share")
    return profile.fallback if profile.fallback and is_core else profile.service_domain


_UNTIL = re.compile(r"(?:まで|延長)")  # opening hours of a day, no restart
_NEWS_OF_IT = re.compile(
    r"(?:公表|判断|決定|決める|かどうか|発表|知らせ|案内|連絡|更新|掲載)"
)  # the date of the news


def _dated(state: str, remarks: str, written_on: date) -> Verdict:
    """Return a sign's state with the date its row gives: a stop with a date ahead is a plan."""
    spans = [span for span in japanese.find(remarks, written_on) if span.has_day]
    ahead = next((s for s in spans if s.bound is Bound.ONWARD or s.last.date() > written_on), None)
    begun = next(
        (s for s in spans if s.precision is not Precision.PART and s.first.date() <= written_on),
        None,
    )
    if state == "stopped" and ahead and not _NEWS_OF_IT.search(remarks):
        certainty = "month" if ahead.precision is Precision.PART else "date"
        return Verdict("planned_resume", certainty, None, ahead)
    if state == "normal" and begun and not _UNTIL.search(remarks):
        return Verdict("resumed", "done", begun)
    return Verdict(state, "done" if state in ("normal", "resumed") else "none", begun)


def leads_on(line: Line) -> bool:
    """True for a sentence whose predicate may hold for the list below it."""
    return bool(_LEAD.search(line.folded))
