"""Read Japanese sentences: event, aspect, domain, scope and time of every clause."""

import re
from dataclasses import dataclass, replace

from tracker.domain.claims import silence, topics
from tracker.domain.claims.aspects import Aspect, aspect
from tracker.domain.claims.clauses import Clause, Link, clauses
from tracker.domain.claims.context import Setting, Topic
from tracker.domain.claims.facts import Facts, Verdict
from tracker.domain.claims.predicates import OPEN, event_of, stands, without_asides
from tracker.domain.claims.scopes import ORDER, Scope, has_hours, scope
from tracker.domain.claims.states import decide
from tracker.domain.claims.subjects import subject
from tracker.domain.claims.values import Claim, Expectation
from tracker.domain.dates import japanese
from tracker.domain.dates.values import Bound, Span
from tracker.domain.lexicon.loader import Lexicon
from tracker.domain.lexicon.scanner import Hit

_SHIPPED_FROM = re.compile(r"(?:から|より)の?(?:出荷|発送)|拠点")
_PAST = re.compile(r"(?:(?<!しており)ました|でした|なかった|した|った)[。、]?$")
_ONLY_ON_SCREEN = re.compile(
    r"(?:画面|マイページ|Web|サイト|ページ)で.{0,4}(?:確認|ご覧|閲覧|ダウンロード)"
)
# a count or share of the goods cannot be had: what is ordered is narrowed
_SOLD_OUT = re.compile(
    r"(?:\d[\d,]*[万千百]?[\d,千百]*\s?(?:品目|アイテム|商品|種類|品|点)|\d割|一部(?:の?商品|の?品目)?)[^。]{0,12}?"
    r"(?:欠品|品切れ|在庫切れ|売り切れ|お?買い求めいただけ|ご?購入いただけ|お求めいただけ|ご?注文いただけ)"
)
_FAST = re.compile(
    r"(?:当日|翌日|即日|あす着)(?:の)?(?:配送|出荷|便|お?届け|サービス)|あす着|即日配送"
)
_EARLY = re.compile(r"(?:午前中|正午|午[前後]\d+時|\d+時)")
# whose the cause is not: 東北へは、センターが復旧していないため、
_TOPIC_FIRST = re.compile(r"^[^はがを。]{2,40}(?:へ|に|で|向け)?は、")
_RUNNING = frozenset({"go", "stop", "resume", "normal"})
_DEPOT = re.compile(r"(?:(?:物流|配送|出荷|流通)(?:センター|拠点)|倉庫|DC)(?:は|が|も|では|の稼働)")
_QUANTITY = ("全量", "数量制限", "数量を制限")
_MERGED = frozenset({"stopped", "partial", "degraded", "normal", "resumed"})


@dataclass(frozen=True, slots=True)
class _Said:
    """One clause, taken apart."""

    sentence: str
    clause: Clause
    hits: list[Hit]
    event: Hit
    aspect: Aspect
    reach: Scope
    subject: Topic
    how: str  # where the subject was taken from

    @property
    def sections(self) -> set[str]:
        return {hit.section for hit in self.hits}


def read(sentence: str, folded: str, setting: Setting) -> tuple[list[Claim], Topic]:
    """Return the claims of one sentence and the topic it leaves behind."""
    if silence.is_silent(setting.words.scanner.hits(folded), setting.words):
        return [], Topic()
    if silence.is_question(folded):
        return [], _question_topic(folded, setting)
    if silence.is_reason(folded):
        return [], setting.topic
    found: list[Claim] = []
    deferred: list[Claim] = []
    inner = Topic()
    pieces = _with_events(clauses(folded), setting.words)
    setting = replace(setting, follows=_ending(pieces))
    for clause in pieces:
        claims, inner = _read_clause(sentence, clause, setting, inner)
        setting = replace(setting, since=_since(clause, setting)) if not claims else setting
        (deferred if clause.link is Link.CAUSE else found).extend(claims)
    left = inner if inner.domains or inner.services else setting.topic
    return _merged(found or deferred, frozenset(setting.words.listed("limiters", "words"))), left


def _since(clause: Clause, setting: Setting) -> tuple[Span, ...]:
    """Return when what follows began, where a clause without a claim of its own tells it."""
    spans = japanese.find(clause.text, setting.written_on)
    return tuple(s for s in spans if s.bound is Bound.SINCE and not s.is_range) or setting.since


def _ending(pieces: list[Clause]) -> Aspect | None:
    """Return how the sentence ends, where that says how its open verbs stand."""
    last = aspect(pieces[-1].text, []) if pieces else Aspect.NAMED
    return last if last in (Aspect.ONGOING, Aspect.DONE, Aspect.COMING) else None


def _with_events(pieces: list[Clause], words: Lexicon) -> list[Clause]:
    """Join pieces that assert nothing to the clause that follows them."""
    joined: list[Clause] = []
    held = ""
    for piece in pieces:
        text = held + piece.text
        has_event = any(hit.section == "events" for hit in words.scanner.hits(text))
        if piece.link is Link.AND and not has_event:
            held = text
            continue
        joined.append(Clause(text, piece.start + len(piece.text) - len(text), piece.link))
        held = ""
    return joined


