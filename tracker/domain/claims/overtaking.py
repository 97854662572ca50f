"""Which claims of a page still stand: newer over older, plans over the stops they end."""

import re
from dataclasses import replace

from tracker.domain.claims.states import RETURN
from tracker.domain.claims.values import Claim
from tracker.domain.dates.values import Precision

_LEADS = re.compile(r"(?:次の|下記|以下の|以下|左記)")
_RUNS = re.compile(r"(?:稼働|復旧して|動いて|running|operating|stable|working)")
NEAR = 1  # blocks between a stop of some goods or places and the plan that ends it
_MANIFOLD = frozenset({"payment", "website", "data_share", "support"})
DOWN = frozenset({"stopped"})
UP = frozenset({"normal", "resumed"})


def standing(found: list[Claim], *, is_report: bool) -> list[Claim]:
    """Return the claims that stand, in reading order.

    `is_report` says that the page tells of a fault: what runs normally now has been restored.
    """
    if is_report:
        found = _restored(found)
    kept = _without_listed(found)
    kept = _returns_joined(_without_overtaken(kept))
    kept = _plans_joined(kept)
    kept = _relapsed(kept)
    kept = _undecided_folded(kept)
    kept = _escalated(_repaired(kept))
    return _told_once(_unique(_beside_the_stop(kept)))


def _beside_the_stop(found: list[Claim]) -> list[Claim]:
    """Read orders taken by phone or fax, while ordering is down, as running in part."""
    is_down = any(c.domain == "orders" and c.state == "stopped" for c in found)
    return [
        replace(c, state="partial", certainty="none")
        if is_down and c.domain == "orders" and c.rule.startswith("go+")
        and c.state == "normal" and c.channel in ("phone", "fax")
        else c
        for c in found
    ]  # fmt: skip


def _told_once(found: list[Claim]) -> list[Claim]:
    """Join a stop told with its channel and again without one; its beginning goes along."""
    kept: list[Claim] = []
    for claim in found:
        twin = next((c for c in found if _is_twin(c, claim)), None)
        if twin is None:
            begun = [c.effective for c in found if _is_twin(claim, c) and c.effective]
            kept.append(replace(claim, effective=claim.effective or next(iter(begun), None)))
    return kept


def _is_twin(fuller: Claim, claim: Claim) -> bool:
    """True when another stop says the same and names the channel too."""
    are_stops = fuller.state == claim.state == "stopped" and fuller.domain == claim.domain
    is_bare = not (claim.channel or claim.limits or claim.services or claim.item_names)
    return bool(are_stops and is_bare and fuller.channel and not (fuller.limits or fuller.services))


def _restored(found: list[Claim]) -> list[Claim]:
    """Read "runs normally" after a fault as the restart, where nothing is still down."""
    down = {
        c.domain
        for c in found
        if c.state in ("stopped", "partial", "planned_resume") and not c.is_past
    }
    if any(c.state in ("stopped", "planned_resume") and not c.is_past for c in found):
        return found  # the fault is not over: what runs may never have been down
    return [
        replace(claim, state="resumed", context=(*claim.context, "after a fault"))
        if claim.state == "normal"
        and claim.domain not in down
        and not claim.limits
        and claim.rule[:7] != "resume+"
        and _RUNS.search(claim.evidence)
        else claim
        for claim in found
    ]


def _without_listed(found: list[Claim]) -> list[Claim]:
    """Drop titles of earlier notices, unless the page is nothing but such a list."""
    read = [claim for claim in found if not claim.is_title]
    return read or found


def _returns_joined(found: list[Claim]) -> list[Claim]:
    """Give the time of a return to normal to what is slow or limited until then."""
    returns = [claim for claim in found if claim.state == RETURN]
    slow = {claim.domain for claim in found if claim.state in ("degraded", "partial", "stopped")}
    kept: list[Claim] = []
    for claim in found:
        back = next((other for other in returns if other.domain == claim.domain), None)
        if back is None or claim.state not in ("degraded", RETURN):
            kept.append(claim)
        elif claim.state == RETURN and claim is back and claim.domain not in slow:
            kept.append(replace(claim, state="degraded"))  # until then it is not as usual
        elif claim.state == "degraded":
            kept.append(replace(claim, expected=back.expected, certainty=back.certainty))
    return kept


def _same_scope(left: Claim, right: Claim) -> bool:
    return (left.domain, left.services, left.channel, left.item_names) == (
        right.domain, right.services, right.channel, right.item_names,
    )  # fmt: skip


