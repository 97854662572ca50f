"""Planned work: the stretches of time a maintenance notice names, with their reserve days."""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import takewhile

from tracker.domain.claims import topics
from tracker.domain.claims.lines import Line
from tracker.domain.claims.plans import Plan, ServiceRow
from tracker.domain.claims.text import folded
from tracker.domain.claims.values import Claim, Expectation, Window
from tracker.domain.dates import english, japanese
from tracker.domain.dates.values import Precision, Span
from tracker.domain.document import BlockKind
from tracker.domain.lexicon.loader import Lexicon

_WORK = re.compile(
    r"(?:メンテナンス|保守|計画停止|計画的|作業|更改|更新|移行|切替|切り替え|点検|停電|休止|停止|工事"
    r"|バージョンアップ|リリース|maintenance|scheduled|upgrade|migration|unavailable|not available"
    r"|downtime|planned work)",
    re.IGNORECASE,
)
_RESERVE = re.compile(r"(?:予備日|予備の日|reserve|backup (?:date|window)|fallback)", re.IGNORECASE)
_TAKEN = re.compile(r"^に(?:行|実施|変更|延期|作業|振り替え)")
_DROPPED = re.compile(
    r"(?:中止(?:と|し|いた|$|】)|取りやめ|延期(?:と|し|いた)|変更前|旧日程|当初の?予定|set for"
    r"|originally|previously (?:set|scheduled|announced)|was scheduled|cancel|called off"
    r"|postponed)",
    re.IGNORECASE,
)
_STOP_TIME = re.compile(
    r"(?:停止(?:する)?(?:時間|期間|日時)|休止(?:する)?(?:時間|期間|日時)|サービス停止"
    r"|ご?利用(?:いただけない|できない|不可|停止)|使えない|停止:|影響(?:時間|期間|のある時間)|回目"
    r"|downtime|unavailable)",
    re.IGNORECASE,
)
_STOPS = re.compile(r"停止(?:いた|し|する|と)|止ま(?:り|る)|(?:いただけ|でき|なれ|使え)ません")
_RECURRING = re.compile(
    r"(?:毎月|毎週|毎日|定例|every (?:month|week|day|night)|each (?:month|week))"
)
_HOURS = re.compile(
    r"(?:受付時間|営業時間|電話|窓口|問い合わせ|対応時間|平日|毎日|毎週|毎月|hours|every|daily|weekly)",
    re.IGNORECASE,
)
_PAST = re.compile(r"(?:しました|いたしました|ました|でした|発生|障害の期間|had been|was |were )")
_FAULT = re.compile(r"(?:障害|影響のあった|復旧|発生|outage|incident)", re.IGNORECASE)
_START = re.compile(r"^\s*(?:開始|作業開始|停止開始|start|from)", re.IGNORECASE)
_END = re.compile(r"^\s*(?:終了|作業終了|停止終了|再開|end|until)", re.IGNORECASE)
LONGEST = timedelta(days=15)  # planned work that lasts longer is a season, not a window


@dataclass(frozen=True, slots=True)
class Slot:
    """A stretch of time with the words it stands in."""

    span: Span
    line: Line
    is_stop: bool
    is_reserve: bool = False  # on the day the work falls back on


def slots(read: list[Line], written_on: date, language: str, zone: str | None = None) -> list[Slot]:
    """Return the stretches of planned work that are still to come or running, in reading order."""
    if not any(_WORK.search(line.folded + " ".join(line.near)) for line in read):
        return []
    found: list[Slot] = []
    day: date | None = None
    opening: Span | None = None
    for line in read:
        context = " ".join((*line.near, line.folded))
        base = day or line.written_on
        told = _told(line)
        spans = english.find(told, base, zone) if language == "en" else japanese.find(told, base)
        if _DROPPED.search(line.folded) and not _RESERVE.search(line.folded):
            continue
        for span in spans:
            is_reserve = _is_reserve(line, span)
            if not is_reserve:
                day = _day_of(span, day)
            if span.is_range and _is_slot(span, line, context, written_on, day):
                is_stop = bool(_STOP_TIME.search(context) or _STOPS.search(line.folded))
                found.append(Slot(span, line, is_stop, is_reserve))
        opening = _opened(line, spans, opening, found)
    return _best(found)


def _told(line: Line) -> str:
    """Return a line's text, or the stretch of time that heads its row."""
    is_row = line.kind is BlockKind.ROW and line.near and not re.search(r"\d", line.folded)
    return line.near[0] if is_row and re.search(r"\d:\d\d|\d時", line.near[0]) else line.folded


def _is_reserve(line: Line, span: Span) -> bool:
    """True for a stretch on the day the work falls back on: the word stands before it."""
    if _TAKEN.match(line.folded[span.stop :]):
        return False  # the reserve day has become the day of the work
    return any(_RESERVE.search(text) for text in (line.folded[: span.start], *line.near[:1]))


def reach(found: list[Slot], line: Line) -> tuple[Span, Span] | None:
    """Return the first and last stretch of the work a line speaks of; None without planned work.

    That is the work of its own section, or the one told last before it, or all of it.
    """
    own = [slot for slot in found if not slot.is_reserve]
    if not own:
        return None
    told = [slot for slot in own if slot.line == line] or _meant(own, line)
    spans = sorted((slot.span for slot in told), key=lambda span: span.first)
    return spans[0], max(spans, key=lambda span: span.last)