def _question_topic(folded: str, setting: Setting) -> Topic:
    """Return what a question asks about: its answer speaks of the same."""
    hits = setting.words.scanner.hits(folded)
    reach = scope(folded, hits, setting.names)
    named = tuple(topics.mentioned(hits)[:1])
    return Topic(named, reach.services, reach.items, reach.limits, reach.channel, "question")


def _merged(found: list[Claim], limiters: frozenset[str]) -> list[Claim]:
    """Join what one sentence says twice of the same domain in the same state."""
    kept: list[Claim] = []
    for claim in found:
        place = next((n for n, known in enumerate(kept) if _is_same(known, claim)), None)
        if place is None:
            kept.append(claim)
        else:
            kept[place] = _united(kept[place], claim)
    return [claim for claim in kept if not _is_outspoken(claim, kept, limiters)]


def _is_same(known: Claim, claim: Claim) -> bool:
    return claim.state in _MERGED and (known.domain, known.state, known.services) == (
        claim.domain, claim.state, claim.services,
    )  # fmt: skip


def _united(known: Claim, claim: Claim) -> Claim:
    limits = tuple(name for name in ORDER if name in (*known.limits, *claim.limits))
    covers_all = (known.covers_all and not known.limits) or (claim.covers_all and not claim.limits)
    return replace(
        known,
        limits=() if covers_all else limits,
        certainty=known.certainty if known.certainty != "none" else claim.certainty,
        effective=known.effective or claim.effective,
    )


def _is_outspoken(claim: Claim, others: list[Claim], limiters: frozenset[str]) -> bool:
    """True when the same sentence says something stronger of the same domain."""
    states = {other.state for other in others if other.domain == claim.domain}
    if claim.state == "normal" and claim.rule.startswith("go+"):
        return states != {"normal"}
    if claim.state == "normal" and "resumed" in states:
        return True
    is_narrowed = claim.limits and limiters & set(claim.words)
    return claim.state == "partial" and not is_narrowed and "degraded" in states


def _read_clause(
    sentence: str, clause: Clause, setting: Setting, inner: Topic
) -> tuple[list[Claim], Topic]:
    """Return the claims of a clause, and what it adds to the sentence's own topic."""
    hits = setting.words.scanner.hits(clause.text)
    reach = scope(clause.text, hits, setting.names)
    event = event_of(clause.text, hits)
    hits = without_asides(clause.text, hits, event)
    if event is None:
        return [], _own_topic(topics.spoken_last(clause.text, hits), reach, inner, clause)
    named = topics.domains(clause.text, hits, event) or _opened(clause.text, event, setting, inner)
    named = _papers(named, setting)
    own = _own_topic(named, reach, inner, clause)
    is_silenced = inner.source == "silenced" and not named
    if is_silenced or silence.is_clause_silent(clause.text, hits, event, setting):
        return [], replace(own, source="silenced")
    about, how = subject(clause.text, named, reach, inner, setting)
    if how != "clause" and silence.is_foreign(clause.text, event, about):
        return [], own
    how_it_stands = stands(clause, event, hits, setting)
    said = _Said(sentence, clause, hits, event, how_it_stands, reach, about, how)
    claims = [claim for domain in about.domains if (claim := _claim(domain, said, setting))]
    return claims, replace(own, domains=own.domains or about.domains)


def _papers(named: list[str], setting: Setting) -> list[str]:
    """Return what is sent where a row or heading names papers: 請求書 over 発送いたします."""
    above = setting.topic
    is_under = above.source in ("heading", "subheading") and setting.in_table
    is_of_papers = is_under and above.domains[:1] in (("billing",), ("email",))
    return list(above.domains) if is_of_papers and named == ["shipping"] else named


def _opened(text: str, event: Hit, setting: Setting, inner: Topic) -> list[str]:
    """Return what is meant where nothing is named: a depot ships, a house takes orders."""
    if inner.domains:
        return []
    if _SOLD_OUT.search(text):
        return ["orders"]
    if event.name in _RUNNING and _DEPOT.search(text[: event.start]):
        return ["shipping"]
    is_house = silence.OPENING.search(text[: event.stop + 1]) and not setting.topic.services
    return ["orders"] if is_house and setting.fallback != "payment" else []


def _own_topic(named: list[str], reach: Scope, inner: Topic, clause: Clause) -> Topic:
    """Return what a clause leaves for the next one; a cause leaves no limits."""
    is_cause = clause.link is Link.CAUSE and not _TOPIC_FIRST.match(clause.text)
    return Topic(
        domains=tuple(named) or inner.domains,
        services=reach.services or inner.services,
        items=reach.items or inner.items,
        limits=inner.limits if is_cause else reach.limits or inner.limits,
        channel=reach.channel or inner.channel,
        source="silenced" if inner.source == "silenced" and not named else "sentence",
    )


