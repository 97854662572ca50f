"""Read a Statuspage: one claim per component, then what the newest body adds."""

from dataclasses import replace
from datetime import date, datetime

from tracker.domain.claims import english_grammar
from tracker.domain.claims.context import Setting, Topic
from tracker.domain.claims.scopes import Names
from tracker.domain.claims.text import folded, sentences
from tracker.domain.claims.values import Claim, Expectation, Window
from tracker.domain.dates.values import JST, Precision, Span
from tracker.domain.document import Block, BlockKind, Document, Entry
from tracker.domain.lexicon.loader import Lexicon, lexicon

STATES = {
    "operational": "normal",
    "degraded_performance": "degraded",
    "partial_outage": "partial",
    "major_outage": "stopped",
    "under_maintenance": "stopped",
}
_DOWN = frozenset({"degraded", "partial", "stopped"})
_OPEN = frozenset({"investigating", "identified", "monitoring"})


def claims(document: Document) -> tuple[list[Claim], list[Window]]:
    """Return the claims of a status page and its planned work."""
    words = lexicon("en")
    planned = [entry for entry in document.entries if _is_planned(entry)]
    incidents = [entry for entry in document.entries if not _is_planned(entry)]
    since = _since(incidents)
    said = _restored(_bodies(incidents, words), incidents)
    found = _components(document, incidents, words, since)
    is_summary = any(b.kind is BlockKind.DEFINITION and not b.headings for b in document.blocks)
    found = [_dated(claim, since) for claim in _joined(found, said, is_summary=is_summary)]
    windows = []
    for entry in planned:
        claim, window = _maintenance(entry, words)
        if claim and window:
            found.extend(_told_of_work(entry, words, claim) or [claim])
            windows.append(window)
    return found, windows


def _dated(claim: Claim, since: Span | None) -> Claim:
    """Return a claim of being down with the incident's start where it names none."""
    if claim.state not in ("stopped", "degraded") or claim.effective or claim.limits:
        return claim
    return replace(claim, effective=since)


def _is_planned(entry: Entry) -> bool:
    return "scheduled_for" in entry.attributes


def _since(incidents: list[Entry]) -> Span | None:
    """Return when the newest incident began."""
    for entry in incidents:
        if started := entry.attributes.get("started_at"):
            return _span(datetime.fromisoformat(started))
    return None


def _span(at: datetime) -> Span:
    local = at.astimezone(JST)
    return Span(at.isoformat(), 0, 0, local, local, Precision.MINUTE)


def _components(
    document: Document, incidents: list[Entry], words: Lexicon, since: Span | None
) -> list[Claim]:
    """Return one claim per component that tells something: down, or back after an incident."""
    top = [
        block
        for block in document.blocks
        if block.kind is BlockKind.DEFINITION and not block.headings
    ]
    under = [
        block
        for entry in incidents[:1]
        for block in entry.blocks
        if block.kind is BlockKind.DEFINITION
    ]
    affected = {block.cells[0] for block in under}
    read = (
        _component(block, words, since, is_affected=block.cells[0] in affected)
        for block in top or under
    )
    return [claim for claim in read if claim]


def _component(
    block: Block, words: Lexicon, since: Span | None, *, is_affected: bool
) -> Claim | None:
    name, status = block.cells
    state = STATES.get(status)
    if state is None:
        return None
    if state == "normal" and is_affected:
        state = "resumed"
    return Claim(
        domain=component_domain(name, words), state=state, evidence=block.text,
        rule=f"component {status}",
        services=(name,), certainty="done" if state in ("normal", "resumed") else "none",
        effective=since if state in _DOWN else None, words=(status,), context=("component",),
    )  # fmt: skip


def component_domain(name: str, words: Lexicon) -> str:
    """Return the domain a component's name speaks of; an unknown one is a page or a system."""
    for hit in words.scanner.hits(name.lower()):
        if hit.section == "domains":
            return hit.name
    return "website"


