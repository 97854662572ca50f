"""Every amount of money on screen is written by one of these filters."""

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
