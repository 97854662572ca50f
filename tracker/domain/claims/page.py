"""Read a whole page: every line in its setting, then what overtakes what."""

import re
from dataclasses import dataclass, field, replace
from datetime import date

from tracker.domain.claims import cells, english_grammar, grammar, statuses
from tracker.domain.claims.context import Setting, Topic
from tracker.domain.claims.lines import SIGN, Line
from tracker.domain.claims.onset import with_onset
from tracker.domain.claims.overtaking import standing
from tracker.domain.claims.plans import has_slots, plan_of
from tracker.domain.claims.profile import (
    Profile,
    is_howto,
    is_legend,
    is_quiet,
    is_target,
    is_wall,
    profile_of,
)
from tracker.domain.claims.scopes import ORDER, scope
from tracker.domain.claims.stage import stage
from tracker.domain.claims.statuspage import claims as status_claims
from tracker.domain.claims.text import language_of
from tracker.domain.claims.values import Claim, Expectation, Reading, Window
from tracker.domain.claims.walking import lines
from tracker.domain.claims.windows import (
    Slot,
    planned_claims,
    planned_windows,
    reach,
    slots,
    windows,
)
from tracker.domain.dates.values import Precision, Span, midnight
from tracker.domain.document import BlockKind, Document
from tracker.domain.lexicon.loader import Lexicon, lexicon

ENTRY_SIZE = 100_000  # blocks an entry may hold; keeps position a single number
_MARKED = re.compile(r"\s*[【\[(（][^】\])）]{2,20}(?:更新|追記|追加)[】\])）]")
_ZONE = re.compile(r"\b(?:UTC|GMT|BST|CES?T|[ECMP][SD]T|JST)\b")
_SCOPE_OF_LAST = re.compile(r"^対象(?:と?なる)?(?:商品|製品|地域|エリア|お客様|店舗)?は")


def read_page(document: Document, *, captured_on: date, tier: str = "official") -> Reading:
    """Return everything a page says: its day, what it claims, its planned work, its stage.

    `tier` says who speaks; a partner's page gives no stage of the supplier.
    """
    if document.format == "statuspage":
        found, planned = status_claims(document)
        return Reading(document.published_on, tuple(found), tuple(planned), stage(found, ""))
    text = " ".join(block.text for block in document.main)
    words = lexicon(language_of(text or document.title))
    found, planned = claims(document, words, document.published_on or captured_on)
    reached = None if tier == "partner" else stage(found, text)
    return Reading(document.published_on, tuple(found), tuple(planned), reached)


def claims(
    document: Document, words: Lexicon, written_on: date
) -> tuple[list[Claim], list[Window]]:
    """Return the claims of a page that still stand, in reading order, and its planned work."""
    if (
        is_quiet(document.title)
        or is_howto(document.title)
        or is_wall(" ".join(block.text for block in document.main))
    ):
        return [], []
    plan = plan_of(document, written_on=written_on) if has_slots(document) else None
    if plan and plan.slots:
        return planned_claims(plan, words), planned_windows(plan, words)
    read = lines(document, words, written_on)
    zone = _zone(read) if words.language == "en" else None
    planned = slots(read, written_on, words.language, zone)
    profile = profile_of(document, read, words, _reach(planned))
    found = with_onset(_Reader(profile, words, planned, zone).read(read), read, words)
    if profile.window:
        found = _with_target(found, profile, read)
    if not profile.is_disrupted or all(_is_bare(claim) for claim in found):
        return [], windows(planned, [])
    stands = standing(found, is_report=profile.is_report)
    return stands, windows(planned, stands)


def _zone(read: list[Line]) -> str | None:
    """Return the only zone that a page names; None when it names none or several."""
    told = " ".join(
        part for line in read for part in (line.folded, *line.near, *line.columns, line.head)
    )
    named = {match[0].lower() for match in _ZONE.finditer(told)}
    return named.pop() if len(named) == 1 else None


def _reach(planned: list[Slot]) -> tuple[Span, Span] | None:
    """Return the first and the last stretch of planned work."""
    if not planned:
        return None
    spans = sorted(
        (slot.span for slot in planned if not slot.is_reserve), key=lambda span: span.first
    )
    return (spans[0], max(spans, key=lambda span: span.last)) if spans else None


def _is_bare(claim: Claim) -> bool:
    """True for "we take orders" and the like, which alone tell of no disruption."""
    return claim.state == "normal" and claim.rule.startswith("go+")


