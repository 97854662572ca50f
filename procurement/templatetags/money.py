"""Every amount of money on screen is written by one of these filters."""

from decimal import Decimal

from django import template
from django.utils.translation import gettext

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
def cents(value: Decimal | None) -> str:
    """A price per unit, which may have a fraction: 1,250.5円."""
    if value is None:
        return gettext("not known")
    short = value.quantize(Decimal("0.01")).normalize()
    return gettext("%(amount)s yen") % {"amount": f"{short:,f}"}
