"""Which recovery stage a page speaks of, from its claims alone.

Source: the five stages of the users' guide; judged on the weaker of orders and shipping, for other
suppliers on what their customers rely on. None means that the page gives no picture.
"""

import re
from collections.abc import Sequence

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
    r"(?:[2-9２-９一-九]分の[1１一]|[1-5１-５一二三四五]割|半分|半減|a (?:third|quarter)|half of)"
)
_SEASON = re.compile(
    r"(?:台風|大雪|降雪|積雪|豪雨|大雨|暴風|悪天候|天候|地震|年末年始|お盆|ゴールデンウィーク|連休|繁忙|集中豪雨"
    r"|storm|typhoon|snow|hurricane|holiday)"
)
_FAULT = re.compile(
    r"(?:障害|システム|攻撃|ウイルス|ランサム|不正アクセス|火災|火事|不具合|停電|浸水|倒壊|故障|ストライキ"
    r"|outage|incident|ransom|cyber|strike|industrial action|power failure)"
)
_OTHERS_FAULT = re.compile(r"(?:他社|同業)[^、。]{0,10}(?:障害|攻撃|影響)")
_SIDE = frozenset({"billing", "email", "returns", "refunds", "fax", "support", "address_book"})
_PAPERS = frozenset({"billing", "email"})  # what overall stability asks for
_GOODS = frozenset({"sales", "orders", "shipping"})
_HOSTED = re.compile(
    r"(?:hosted|managed service|platform|SaaS|core system|management system|dealers|merchants)",
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
    return _is_of_goods(core, told) or _is_regional(told)


def _is_of_goods(core: list[Claim], told: list[Claim]) -> bool:
    """True when only the sale and supply of some goods is spoken of: sold out, recalled."""
    domains = {c.domain for c in told}
    if not domains <= _GOODS:
        return False
    if any("制限" in c.evidence for c in core):
        return True
    return "sales" in domains and all(c.limits or c.item_names for c in core)


def _is_regional(told: list[Claim]) -> bool:
    """True when only some places' deliveries are spoken of: roads and weather."""
    return bool(told) and all(c.domain == "shipping" and "areas" in c.limits for c in told)


def _is_relied_on(claim: Claim, text: str) -> bool:
    """True for what customers of a payment firm, a cloud or a host live on."""
    if claim.domain == "website":
        is_theirs = "customers" in claim.limits or "after a fault" in claim.context
        return is_theirs or bool(_HOSTED.search(text))
    return claim.domain in ("payment", "data_share")


def _of_others(told: list[Claim]) -> str | None:
    if not told:
        return None
    up = [c for c in told if c.state in _UP]
    if not any(c.state in _RUNS for c in told):
        return STAGES[0]
    if any(c.state in _DOWN for c in told):
        return STAGES[2] if up else STAGES[0]
    if any(c.state == "partial" or (c.limits and c.state == "resumed") for c in told):
        return STAGES[2]
    return STAGES[3] if any(c.state == "degraded" for c in told) else STAGES[5]


def _of_core(core: list[Claim], told: list[Claim]) -> str:
    """Return the stage of the weaker of orders and shipping."""
    orders = [c for c in core if c.domain == "orders"]
    shipping = [c for c in core if c.domain == "shipping"]
    if _is_one_brand_closed(orders, shipping):
        if _runs_fully(shipping):
            return STAGES[3]
        orders = []
    if not orders:
        return _of_shipping(shipping, told)
    orders = _without_side_brands(orders)
    ordered = max(_order_level(c) for c in orders)
    if ordered == 0:
        return STAGES[0]
    if not shipping:
        return _of_weakest(3, orders, told) if ordered == 3 else STAGES[1]
    shipped = _shipped(shipping, is_ordered=_runs_fully(orders))
    if shipped == 3 and all(c.state == "resumed" for c in shipping):
        shipping = [c for c in shipping if not c.limits]  # the last goods to come back
    if min(ordered, shipped) == 1:
        return STAGES[2] if _is_wide(orders, shipping) else STAGES[1]
    weakest = min(ordered, shipped)
    return _of_weakest(weakest, [*orders, *shipping], told) if weakest else STAGES[1]


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


def _shipped(shipping: list[Claim], *, is_ordered: bool) -> int:
    """Return how far goods go out, 0 to 3. `is_ordered`: everything can be ordered."""
    down = [c for c in shipping if c.state in _DOWN]
    runs = [c for c in shipping if c.state in _RUNS]
    if is_ordered and not runs and all(c.limits for c in down):
        return 2  # some goods or places are down: the rest runs
    if is_ordered and not down and all(c.state == "resumed" for c in runs):
        return 3  # the last goods or places to come back
    level = max(_shipping_level(c) for c in shipping)
    return min(level, 2) if any(not c.limits for c in down) and runs else level


def _is_one_brand_closed(orders: list[Claim], shipping: list[Claim]) -> bool:
    """True when goods go out and only named shops of several still take no orders."""
    runs = any(c.state in _RUNS for c in shipping)
    return runs and bool(orders) and all(c.services and c.state in _DOWN for c in orders)


def _of_shipping(shipping: list[Claim], told: list[Claim]) -> str:
    """Return the stage where nothing is said of orders: carriers, ports, makers."""
    level = max(_shipping_level(c) for c in shipping)
    down = [c for c in shipping if c.state in _DOWN]
    if down and level == 1 and any(not c.limits for c in down):
        return STAGES[0]
    runs = [c for c in shipping if c.state in _RUNS]
    if down and runs and all(c.state == "normal" for c in runs):
        # elsewhere it never stopped; other goods never did either, but those that did still are
        return STAGES[2] if all("areas" in c.limits for c in down) else STAGES[0]
    if level == 3 and not any(c.state in _UP and not c.limits for c in runs):
        is_thin = any(_FRACTION.search(c.evidence) for c in runs)
        is_begun = any(c.state == "resumed" and "items" in c.limits for c in runs)
        level = 2 if is_thin or is_begun else level
    return _of_weakest(level, shipping, told)


def _without_side_brands(orders: list[Claim]) -> list[Claim]:
    """Leave out brands that never stopped where others are down or limited."""
    troubled = [c for c in orders if c.state in (*_DOWN, "partial")]
    return [c for c in orders if not (c.state == "normal" and c.services and troubled)] or orders


def _of_weakest(level: int, core: Sequence[Claim], told: list[Claim]) -> str:
    """Return the stage of the weakest level; a fully running core is graded by what is left."""
    if level < 3:
        return STAGES[level]
    side = [c for c in told if c.domain in _SIDE]
    down = [c for c in core if c.state in _DOWN]
    if down and not _runs_fully(core) and all(c.state in _UP for c in side):
        return STAGES[2]
    slow = [c for c in core if c.state in ("degraded", "partial")]
    if down or any(not c.limits for c in slow) or any(c.state not in _UP for c in side):
        return STAGES[3]
    return _of_running(core, has_slow=bool(slow), papers=any(c.domain in _PAPERS for c in side))


def _of_running(core: Sequence[Claim], *, has_slow: bool, papers: bool) -> str:
    """Return the stage where orders and shipping run: what is slow in places, what else is said."""
    if has_slow:
        return STAGES[4] if papers else STAGES[3]
    if any(c.state == "normal" for c in core):
        return STAGES[5]
    return STAGES[4] if papers else STAGES[3]


def _order_level(claim: Claim) -> int:
    if claim.state in _DOWN:
        return 0
    if claim.state == "normal":
        return 3
    is_by_hand = claim.channel in ("fax", "phone", "manual") or _TRIAL.search(claim.evidence)
    if is_by_hand or claim.limits == ("customers",):
        return 1
    return 2 if claim.state == "partial" or claim.limits else 3


def _shipping_level(claim: Claim) -> int:
    if claim.state in _DOWN:
        return 0
    by_hand = claim.channel == "manual" or bool(_TRIAL.search(claim.evidence))
    if claim.state == "degraded":
        return 2 if by_hand else 3
    if claim.state == "partial" or (claim.limits and claim.state == "resumed"):
        return 1 if by_hand else 2
    return 3


def _runs_fully(claims: Sequence[Claim]) -> bool:
    return any(c.state in _UP and not c.limits for c in claims)
