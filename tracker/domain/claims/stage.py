"""Which recovery stage a page speaks of, from its claims alone.

Source: the five stages of the users' guide; judged on the weaker of orders and shipping, for other
suppliers on what their customers rely on. None means that the page gives no picture.
"""

import re
from collections.abc import Callable

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
_TRIAL = re.compile(r"(?:トライアル|試験的|手作業|手動|緊急|by hand|manual|trial)")
_SEASON = re.compile(
    r"(?:台風|大雪|降雪|積雪|豪雨|大雨|暴風|悪天候|天候|地震|年末年始|お盆|ゴールデンウィーク|連休|繁忙|集中豪雨"
    r"|storm|typhoon|snow|hurricane|holiday)"
)
_FAULT = re.compile(
    r"(?:障害|システム|攻撃|ウイルス|ランサム|不正アクセス|火災|火事|不具合"
    r"|outage|incident|ransom|cyber)"
)
_OTHERS_FAULT = re.compile(r"(?:他社|同業)[^、。]{0,10}(?:障害|攻撃|影響)")
_SIDE = frozenset({"billing", "email", "returns", "refunds", "fax", "support", "address_book"})
_GOODS = frozenset({"sales", "orders", "shipping"})
_HOSTED = re.compile(
    r"(?:hosted|managed service|platform|SaaS|core system|management system|dealers|merchants)",
    re.IGNORECASE,
)


def stage(claims: list[Claim], text: str) -> str | None:
    """Return the stage; `text` is the page's own, to tell a fault from weather and seasons."""
    text = _OTHERS_FAULT.sub("", text)
    if _SEASON.search(text) and not _FAULT.search(text):
        return None
    if any(c.state == "planned_stop" for c in claims):
        return None
    told = [c for c in claims if c.state not in ("planned_stop", "cancelled", "unknown")]
    core = [c for c in told if c.domain in ("orders", "shipping")]
    if _is_of_goods(core, told) and not _FAULT.search(text):
        return None
    if _is_regional(told) and not _FAULT.search(text):
        return None
    if core:
        return _of_core(core, told)
    return _of_others([c for c in told if _is_relied_on(c, text)])


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
    if any(c.state == "partial" or c.limits for c in told):
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
        return _of_shipping(_level(shipping, _shipping_level), shipping, told)
    orders = _without_side_brands(orders)
    ordered = _level(orders, _order_level)
    if ordered == 0:
        return STAGES[0]
    if not shipping:
        return _of_weakest(3, orders, told) if ordered == 3 else STAGES[1]
    return _of_both(orders, shipping, told)


def _of_both(orders: list[Claim], shipping: list[Claim], told: list[Claim]) -> str:
    weakest = min(_level(orders, _order_level), _level(shipping, _shipping_level))
    by_hand = all(c.channel in ("fax", "phone") for c in orders if c.state in _RUNS)
    if weakest == 0:
        return STAGES[1]
    if weakest == 1 and not by_hand and _ships_widely(shipping):
        return STAGES[2]
    return _of_weakest(weakest, [*orders, *shipping], told)


def _is_one_brand_closed(orders: list[Claim], shipping: list[Claim]) -> bool:
    """True when goods go out and only named shops of several still take no orders."""
    runs = any(c.state in _RUNS for c in shipping)
    return runs and bool(orders) and all(c.services and c.state in _DOWN for c in orders)


def _of_shipping(level: int, shipping: list[Claim], told: list[Claim]) -> str:
    """Return the stage where nothing is said of orders: carriers, ports, makers."""
    down = [c for c in shipping if c.state in _DOWN]
    if down and level == 1 and any(not c.limits for c in down):
        return STAGES[0]
    runs = [c for c in shipping if c.state in _RUNS]
    if down and all(c.state == "normal" and (c.limits or c.item_names) for c in runs):
        return STAGES[0]  # other goods never stopped; those that did still are
    return _of_weakest(level, shipping, told)


def _without_side_brands(orders: list[Claim]) -> list[Claim]:
    """Leave out brands that never stopped where others are down or limited."""
    troubled = [c for c in orders if c.state in (*_DOWN, "partial")]
    return [c for c in orders if not (c.state == "normal" and c.services and troubled)] or orders


def _of_weakest(level: int, core: list[Claim], told: list[Claim]) -> str:
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
    return _of_running(core, has_slow=bool(slow), has_side=bool(side))


def _of_running(core: list[Claim], *, has_slow: bool, has_side: bool) -> str:
    """Return the stage where orders and shipping run: what is slow in places, what else is said."""
    if has_slow:
        return STAGES[4] if has_side else STAGES[3]
    if any(c.state == "normal" for c in core):
        return STAGES[5]
    return STAGES[4] if has_side else STAGES[3]


def _level(claims: list[Claim], grade: Callable[[Claim], int]) -> int:
    return max(grade(claim) for claim in claims)


def _order_level(claim: Claim) -> int:
    if claim.state in _DOWN:
        return 0
    if claim.channel in ("fax", "phone", "manual") or "customers" in claim.limits:
        return 1
    if claim.state == "partial" or claim.limits:
        return 2 if claim.state != "normal" else 3
    return 3


def _shipping_level(claim: Claim) -> int:
    if claim.state in _DOWN:
        return 0
    if claim.state == "degraded":
        return 2 if _TRIAL.search(claim.evidence) else 3
    if claim.state == "partial" or (claim.limits and claim.state == "resumed"):
        return 1 if _TRIAL.search(claim.evidence) else 2
    return 3


def _runs_fully(claims: list[Claim]) -> bool:
    return any(c.state in _UP and not c.limits for c in claims)


def _ships_widely(shipping: list[Claim]) -> bool:
    """True when more than a trial ships: a limit of place or goods, but not both of one house."""
    return any(
        c.state in ("partial", "resumed") and "areas" in c.limits and not _TRIAL.search(c.evidence)
        for c in shipping
    )
