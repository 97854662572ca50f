"""Which recovery stage a page speaks of, from its claims alone.

Source: the five stages of the users' guide; judged on the weaker of orders and shipping, for other
suppliers on what their customers rely on. None means that the page gives no picture.
"""

import re

from tracker.domain.claims.values import Claim

STAGES = (
    "stopped",
    "temporary_stability",
    "partial_recovery",
    "operational",
    "overall_stability",
    "full_recovery",
)
_RUNS = frozenset({"normal", "resumed", "partial", "degraded"})
_DOWN = frozenset({"stopped", "planned_resume"})
_UP = frozenset({"normal", "resumed"})
_UNTOLD = frozenset({"planned_stop", "cancelled", "unknown"})  # say nothing of what runs now
_TRIAL = re.compile(
    r"(?:トライアル|試験的|手作業|手動|手書き|紙の伝票|人手|緊急|応急"
    r"|by hand|manual|on paper|trial|emergency)"
)
# goods go out, but far fewer than usual: 3分の1, 5割
_FRACTION = re.compile(
    r"(?:[2-9２-９一-九]分の[1１一]|[1-5１-５一二三四五]割(?!(?:ほど|程度)?減)|半分|半減"
    r"|a (?:third|quarter)|half of)"
)
_SEASON = re.compile(
    r"(?:台風|大雪|降雪|積雪|豪雨|大雨|暴風|悪天候|天候|年末年始|お盆|ゴールデンウィーク|連休|繁忙|集中豪雨"
    r"|storm|typhoon|snow|hurricane|holiday)"
)
_FAULT = re.compile(
    r"(?:障害|システム|攻撃|ウイルス|ランサム|不正アクセス|火災|火事|不具合|停電|事故|地震|震災|津波|浸水|倒壊|故障|ストライキ"
    r"|outage|incident|ransom|cyber|strike|industrial action|power failure)"
)
_OTHERS_FAULT = re.compile(r"(?:他社|同業)[^、。]{0,10}(?:障害|攻撃|影響)")
_SIDE = frozenset({"billing", "email", "returns", "refunds", "fax", "support", "address_book"})
_PAPERS = frozenset({"billing", "email"})  # what overall stability asks for
_LIVED_ON = ("payment", "data_share", "website")  # in this order
_GOODS = frozenset({"sales", "orders", "shipping"})
_PORT = re.compile(r"(?:搬出入|コンテナ|埠頭|岸壁|container|berth|terminals? )", re.IGNORECASE)
_HOSTED = re.compile(
    r"(?:hosted|managed service|platform|SaaS|core system|management system|dealers?\b|merchants)",
    re.IGNORECASE,
)


def stage(claims: list[Claim], text: str) -> str | None:
    """Return the stage; `text` is the page's own, to tell a fault from weather and seasons."""
    text = _OTHERS_FAULT.sub("", text)
    told = [c for c in claims if c.state not in _UNTOLD]
    core = [c for c in told if c.domain in ("orders", "shipping")]
    if _is_of_plans(claims, core, told):
        return None  # planned work, or a plan called off, and what goes on meanwhile
    if told and not text and all(c.state in _UP and not c.limits for c in told):
        return STAGES[5]  # a status page on which everything is back
    if not _FAULT.search(text) and _is_untold(told, text):
        return None
    if core:
        return _of_core(core, told)
    return _of_others([c for c in told if _is_relied_on(c, text)])


def _is_of_plans(claims: list[Claim], core: list[Claim], told: list[Claim]) -> bool:
    """True where only what lies ahead is spoken of, and what goes on meanwhile."""
    if any(c.state == "planned_stop" for c in claims) and not core:
        return True
    return len(told) < len(claims) and all(c.state == "normal" for c in core or told)


def _is_untold(told: list[Claim], text: str) -> bool:
    """True for weather and seasons, goods sold out or recalled, deliveries of some regions."""
    if _SEASON.search(text) and not any(
        c.domain == "orders" and c.state != "normal" and not c.limits for c in told
    ):
        return True
    core = [c for c in told if c.domain in ("orders", "shipping")]
    return _is_of_goods(core, told) or _is_regional(told, text)


