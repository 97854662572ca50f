"""The words of the match on screen."""

from django import template

from reconciliation.enums import Resolution
from reconciliation.fact_words import word

register = template.Library()
register.filter("fact_word", word)


@register.filter
def resolution_word(value: str) -> str:
    return str(Resolution(value).label)


@register.filter
def percent(points: int | None) -> str:
    """0.5 % for 50; nothing for None."""
    return "" if points is None else f"{points / 100:g} %"
