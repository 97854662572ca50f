"""Every amount of money on screen is written by one of these filters."""

from decimal import Decimal

from django import template
from django.utils.translation import gettext

from tracker.enums import RecoveryStage

register = template.Library()


@register.filter
def yen(value: object) -> str:
    """12,300円, ▲1,200円 below zero; what is not known says so and is never zero."""
    if not isinstance(value, int):
        return gettext("not known")
    sign = "▲" if value < 0 else ""
    return gettext("%(amount)s yen") % {"amount": f"{sign}{abs(value):,}"}


@register.filter
def whole_yen(value: Decimal | None) -> str:
    """A unit price that is whole, as prices of packs are."""
    return yen(None if value is None else int(value))


@register.filter
def stage_word(code: str | None) -> str:
    """The name of a recovery stage; a code that is none stands for itself."""
    return str(RecoveryStage(code).label) if code in RecoveryStage.values else str(code or "―")