def _is_of_goods(core: list[Claim], told: list[Claim]) -> bool:
    """True when only the sale and supply of some goods is spoken of: sold out, recalled."""
    domains = {c.domain for c in told}
    if not domains <= _GOODS:
        return False
    if any("制限" in c.evidence and c.state not in _UP for c in core):
        return True
    return "sales" in domains and all(c.limits or c.item_names for c in core)


def _is_regional(told: list[Claim], text: str) -> bool:
    """True when only some places' deliveries are spoken of: roads and weather."""
    is_by_area = all(c.domain == "shipping" and "areas" in c.limits for c in told)
    return bool(told) and is_by_area and not _PORT.search(text)


def _is_relied_on(claim: Claim, text: str) -> bool:
    """True for what customers of a payment firm, a cloud or a host live on."""
    if claim.domain == "website":
        is_theirs = "customers" in claim.limits or "after a fault" in claim.context
        return is_theirs or bool(_HOSTED.search(text))
    return claim.domain in ("payment", "data_share")


def _of_others(told: list[Claim]) -> str | None:
    """Return the stage of a payment firm, a cloud or a host: of the first they live on."""
    told = next((own for d in _LIVED_ON if (own := [c for c in told if c.domain == d])), [])
    if not told:
        return None
    states = {c.state for c in told}
    if states & _DOWN:
        is_part = "normal" in states and all(c.limits for c in told if c.state in _DOWN)
        return STAGES[2] if is_part or states & {"resumed", "partial"} else STAGES[0]
    if any(c.state == "partial" or (c.limits and c.state == "resumed") for c in told):
        return STAGES[2]
    return STAGES[3] if "degraded" in states else STAGES[5]


def _of_core(core: list[Claim], told: list[Claim]) -> str:
    """Return the stage of the weaker of orders and shipping."""
    orders = [c for c in core if c.domain == "orders"]
    shipping = [c for c in core if c.domain == "shipping"]
    if _is_one_brand_closed(orders, shipping):
        orders = []
        if any(c.state in _UP and not c.limits for c in shipping):
            return STAGES[3]
    if not orders or not shipping:
        return _of_one(core, told)
    orders = _without_side_brands(orders)
    levels = _level(orders, beside=shipping), _level(shipping, beside=orders)
    if levels[0] == 0:
        return STAGES[0]
    weakest = min(levels)
    if weakest == 1 and _is_wide(orders, shipping):
        return STAGES[2]
    if weakest < 2:
        return STAGES[1]
    return STAGES[2] if weakest == 2 else _of_running(core, told)


def _of_one(core: list[Claim], told: list[Claim]) -> str:
    """Return the stage where only orders or only shipping are told of: shops, carriers, makers."""
    level = _level(core, beside=[])
    down = [c for c in core if c.state in _DOWN]
    is_ordering = core[0].domain == "orders"
    if level == 0 or (level == 1 and not is_ordering and any(not c.limits for c in down)):
        return STAGES[0]
    if level < 3:
        return STAGES[1] if is_ordering and (down or level == 1) else STAGES[level]
    return _of_running(core, told)


def _level(claims: list[Claim], *, beside: list[Claim]) -> int:
    """Return how far a domain runs: 0 not, 1 by hand, 2 in parts, 3 mainly.

    `beside` are the claims of the other of orders and shipping; empty when nothing is told of it.
    """
    down = [c for c in claims if c.state in _DOWN]
    runs = [c for c in claims if c.state in _RUNS]
    others_run = any(c.state in _RUNS for c in beside)
    if not runs or (down and not beside and all(c.state == "normal" for c in runs)):
        return 2 if _is_part(down, runs, others_run=others_run) else 0
    if any(c.state in _UP and not c.limits and not (down and _is_aside(c)) for c in runs):
        return 2 if any(not c.limits for c in down) else 3
    is_last = not down and all(c.state == "resumed" for c in runs)
    if is_last and any(c.state == "normal" and not c.limits for c in beside):
        return 3  # the last goods or places to come back
    return _of_parts(runs, is_troubled=bool(down))