def _covers(newer: Claim, older: Claim) -> bool:
    """True when the newer claim speaks of all that the older one did."""
    if newer.domain != older.domain:
        return False
    if not older.services and _ends(newer, older):
        return True
    if _is_other(newer, older):
        return False
    if newer.limits and older.item_names and not newer.item_names:
        return False
    return not newer.item_names or set(older.item_names) <= set(newer.item_names)


def _is_other(newer: Claim, older: Claim) -> bool:
    """True when two claims of one domain name another channel, service or part of it."""
    if newer.channel and older.channel and newer.channel != older.channel:
        return True
    if newer.services and not (older.services and set(older.services) <= set(newer.services)):
        return True
    are_named = newer.domain in _MANIFOLD and older.named and newer.named
    return bool(are_named) and not set(older.named) & set(newer.named)  # ATM and transfers


def _ends(newer: Claim, older: Claim) -> bool:
    """True when a general stop or an old title is answered by anything newer that runs."""
    if older.is_title and newer.state != "normal":
        return True
    return older.state == "stopped" and newer.state in ("resumed", "partial", "normal")


def _without_overtaken(found: list[Claim]) -> list[Claim]:
    """Drop what an entry says once a newer entry has spoken of the same domain and scope."""
    kept: list[Claim] = []
    for claim in found:
        entry = claim.position // 100000
        newer = [other for other in found if other.position // 100000 < entry]
        if not any(_covers(other, claim) for other in newer):
            kept.append(claim)
    return kept


def _plans_joined(found: list[Claim]) -> list[Claim]:
    """Give a plan without scope to the stops it ends, and drop a stop that a plan stands for."""
    plans = [claim for claim in found if claim.state == "planned_resume"]
    kept: list[Claim] = []
    for claim in found:
        if claim.state == "stopped" and (plan := _plan_for(claim, plans)):
            if _same_scope(claim, plan) and claim.limits == plan.limits:
                continue
            kept.append(
                replace(
                    claim,
                    state="planned_resume",
                    expected=plan.expected,
                    certainty=plan.certainty,
                    context=(*claim.context, plan.evidence),
                )
            )
        else:
            kept.append(claim)
    joined = {
        id(plan)
        for claim in found
        if claim.state == "stopped"
        and (plan := _plan_for(claim, plans))
        and not (_same_scope(claim, plan) and claim.limits == plan.limits)
    }
    return [claim for claim in kept if id(claim) not in joined]


def _is_of_same(stop: Claim, plan: Claim) -> bool:
    """True unless two sentences each name a reach of their own: then they speak of two things."""
    are_scoped = "scoped" in stop.context and "scoped" in plan.context
    return _same_scope(stop, plan) and not (are_scoped and stop.evidence != plan.evidence)


def _plan_for(stop: Claim, plans: list[Claim]) -> Claim | None:
    """Return the plan that ends a stop: of the same scope, or said right after it without one."""
    for plan in plans:
        if plan.domain != stop.domain:
            continue
        is_other = (
            "scoped" in stop.context and "scoped" in plan.context and stop.evidence != plan.evidence
        )
        if _same_scope(stop, plan) and not is_other and plan.limits in ((), stop.limits):
            return plan
        if stop.limits and abs(plan.position - stop.position) > NEAR:
            continue  # a plan told elsewhere speaks of something else
        bare = not stop.rule.startswith("status") and not (
            plan.limits or plan.services or plan.item_names
        )
        if bare and plan.position >= stop.position and plan.channel in (None, stop.channel):
            return plan
    return None


def _relapsed(found: list[Claim]) -> list[Claim]:
    """Drop restarts that a relapse has undone."""
    relapsed = {claim.domain for claim in found if claim.again}
    return [
        claim
        for claim in found
        if not (
            claim.domain in relapsed and claim.state in ("resumed", "partial") and not claim.again
        )
    ]


def _undecided_folded(found: list[Claim]) -> list[Claim]:
    """Drop "no date yet" where the stop itself is already a claim."""

    def folds(claim: Claim) -> bool:
        vague = claim.rule.startswith("resume+") and claim.state == "stopped"
        if not vague or "scoped" in claim.context:
            return False
        if claim.context[0] != "clause" and any(_stands_for(other, claim) for other in found):
            return True
        return any(
            other is not claim
            and other.domain == claim.domain
            and (claim.context[0] in ("sentence", "page") or claim.services in ((), other.services))
            and other.state in ("stopped", "planned_resume")
            and not (other.rule.startswith("resume+") and other.state == "stopped")
            for other in found
        )

    return [claim for claim in found if not folds(claim)]


def _stands_for(stop: Claim, vague: Claim) -> bool:
    """True for a stop that is told in so many words, where "no date yet" names no subject."""
    is_told = stop.state in (
        "stopped",
        "planned_resume",
        "planned_stop",
    ) and not stop.rule.startswith("resume+")
    return is_told and vague.services in ((), stop.services)


def _repaired(found: list[Claim]) -> list[Claim]:
    """Drop what a full restart of the domain has ended, and what only repeats that restart."""
    full = {
        c.domain: c
        for c in found
        if c.state == "resumed" and not (c.limits or c.services or c.item_names)
    }
    kept = []
    for claim in found:
        restart = full.get(claim.domain)
        if restart and restart is not claim and _repeats(claim, restart):
            continue
        is_beside = restart is not None and restart.channel not in (None, claim.channel)
        if restart and restart is not claim and not claim.services and not claim.item_names:
            if is_beside and claim.state == "normal":
                kept.append(claim)
                continue
            if claim.is_past and claim.state in ("stopped", "degraded", "partial"):
                continue
            if (
                claim.state == "normal"
                and not claim.limits
                and not claim.rule.startswith("resume+")
            ):
                continue
        kept.append(claim)
    return kept


def _repeats(claim: Claim, restart: Claim) -> bool:
    """True when "runs as usual now" only says again what a dated restart has said."""
    if restart.effective is None or claim.effective or claim.limits:
        return False
    if claim.state == "resumed":
        return "after a fault" in claim.context
    return claim.state == "normal" and claim.rule.startswith("normal+")


def _escalated(found: list[Claim]) -> list[Claim]:
    """Drop "slow" where the same sentence goes on to say "stopped"."""
    stopped = {(c.evidence, c.domain) for c in found if c.state == "stopped"}
    return [c for c in found if not (c.state == "degraded" and (c.evidence, c.domain) in stopped)]


def _unique(found: list[Claim]) -> list[Claim]:
    """Keep the first of claims that say the same of the same."""
    found = _without_leads(found)
    seen: dict[tuple[object, ...], Claim] = {}
    for claim in found:
        key = (
            claim.domain,
            claim.state,
            claim.limits,
            claim.services,
            claim.channel,
            claim.item_names,
            claim.expected.first if claim.expected and _is_of_some(claim) else None,
            _minute(claim),
        )
        if key in seen and _poorer(seen[key], claim):
            seen[key] = claim
        seen.setdefault(key, claim)
    return _rows_folded(list(seen.values()))


def _minute(claim: Claim) -> object:
    """Return when a restart or a planned stop begins, where a minute tells two of them apart."""
    since = claim.effective
    is_told = since and since.precision is Precision.MINUTE and since.text
    return since.first if since and is_told and claim.state in ("resumed", "planned_stop") else None


def _is_of_some(claim: Claim) -> bool:
    """True for a claim about some goods or places: others may have a day of their own."""
    return bool(claim.limits) and not claim.item_names


def _without_leads(found: list[Claim]) -> list[Claim]:
    """Drop the sentence that only leads to a list of planned stops (次の日時に止まります)."""
    stops = [claim for claim in found if claim.state == "planned_stop"]
    return [
        claim
        for claim in found
        if not (
            claim in stops
            and _LEADS.search(claim.evidence)
            and any(o is not claim and o.domain == claim.domain for o in stops)
        )
    ]


def _rows_folded(found: list[Claim]) -> list[Claim]:
    """Drop a table row's plan that a sentence has already told for the same day."""
    told = {
        (claim.domain, claim.expected.first)
        for claim in found
        if claim.expected and not _is_row(claim)
    }
    return [
        claim for claim in found
        if not (_is_row(claim) and claim.expected and (claim.domain, claim.expected.first) in told)
    ]  # fmt: skip


def _is_row(claim: Claim) -> bool:
    return claim.item_names == (claim.evidence,)


def _poorer(known: Claim, other: Claim) -> bool:
    """True when the other claim tells a date that the known one lacks."""
    return (known.effective is None and other.effective is not None) or (
        known.expected is None and other.expected is not None
    )