def _with_target(found: list[Claim], profile: Profile, read: list[Line]) -> list[Claim]:
    """Add the planned stop that a table of 対象 and 日時 tells without a sentence."""
    if any(claim.state == "planned_stop" for claim in found) or profile.window is None:
        return found
    line = next((line for line in read if line.near and is_target(line.near[0])), None)
    domains = profile.target.domains or ((profile.fallback,) if profile.fallback else ())
    first, last = profile.window
    return [
        *found,
        *(
            Claim(
                domain=domain, state="planned_stop", rule="target of planned work",
                evidence=line.text if line else profile.text.split("\n", maxsplit=1)[0],
                services=profile.target.services, effective=first, expected=Expectation.of(last),
                certainty="date", context=("target",),
            )
            for domain in domains
        ),
    ]  # fmt: skip


@dataclass
class _Reader:
    """Reads the lines of one page, carrying topic and lead from one to the next."""

    profile: Profile
    words: Lexicon
    planned: list[Slot]
    zone: str | None = None
    topic: Topic = field(default_factory=Topic)
    lead: str = ""

    def read(self, read: list[Line]) -> list[Claim]:
        """Return the claims of all lines, overtaken ones too."""
        found: list[Claim] = []
        for place, line in enumerate(read):
            self._carry(line, read[place - 1] if place else None)
            if line.kind is BlockKind.HEADING:
                continue
            if found and _SCOPE_OF_LAST.match(line.folded):
                found = self._narrowed(found, line)
            elif cells.is_lead(line, read[place + 1] if place + 1 < len(read) else None):
                self.lead = line.folded
            else:
                found.extend(_placed(claim, line) for claim in self._line(line))
        return found

    def _carry(self, line: Line, previous: Line | None) -> None:
        """Forget the topic where another heading, row or entry begins."""
        is_new = previous is None or previous.near != line.near or previous.entry != line.entry
        if is_new or line.kind is BlockKind.HEADING:
            self.topic = Topic()

    def _line(self, line: Line) -> list[Claim]:
        if is_legend(line.folded):
            return []
        if self.profile.window and cells.is_time_only(line):
            return self._timed(line)
        setting = self._setting(line)
        if told := statuses.claims(line, setting.topic, self.profile, self.words):
            return told
        if line.kind is BlockKind.ROW and SIGN.match(line.folded):
            return cells.signed(line, setting.topic, self.profile, self.words)
        text = cells.completed(line, self.lead, self.words)
        reader = english_grammar if self.words.language == "en" else grammar
        got, self.topic = reader.read(line.text, text, setting)
        if line.kind is not BlockKind.ITEM:
            self.lead = line.folded if cells.leads_on(line) and not got else ""
        return cells.owned(got, line, text, self.words)

    def _timed(self, line: Line) -> list[Claim]:
        """Return what a row plans that names a service and a time, and nothing else."""
        named = cells.row_topic(line, self.profile, self.words)
        own = [slot for slot in self.planned if slot.line is line]
        return cells.timed(line, named, reach(own, line)) if named.domains else []

    def _setting(self, line: Line) -> Setting:
        topic = self.topic
        if not topic.domains and not topic.services:
            is_prose = line.kind not in (BlockKind.ROW, BlockKind.DEFINITION)
            target = self.profile.target
            topic = (
                target
                if target.domains and is_prose
                else cells.topic_near(line, self.profile, self.words)
            )
        return Setting(
            words=self.words, names=self.profile.names, written_on=line.written_on, topic=topic,
            fallback=self.profile.fallback, window=reach(self.planned, line),
            service_domain=self.profile.service_domain,
            in_table=line.kind is BlockKind.ROW,
            zone=self.zone,
            section=cells.section(line, self.profile, self.words),
        )  # fmt: skip

    def _narrowed(self, found: list[Claim], line: Line) -> list[Claim]:
        """Give the reach that a sentence of its own names to what stands before it."""
        hits = self.words.scanner.hits(line.folded)
        reach = scope(line.folded, hits, self.profile.names)
        last = found[-1].evidence
        return [
            replace(claim, limits=tuple(n for n in ORDER if n in (*claim.limits, *reach.limits)))
            if claim.evidence == last
            else claim
            for claim in found
        ]


def _placed(claim: Claim, line: Line) -> Claim:
    """Return a claim with its place on the page."""
    return replace(
        claim,
        position=line.entry * ENTRY_SIZE + line.block,
        is_title=line.is_listed,
        effective=_since(claim, line),
    )


def _since(claim: Claim, line: Line) -> Span | None:
    """Return when a restart began: its entry's own day when a dated line reports it."""
    is_dated = line.is_listed or _MARKED.match(line.text)
    if claim.effective or not is_dated or claim.state != "resumed":
        return claim.effective
    on = midnight(line.written_on)
    return Span(line.written_on.isoformat(), 0, 0, on, on, Precision.DAY)