def _is_part(down: list[Claim], runs: list[Claim], *, others_run: bool) -> bool:
    """True when only parts are down: the rest runs, or comes back one kind after the other."""
    if not all(c.limits for c in down):
        return False
    is_elsewhere = bool(runs) and all("areas" in c.limits for c in down)
    planned = [c for c in down if c.state == "planned_resume"]
    return others_run or is_elsewhere or len(planned) > 2


def _of_parts(runs: list[Claim], *, is_troubled: bool) -> int:
    """Return how far a domain runs of which only parts are told."""
    best = max(_reach(c, is_troubled=is_troubled) for c in runs)
    is_thin = any(c.state == "degraded" and _FRACTION.search(c.evidence) for c in runs)
    if is_troubled or is_thin:
        return min(best, 2)
    if any(c.state == "degraded" and not c.limits for c in runs):
        return best
    is_begun = any(c.state == "partial" or _is_first(c, runs) for c in runs)
    return min(best, 2) if is_begun else best


def _is_first(claim: Claim, runs: list[Claim]) -> bool:
    """True for a restart in parts after which others are to follow."""
    if claim.state != "resumed" or not claim.limits:
        return False
    return "items" in claim.limits or all(c.state == "resumed" for c in runs)


def _is_aside(claim: Claim) -> bool:
    """True for what runs beside the main way of ordering."""
    return claim.channel in ("fax", "phone")


def _reach(claim: Claim, *, is_troubled: bool) -> int:
    """Return how far a domain runs by one claim. `is_troubled`: parts of it are down."""
    by_hand = claim.channel == "manual" or bool(_TRIAL.search(claim.evidence))
    is_aside = _is_aside(claim) and (is_troubled or claim.limits)
    if (by_hand and claim.state != "normal") or (is_aside and claim.state != "normal"):
        return 1
    if claim.state == "partial":
        return 2
    if claim.state == "degraded":
        return 2 if _FRACTION.search(claim.evidence) else 3
    if not claim.limits:
        return 3
    return 2 if is_troubled or claim.state == "resumed" else 3


def _is_wide(orders: list[Claim], shipping: list[Claim]) -> bool:
    """True when whole places ship, and orders are not taken by fax and phone alone."""
    by_hand = all(c.channel in ("fax", "phone") for c in orders if c.state in _RUNS)
    return not by_hand and any(
        c.state in ("partial", "resumed")
        and ("areas" in c.limits or not c.limits)
        and c.channel != "manual"
        and not _TRIAL.search(c.evidence)
        for c in shipping
    )


def _is_one_brand_closed(orders: list[Claim], shipping: list[Claim]) -> bool:
    """True when goods go out and only named shops of several still take no orders."""
    runs = any(c.state in _RUNS for c in shipping)
    return runs and bool(orders) and all(c.services and c.state in _DOWN for c in orders)


def _without_side_brands(orders: list[Claim]) -> list[Claim]:
    """Leave out brands that never stopped where others are down or limited."""
    troubled = [c for c in orders if c.state in (*_DOWN, "partial") and not c.channel]
    return [c for c in orders if not (c.state == "normal" and c.services and troubled)] or orders


def _of_running(core: list[Claim], told: list[Claim]) -> str:
    """Return the stage where orders and shipping run, by what is slow, down or said beside."""
    side = [c for c in told if c not in core and c.domain != "sales"]
    if any(c.state in (*_DOWN, "degraded", "partial") and not c.limits for c in core):
        return STAGES[3]
    if any(c.state not in _UP for c in side):
        return STAGES[3]
    papers = any(c.domain in _PAPERS for c in side)
    if any(c.state not in _UP for c in core):
        return STAGES[4] if papers else STAGES[3]
    if any(c.state == "normal" for c in core):
        return STAGES[5]
    return STAGES[4] if papers else STAGES[3]
