"""How amounts and quantities are written on screen."""

from decimal import Decimal

from django import template

from reconciliation.domain.reading import MINOR_DIGITS

register = template.Library()
SIGNS = {"JPY": "¥", "USD": "$", "EUR": "€", "GBP": "£"}


@register.filter
def money(value: int | None, currency: str = "JPY") -> str:
    """¥12,300; negative amounts as ▲¥1,200. Nothing for None: not known is not zero."""
    if value is None:
        return ""
    digits = MINOR_DIGITS.get(currency, 2)
    shown = Decimal(abs(value)).scaleb(-digits)
    mark = "▲" if value < 0 else ""
    return f"{mark}{SIGNS.get(currency, currency + ' ')}{shown:,.{digits}f}"


@register.filter
def quantity(value: Decimal | None) -> str:
    """1,000 or 0.5, without zeros behind the point."""
    if value is None:
        return ""
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