def _meant(own: list[Slot], line: Line) -> list[Slot]:
    shared = [_shared(slot.line, line) for slot in own]
    if max(shared) > min(shared):
        return [slot for slot, depth in zip(own, shared, strict=True) if depth == max(shared)]
    if beside := [slot for slot in own if slot.line.block == line.block]:
        return beside
    before = [slot for slot in own if slot.line.block <= line.block]
    if not before:
        return own
    chosen = [before.pop()]
    while before and chosen[-1].line.block - before[-1].line.block <= 1:
        chosen.append(before.pop())
    return chosen


def _shared(left: Line, right: Line) -> int:
    """Return how many headings two lines share, outermost first."""
    pairs = zip(reversed(left.near), reversed(right.near), strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _day_of(span: Span, day: date | None) -> date | None:
    return span.first.date() if span.has_day and span.precision is not Precision.PART else day


def _is_slot(span: Span, line: Line, context: str, written_on: date, day: date | None) -> bool:
    """True for clock times on a named day that is not over, of work and not of opening hours."""
    if span.precision is not Precision.MINUTE or not (span.has_day or day):
        return False
    if (
        span.last.date() < written_on
        or (span.last.date() == written_on and _FAULT.search(context))
        or span.last - span.first > LONGEST
    ):
        return False
    if _RECURRING.search(line.folded):
        return False
    if _HOURS.search(context) and not _WORK.search(line.folded):
        return False
    return not (_PAST.search(line.folded) and not span.first.date() > written_on)


def _opened(line: Line, spans: list[Span], opening: Span | None, found: list[Slot]) -> Span | None:
    """Join a start and an end that stand on lines of their own."""
    heads = [line.folded, *line.near[:1]]
    minutes = [span for span in spans if span.precision is Precision.MINUTE and not span.is_range]
    if not minutes:
        return opening
    if any(_START.search(head) for head in heads):
        return minutes[0]
    if opening and any(_END.search(head) for head in heads) and minutes[-1].last > opening.first:
        found.append(
            Slot(replace(opening, last=minutes[-1].last, is_range=True), line, is_stop=False)
        )
        return None
    return opening


def _best(found: list[Slot]) -> list[Slot]:
    """Keep stop times over the work times around them, and each stretch once."""
    stops = [slot for slot in found if slot.is_stop]
    kept: list[Slot] = []
    seen: set[tuple[datetime, datetime]] = set()
    for slot in found:
        key = (slot.span.first, slot.span.last)
        covered = not slot.is_stop and any(
            slot.span.first <= stop.span.first and stop.span.last <= slot.span.last
            for stop in stops
        )
        if key in seen or (covered and not slot.is_reserve):
            continue
        seen.add(key)
        kept.append(slot)
    return kept


def windows(found: list[Slot], claims: list[Claim]) -> list[Window]:
    """Return the windows with what stops in them; a reserve day belongs to the window before it."""
    made: list[Window] = []
    for slot in found:
        if slot.is_reserve:
            if made and made[-1].reserve is None:
                made[-1] = replace(made[-1], reserve=slot.span.text)
            continue
        planned = _stopping(claims, slot)
        services = tuple(dict.fromkeys(claim.domain for claim in planned))
        told = planned[0].evidence if planned else None
        made.append(Window(slot.span.first, slot.span.last, services, told))
    return made


def _stopping(claims: list[Claim], slot: Slot) -> list[Claim]:
    """Return the planned stops that fall into a stretch, or all where none is told apart."""
    planned = [claim for claim in claims if claim.state == "planned_stop"]
    own = [
        claim
        for claim in planned
        if claim.effective and claim.effective.first <= slot.span.first <= claim.effective.last
    ]
    return own or planned


def planned_windows(plan: Plan, words: Lexicon) -> list[Window]:
    """Return a plan's slots as windows, each with the reserve day of its work."""
    return [
        Window(
            start=slot.start,
            end=slot.end,
            services=tuple(dict.fromkeys(d for row in slot.rows for d in _domains(row, words))),
            behaviour=" / ".join(dict.fromkeys(row.behaviour for row in slot.rows)),
            alternative=" / ".join(dict.fromkeys(row.alternative for row in slot.rows)),
            reserve=_reserve(slot.start, plan),
        )
        for slot in plan.slots
    ]


def _reserve(start: datetime, plan: Plan) -> str | None:
    """Return the start of the reserve day of the work that a slot is part of."""
    for work in plan.works:
        if work.start <= start < work.end and work.reserve_start:
            return work.reserve_start.isoformat()
    return None


def planned_claims(plan: Plan, words: Lexicon) -> list[Claim]:
    """Return one planned stop per domain of a plan's rows."""
    found: dict[str, Claim] = {}
    for slot in plan.slots:
        first = Span("", 0, 0, slot.start, slot.end, Precision.MINUTE, is_range=True)
        for row in slot.rows:
            for domain in _domains(row, words):
                claim = Claim(
                    domain=domain, state="planned_stop", evidence=row.service, rule="plan row",
                    services=(row.service,), effective=first, certainty="date",
                    expected=Expectation(slot.end, slot.end, Precision.MINUTE), context=("plan",),
                )  # fmt: skip
                found.setdefault(domain, claim)
    return list(found.values())


def _domains(row: ServiceRow, words: Lexicon) -> list[str]:
    """Return what a row's service is: the first domain it names."""
    named = topics.mentioned(words.scanner.hits(folded(row.service, words)))
    return named[:1] or ["website"]
