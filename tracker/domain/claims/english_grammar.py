"""Read English sentences: the same events, aspects and scopes in another word order."""

import re
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import zip_longest

from tracker.domain.claims import topics
from tracker.domain.claims.aspects import Aspect
from tracker.domain.claims.context import Setting, Topic
from tracker.domain.claims.facts import Facts, Verdict
from tracker.domain.claims.scopes import ORDER, english_limits
from tracker.domain.claims.states import decide
from tracker.domain.claims.values import Claim, Expectation
from tracker.domain.dates import english
from tracker.domain.dates.values import Bound
from tracker.domain.lexicon.scanner import Hit

_VERB = r"(?:is|are|was|were|has|have|can|cannot|could|will|fails?|remains?)\b"
_CUT = re.compile(
    r"\s+and\s+(?=(?:we|they|it)\s+(?:will|are|is|have|has|expect)\b)"
    r"|,?\s+(?:but|although|though|whereas|however)\s+|;\s+|,\s+so\s+"
    rf"|,\s+and\s+(?=(?:\w+\s+){{1,5}}?{_VERB})"
    r"|\s+and\s+(?=(?:by|the|our|all|we|sign in|login|orders?|deliver\w+|shipping|payments?)\b"
    rf"[^,]*\b{_VERB})"
    r"|,\s+which\s+means\s+(?:that\s+)?"
)
_CAUSE = re.compile(
    r"\b(?:because(?: of)?|due to|owing to|as a result of"
    r"|(?:following|after)(?= (?:a|an|the|our|this|we|it)\b)|while|until we|as we)\b.*$"
)
_LEADING_CAUSE = re.compile(
    r"^(?:because of|due to|owing to|as a result of|following|after|while)\b[^,]*,\s*"
)
_WILL = re.compile(r"\b(?:will|shall|to be|is to|are to|going to)\b")
_PLAN = re.compile(
    r"\b(?:expect|plan|aim|target|anticipate|estimate|hope|intend|scheduled|due)\w*\b"
)
_NEGATED = re.compile(r"\b(?:not|no|never|nor)\b")
_MAY_MONTH = re.compile(r"(?<=\d )May\b|\bMay(?=\s+\d)|^May(?=\s+[a-z]+s\b)")
_MAY = re.compile(r"\b(?:may|might|could)\b(?! not)")
_PAST = re.compile(r"\b(?:was|were|had been|stopped|failed|last (?:week|month|night)|earlier)\b")
_ONCE = re.compile(r"\b(?:was|were|had|failed|last (?:week|month|night)|stopped for|for most of)\b")
_PERFECT = re.compile(r"\b(?:has|have|still|remain)\b")
_BEING = re.compile(r"\b(?:being (?:restored|brought|rebuilt|recovered|fixed)|still)\b")
_CONDITION = re.compile(r"\b(?:once|if|when|as soon as)\s+(?:we|it|they|the|this)\b")
_OF_WORK = re.compile(r"\b(?:maintenance|work|window)\b[^.]*\b(?:longer|late)")
_MONTH = re.compile(r"\s+(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)")
_BACK_AGAIN = re.compile(
    r"\b(?:can|could|able to|available|working|running|accept\w*|being \w+|process\w*|back|open)\b"
    r".*again$"
)
_ADJUNCT = re.compile(r"\b(?:for|from|through|via|with|about|at|during|by)\s+(?:\w+\s+){0,2}$")
_TOLD = re.compile(r"^(?:on|at|in|last|yesterday|earlier)\b[^,]*\b(?:we|they|it)\s+\w+ed\b")
_IS_VERB = re.compile(
    r"\b(?:are|is|be|been|not|now|still|currently|again|we|they|to|will|cannot|can|or|and|keep|only)\s+$"
)
_NOUN_BEFORE = re.compile(r"\b(?:the|this|that|our|planned|maintenance|repair|upgrade|of)\s+$")
_THE_REST = re.compile(r"\b(?:all|every) (?:other|remaining)\b|\bremaining\b")
_BEGUN = re.compile(r"\b(?:begun|began|started|starting|beginning)\b")
_RUMOUR = re.compile(r"(?:reports?|rumou?rs?|claims?|suggestions?)\b.*\bthat\b")
_FAST = re.compile(r"\b(?:same|next)[- ]day\b")
_CLICK = re.compile(r"\bclick (?:&|and) $")
_OF_SOME = re.compile(
    r"\b(?:elevated|increased?|some|a (?:small |large |high )?number of|intermittent\w*"
    r"|many|higher)\b"
)
_LATE_IN = re.compile(r"\s+(?:in|on|at|last|this)\b")
_NOT_BEFORE = re.compile(r"\bnot\b(?! expect).*\b(?:before|until)\b")
_SINCE_BACK = re.compile(r"\b(?:been|operated|run|worked)\b.*\bsince\b")
_INFINITIVE = re.compile(r"\bto\s+$")
_PRESENT = re.compile(r"^e?s\b")
_PAPERS = ("billing", "email", "refunds", "returns")  # their delivery is about them
_FRONTS = ("app", "application", "platform", "software", "site", "website", "portal")
_WEAK = ("website", "support", "data_share")
# what an event weighs against others of its clause; work and run are light beside any other
_RANK = {
    "normal": 0, "stop": 1, "resume": 1, "slow": 1, "cancel": 1, "widen": 2, "limit": 2,
    "check": 3, "go": 4,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Said:
    """One clause, taken apart."""

    sentence: str
    original: str
    text: str  # lower case, without its cause
    hits: list[Hit]
    event: Hit
    aspect: Aspect
    limits: tuple[str, ...]
    how: str
    is_named: bool

    @property
    def sections(self) -> set[str]:
        return {hit.section for hit in self.hits}


def read(sentence: str, folded: str, setting: Setting) -> tuple[list[Claim], Topic]:
    """Return the claims of one English sentence and the topic it leaves behind."""
    text = folded.lower()
    if text.endswith("?") or _silenced(setting.words.scanner.hits(text), setting, "whole"):
        return [], Topic()
    found: list[Claim] = []
    inner = Topic()
    start = 0
    for match in _CUT.finditer(text):
        claims, inner = _clause(sentence, folded[start : match.start()], setting, inner)
        found.extend(claims)
        start = match.end()
    claims, inner = _clause(sentence, folded[start:], setting, inner)
    told = {(claim.domain, claim.limits) for claim in claims}
    found = [c for c in found if not (c.rule.startswith("go+") and (c.domain, c.limits) in told)]
    return [*found, *claims], (inner if inner.domains else setting.topic)


def _silenced(hits: list[Hit], setting: Setting, strength: str) -> bool:
    topics_of = setting.words.listed("silence_strength", strength)
    return any(hit.section == "silence" and hit.name in topics_of for hit in hits)


def _clause(
    sentence: str, original: str, setting: Setting, inner: Topic
) -> tuple[list[Claim], Topic]:
    """Return the claims of a clause, and the topic it adds."""
    asserted = _LEADING_CAUSE.sub("", _MAY_MONTH.sub("5th month", original).lower())
    text = _CAUSE.sub("", asserted) or asserted
    hits = setting.words.scanner.hits(text)
    if _silenced(hits, setting, "clause"):
        return [], inner
    event = _event(text, hits)
    named = _domains(text, hits, event)
    scoped = {hit.name for hit in hits if hit.section == "scopes"} | english_limits(
        original, frozenset(named)
    )
    if any(hit.section == "everything" for hit in hits) and not _THE_REST.search(text):
        scoped -= {"customers"}  # all dealers
    limits = tuple(name for name in ORDER if name in scoped)
    own = Topic(tuple(named) or inner.domains, limits=limits or inner.limits, source="sentence")
    if event is None:
        return [], own
    domains, how = _subject(named, inner, setting)
    is_named = bool(named or limits or how == "sentence")
    stands = _aspect(text, event, hits)
    said = _Said(sentence, original, text, hits, event, stands, limits, how, is_named)
    claims = [claim for domain in domains if (claim := _claim(domain, said, setting))]
    claims.extend(_still_slow(domains, said, setting))
    return claims, replace(own, domains=own.domains or tuple(domains))


def _still_slow(domains: list[str], said: _Said, setting: Setting) -> list[Claim]:
    """Return that what has restarted is slow: shipping again, at half its volume."""
    slow = [h for h in said.hits if h.section == "events" and h.name == "slow"]
    is_back = said.event.name == "resume" and said.aspect is Aspect.DONE
    is_over = "normal" in said.text
    if is_over or not is_back or not slow or slow[0].start < said.event.stop:
        return []
    late = replace(said, event=slow[0], aspect=Aspect.ONGOING)
    return [claim for domain in domains if (claim := _claim(domain, late, setting))]


def _subject(named: list[str], inner: Topic, setting: Setting) -> tuple[list[str], str]:
    if named:
        return named, "clause"
    if inner.domains:
        return list(inner.domains), "sentence"
    if setting.topic.domains:
        return list(setting.topic.domains), setting.topic.source or "sentence"
    return ([setting.fallback], "page") if setting.fallback else ([], "")


def _domains(text: str, hits: list[Hit], event: Hit | None) -> list[str]:
    """Return what the clause is about: its subject before the event, else what stands behind."""
    if event is None:
        return topics.mentioned(hits)
    spoken = [hit for hit in hits if hit.section == "domains"]
    if itself := [hit.name for hit in spoken if hit.start == event.start]:
        return itself[:1]  # shipping, delivering: the verb names it
    before = [hit for hit in spoken if hit.start < event.start]
    before = [hit for hit in before if not _ADJUNCT.search(text[: hit.start])] or before
    behind = [hit for hit in spoken if not _ADJUNCT.search(text[: hit.start])] or spoken
    named = topics.mentioned(_heads(text, before or behind))
    strong = [name for name in named if name not in _WEAK]
    if not strong and "data_share" in named:
        return ["data_share"]  # signing in to a cloud is using it
    return (strong or named)[: 2 if " and " in text else 1]


def _is_front(before: Hit, hit: Hit, text: str) -> bool:
    is_sent = hit.word == "deliver" and before.name in (*_PAPERS, "data_share")
    return (hit.word in _FRONTS or is_sent) and not text[before.stop : hit.start].strip("s ")


def _heads(text: str, spoken: list[Hit]) -> list[Hit]:
    """Drop what only qualifies the noun right behind it: order tracking, payment API."""
    kept: list[Hit] = []
    for hit, following in zip_longest(spoken, spoken[1:]):
        if kept and _is_front(kept[-1], hit, text):
            continue  # the accounting app is the accounting
        is_qualifier = following and not text[hit.stop : following.start].strip("s ")
        is_sent = following and following.word == "deliver" and hit.name == "data_share"
        is_qualifier = is_qualifier and not is_sent and following.word not in _FRONTS
        if not (is_qualifier and hit.name not in _PAPERS and hit.name != following.name):
            kept.append(hit)
    return kept


def _event(text: str, hits: list[Hit]) -> Hit | None:
    """Return the event that weighs most."""
    nouns = {hit.start for hit in hits if hit.section == "domains"}  # returns are goods sent back
    events = [
        hit
        for hit in hits
        if hit.section == "events"
        and (hit.start not in nouns or _IS_VERB.search(text[: hit.start]))
        and _is_meant(text, hit)
    ]
    return _failing(text, events) or _weightiest(text, events) if events else None


def _weightiest(text: str, events: list[Hit]) -> Hit:
    """Return what a clause with several events says in the end."""
    kinds = {hit.name for hit in events}
    if {"resume", "normal"} <= kinds:
        return _first(events, "resume")  # has recovered and runs as usual
    if {"go", "slow"} <= kinds:
        return _first(events, "slow")  # goes on, but late
    if {"resume", "slow"} <= kinds and ("been" in text or "clear" in text):
        return _first(events, "resume")  # what was queued has been sent
    if {"resume", "stop"} <= kinds:
        is_back = "again" in text and "down" not in text
        return _first(events, "resume" if is_back else "stop")
    best = min(_RANK[hit.name] for hit in events)
    chosen = [hit for hit in events if _RANK[hit.name] == best]
    return chosen[0] if best else chosen[-1]


def _failing(text: str, events: list[Hit]) -> Hit | None:
    """Return failures of some as slowness: requests that fail at an elevated rate."""
    fails = next((hit for hit in events if hit.word in ("fail", "failing")), None)
    return replace(fails, name="slow") if fails and _OF_SOME.search(text) else None


def _is_meant(text: str, hit: Hit) -> bool:
    """False for late July and for a second time: neither is slow nor back."""
    if hit.word == "collect" and _CLICK.search(text[: hit.start]):
        return False
    if hit.word == "work":
        return not _NOUN_BEFORE.search(text[: hit.start])
    if hit.word == "late" and _LATE_IN.match(text[hit.stop :]):
        return False
    if hit.word == "late":
        return not _MONTH.match(text[hit.stop :])
    return hit.word != "again" or bool(_BACK_AGAIN.search(text[: hit.stop]))


def _first(events: list[Hit], name: str) -> Hit:
    return next(hit for hit in events if hit.name == name)


def _aspect(text: str, event: Hit, hits: list[Hit]) -> Aspect:
    """Return how the event stands by the words around it."""
    before = text[: event.start]
    if event.name in ("resume", "go") and (doubt := _doubt(before, event, hits)):
        return doubt
    if _MAY.search(before[-30:]):
        return Aspect.POSSIBLE
    if _NEGATED.search(before[-(24 if event.name == "go" else 14) :]) and event.name != "normal":
        return Aspect.DENIED
    if event.name == "resume" and (offer := _offer(text, before, event)):
        return offer
    if _WILL.search(before) or _PLAN.search(before):
        return Aspect.PLANNED
    return Aspect.DONE if event.name == "resume" else Aspect.ONGOING


def _offer(text: str, before: str, event: Hit) -> Aspect | None:
    """Return that a restart is under way, on offer or due: sign in to resume."""
    if _BEING.search(text):
        return Aspect.PREPARING
    is_planned = _WILL.search(before) or _PLAN.search(before)
    if _INFINITIVE.search(before) and not is_planned:
        return Aspect.MODIFIER
    return Aspect.COMING if _PRESENT.match(text[event.stop :]) and not is_planned else None


def _doubt(before: str, event: Hit, hits: list[Hit]) -> Aspect | None:
    """Return that a restart is undecided or only prepared; None when nothing says so."""
    sections = {hit.section for hit in hits if not hit.start <= event.start < hit.stop}
    if "undecided" in sections:
        is_closed = event.name == "go" and "not yet" in before
        return Aspect.DENIED if is_closed else Aspect.UNDECIDED
    is_prepared = event.name == "resume" and "preparing" in sections and not _WILL.search(before)
    return Aspect.PREPARING if is_prepared else None


def _claim(domain: str, said: _Said, setting: Setting) -> Claim | None:
    """Return the claim of one domain of a clause; None when the words claim nothing."""
    verdict = _verdict(said, _facts(domain, said, setting))
    if verdict and verdict.state == "stopped" and domain == "shipping" and _FAST.search(said.text):
        verdict = replace(verdict, state="degraded")  # goods still go out, only not so fast
    return _made(domain, verdict, said, setting) if verdict else None


def _facts(domain: str, said: _Said, setting: Setting) -> Facts:
    has_limiter = "limiters" in said.sections
    return Facts(
        spans=tuple(english.find(said.original, setting.written_on, setting.zone)),
        written_on=setting.written_on,
        reads_until=setting.written_on + timedelta(days=1),  # Japan is ahead of the writer
        is_limited=bool(said.limits) or has_limiter,
        is_gradual="gradual" in said.sections,
        has_limiter=has_limiter,
        is_named=said.is_named,
        is_normal=any(hit.section == "events" and hit.name == "normal" for hit in said.hits),
        in_window=setting.window is not None,
        is_cell=setting.in_table,
        is_aside=False,
        text=said.text,
        domain=domain,
    )


def _verdict(said: _Said, facts: Facts) -> Verdict | None:
    """Return the verdict of the common table, with what English says by tense alone."""
    if _is_unsaid(said, facts):
        return None
    if said.aspect is Aspect.DENIED and facts.ahead and _NOT_BEFORE.search(said.text):
        return Verdict("planned_resume", "date", None, replace(facts.ahead, bound=Bound.ONWARD))
    verdict = decide(said.event, said.aspect, facts)
    if verdict and verdict.state == "normal" and facts.begun and _SINCE_BACK.search(said.text):
        return replace(verdict, state="resumed")
    return verdict


def _is_unsaid(said: _Said, facts: Facts) -> bool:
    """True for conditions, work that is late, what only begins, and what is over."""
    name, text = said.event.name, said.text
    is_conditional = name in ("go", "resume", "normal") and _CONDITION.search(text)
    is_of_work = name == "slow" and _OF_WORK.search(text)
    if is_conditional or is_of_work or text.startswith("if ") or "not expect" in text:
        return True
    is_only_begun = name == "resume" and said.how == "page" and _BEGUN.search(text)
    if is_only_begun or _RUMOUR.match(text):
        return True
    if said.aspect is Aspect.PREPARING and not facts.ahead and "started to" in text:
        return True
    is_past = name in ("stop", "slow") and said.aspect is Aspect.ONGOING and _ONCE.search(text)
    return bool(is_past or _TOLD.search(text)) and not _PERFECT.search(text)


def _made(domain: str, verdict: Verdict, said: _Said, setting: Setting) -> Claim:
    if setting.window and verdict.state == "planned_stop":
        first, last = setting.window
        verdict = replace(verdict, certainty="date", effective=first, expected=last)
    effective = verdict.effective
    is_up = verdict.state in ("resumed", "normal")
    if effective and effective.bound is Bound.LATEST and not is_up:
        effective = None
    return Claim(
        domain=domain,
        state=verdict.state,
        evidence=said.sentence,
        rule=f"{said.event.name}+{said.aspect.value}",
        limits=said.limits,
        channel=next((hit.name for hit in said.hits if hit.section == "channels"), None),
        effective=effective,
        expected=Expectation.of(verdict.expected) if verdict.expected else None,
        certainty=verdict.certainty,
        words=tuple(hit.word for hit in said.hits),
        context=(said.how, "scoped") if said.limits else (said.how,),
        written_on=setting.written_on,
        again="again" in said.sections and verdict.state == "stopped",
        is_past=bool(_PAST.search(said.text)),
    )