def _claim(domain: str, said: _Said, setting: Setting) -> Claim | None:
    """Return the claim of one domain of a clause; None when the words claim nothing."""
    about, is_screen = said.subject, False
    if domain == "billing" and _ONLY_ON_SCREEN.search(said.clause.text):
        about, is_screen = replace(about, limits=("items",), channel="web"), True
    limits = _limits(domain, said, (*about.limits, *setting.section))
    facts = _facts(domain, said, setting, limits, is_limited=is_screen)
    verdict = decide(said.event, said.aspect, facts)
    if verdict is None:
        return None
    domain, verdict, limits = _of_options(domain, verdict, limits, said)
    if verdict.state == "cancelled":
        domain = domain if verdict.certainty != "none" else "orders"
        limits = tuple(name for name in ORDER if name in (*limits, "items"))
    return _made(
        domain, _in_window(verdict, setting), limits, replace_subject(said, about), setting
    )


def _of_options(
    domain: str, verdict: Verdict, limits: tuple[str, ...], said: _Said
) -> tuple[str, Verdict, tuple[str, ...]]:
    """Return what is claimed where some goods are out, a fast delivery, or part of the day."""
    text = said.clause.text
    is_down = verdict.state in ("stopped", "degraded")
    is_traded = domain in ("orders", "shipping", "sales", "website")
    if is_down and is_traded and _SOLD_OUT.search(text):
        return "orders", replace(verdict, state="partial"), _with(limits, "items")
    if domain == "shipping" and verdict.state == "stopped" and _FAST.search(text):
        return domain, replace(verdict, state="degraded"), limits
    if verdict.state == "stopped" and said.event.word == "締め切" and _EARLY.search(text):
        return domain, replace(verdict, state="partial"), _with(limits, "hours")
    return domain, verdict, limits


def _with(limits: tuple[str, ...], more: str) -> tuple[str, ...]:
    return tuple(name for name in ORDER if name in (*limits, more))


def replace_subject(said: _Said, about: Topic) -> _Said:
    """Return the clause as speaking of another subject."""
    return replace(said, subject=about)


def _facts(
    domain: str, said: _Said, setting: Setting, limits: tuple[str, ...], *, is_limited: bool
) -> Facts:
    sections, about = said.sections, said.subject
    has_limiter = is_limited or "limiters" in sections
    is_named = bool(limits or about.services or about.items) or setting.in_table
    return Facts(
        spans=tuple(japanese.find(said.clause.text, setting.written_on)) or setting.since,
        written_on=setting.written_on,
        reads_until=setting.written_on,
        is_limited=bool(limits) or has_limiter,
        is_gradual="gradual" in sections,
        has_limiter=has_limiter,
        is_named=is_named or said.how in ("clause", "sentence"),
        is_normal=any(hit.section == "events" and hit.name == "normal" for hit in said.hits),
        in_window=setting.window is not None,
        is_cell=setting.in_table,
        is_aside=said.clause.link is Link.BUT,
        text=said.clause.text,
        domain=domain,
    )


def _in_window(verdict: Verdict, setting: Setting) -> Verdict:
    """Return a verdict with the times of the planned work it speaks of."""
    is_dated = verdict.state in ("planned_stop", "partial", "degraded") and not verdict.expected
    if setting.window is None or not is_dated:
        return verdict
    first, last = setting.window
    return replace(verdict, certainty="date", effective=first, expected=last)


def _made(
    domain: str, verdict: Verdict, limits: tuple[str, ...], said: _Said, setting: Setting
) -> Claim:
    text, reach = said.clause.text, said.reach
    is_open = said.clause.link is Link.AND and bool(OPEN.search(text))
    is_scoped = bool(reach.limits or reach.services or reach.items)
    return Claim(
        domain=domain,
        state=verdict.state,
        evidence=said.sentence,
        rule=f"{said.event.name}+{said.aspect.value}",
        limits=limits,
        services=said.subject.services,
        channel=None if domain == "fax" else said.subject.channel,
        effective=verdict.effective,
        expected=Expectation.of(verdict.expected) if verdict.expected else None,
        certainty=verdict.certainty if verdict.certainty in CERTAINTIES else "none",
        words=tuple(hit.word for hit in said.hits),
        context=(said.how, "scoped") if is_scoped else (said.how,),
        written_on=setting.written_on,
        again="again" in said.sections and verdict.state == "stopped",
        item_names=said.subject.items,
        covers_all=reach.covers_all,
        named=tuple(h.word for h in said.hits if (h.section, h.name) == ("domains", domain)),
        is_past=bool(_PAST.search(text)) or (is_open and setting.follows is Aspect.DONE),
    )


CERTAINTIES = frozenset({"none", "gradual", "month", "date", "done"})


def _limits(domain: str, said: _Said, limits: tuple[str, ...]) -> tuple[str, ...]:
    """Return the limits with the hours that a phone or a gate keeps."""
    kept = set(limits)
    if said.event.word in _QUANTITY:
        kept.add("items")
    elif said.event.name == "slow" and _SHIPPED_FROM.search(said.clause.text):
        kept.discard("areas")  # what is late, not where it is shipped from
    is_open = said.event.name in ("go", "normal", "resume")
    if is_open and domain == "support" and has_hours(said.clause.text):
        kept.add("hours")
    return tuple(name for name in ORDER if name in kept)
