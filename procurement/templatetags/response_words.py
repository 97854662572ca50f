"""Words and tones of states, for the screens of the response."""

from datetime import date
from decimal import Decimal

from django import template
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from accounts.templatetags.formats import date_short
from procurement.templatetags.money import yen
from tracker.enums import Level, RecoveryStage

register = template.Library()
TONES = {Level.UP: "good", Level.LIMITED: "limited", Level.DOWN: "bad", Level.UNKNOWN: "unknown"}


EVIDENCE = {
    "shipments_as_of": _("shipment papers up to"),
    "shipped": _("shipped"),
    "due_on": _("promised for"),
    "accepted_days": _("days late that we accept"),
    "expected_on": _("expected on"),
    "today": _("as of"),
    "goods": _("goods"),
    "terms": _("terms"),
    "fee_amount": _("fee"),
    "offers": _("offers compared"),
    "supplier": _("supplier"),
    "amount": _("amount"),
    "arrives_on": _("arrives"),
}
GOODS = {
    "stock": _("ordinary stock goods"),
    "direct": _("shipped by the maker"),
    "made_to_order": _("made to order"),
}
DAYS = frozenset({"shipments_as_of", "due_on", "expected_on", "today", "arrives_on"})
MONEY = frozenset({"fee_amount", "amount"})


@register.filter
def evidence_words(pair: list[str]) -> str:
    """One piece of evidence as it is kept, kind and value, in words."""
    kind, value = pair
    return f"{EVIDENCE.get(kind, kind)} {_evidence_value(kind, value)}".strip()


def _evidence_value(kind: str, value: str) -> str:
    if not value:
        return gettext("not known")
    if kind in DAYS:
        return date_short(date.fromisoformat(value))
    if kind in MONEY:
        return yen(int(value))
    if kind == "shipped":
        return " / ".join(f"{Decimal(part).normalize():f}" for part in value.split("/"))
    return str(GOODS.get(value, value)) if kind == "goods" else value


@register.filter
def stage_word(code: str | None) -> str:
    """The name of a recovery stage; a code that is none stands for itself."""
    return str(RecoveryStage(code).label) if code in RecoveryStage.values else str(code or "―")


@register.filter
def level_tone(level: Level) -> str:
    """The tone of a badge; the word beside it says the same."""
    return TONES[level]


@register.filter
def days_earlier(days: int) -> str:
    """How much earlier than the original something comes; below zero it comes later."""
    if days < 0:
        return ngettext("%(days)s day later", "%(days)s days later", -days) % {"days": -days}
    return ngettext("%(days)s day earlier", "%(days)s days earlier", days) % {"days": days}