def _bodies(incidents: list[Entry], words: Lexicon) -> list[Claim]:
    """Return what the newest body of the newest incident says."""
    if not incidents:
        return []
    entry = incidents[0]
    newest = next(
        (block.headings for block in entry.blocks if block.kind is BlockKind.PARAGRAPH), ()
    )
    found: list[Claim] = []
    topic = Topic()
    for block in entry.blocks:
        if block.kind is not BlockKind.PARAGRAPH or block.headings != newest:
            continue
        for piece in sentences(block.text, "en"):
            setting = _setting(words, block.stamped_on or date.min, topic, entry)
            got, topic = english_grammar.read(piece, folded(piece, words), setting)
            found.extend(got)
    return found


def _restored(said: list[Claim], incidents: list[Entry]) -> list[Claim]:
    """Read "runs normally" at the end of an incident as the restart; leave "no time yet" unsaid."""
    over = bool(incidents) and incidents[0].attributes.get("status") in ("resolved", "monitoring")
    down = {
        claim.domain
        for claim in said
        if claim.state == "stopped" and claim.rule != "resume+undecided"
    }
    return [
        replace(claim, state="resumed") if over and claim.state == "normal" else claim
        for claim in said
        if not (claim.rule == "resume+undecided" and down)
    ]


def _setting(words: Lexicon, on: date, topic: Topic, entry: Entry) -> Setting:
    zone = None
    if entry.updated_at and entry.updated_at.tzinfo:
        zone = str(entry.updated_at.tzinfo)
    return Setting(
        words=words, names=Names(frozenset(), frozenset()), written_on=on, topic=topic,
        fallback=_fallback(entry, words), zone=zone,
    )  # fmt: skip


def _fallback(entry: Entry, words: Lexicon) -> str:
    for block in entry.blocks:
        if block.kind is BlockKind.DEFINITION:
            return component_domain(block.cells[0], words)
    return "website"


def _joined(components: list[Claim], said: list[Claim], *, is_summary: bool) -> list[Claim]:
    """A summary speaks by its components, a list of incidents by its newest body."""
    if is_summary:
        told = {(claim.domain, claim.state) for claim in components}
        return [*components, *(c for c in said if (c.domain, c.state) not in told)]
    spoken = {claim.domain for claim in said}
    return [*said, *(claim for claim in components if claim.domain not in spoken)]


def _told_of_work(entry: Entry, words: Lexicon, claim: Claim) -> list[Claim]:
    """Return what the words of planned work say one by one; nothing where they name no stop."""
    if claim.effective is None or claim.expected is None or claim.expected.last is None:
        return []
    window = (claim.effective, _span(claim.expected.last))
    found: list[Claim] = []
    topic = Topic()
    for piece in sentences(claim.evidence, "en"):
        setting = replace(
            _setting(words, claim.effective.first.date(), topic, entry), window=window
        )
        got, topic = english_grammar.read(piece, folded(piece, words), setting)
        found.extend(got)
    return found if any(one.state == "planned_stop" for one in found) else []


def _maintenance(entry: Entry, words: Lexicon) -> tuple[Claim | None, Window | None]:
    start = datetime.fromisoformat(entry.attributes["scheduled_for"]).astimezone(JST)
    until = entry.attributes.get("scheduled_until")
    if until is None or entry.attributes.get("status") == "completed":
        return None, None
    end = datetime.fromisoformat(until).astimezone(JST)
    body = next((b.text for b in entry.blocks if b.kind is BlockKind.PARAGRAPH), entry.title)
    text = f"{entry.title} {body}"
    named = [b.cells[0] for b in entry.blocks if b.kind is BlockKind.DEFINITION]
    domain = component_domain(" ".join((*named, text)), words)
    claim = Claim(
        domain=domain, state="planned_stop", evidence=body, rule="scheduled maintenance",
        services=tuple(named), effective=_span(start), certainty="date",
        expected=Expectation(end, end, Precision.MINUTE), context=("maintenance",),
    )  # fmt: skip
    return claim, Window(start, end, (domain,), body)
