"""What a line comes to."""

from decimal import ROUND_HALF_UP, Decimal

from reconciliation.domain.reading import MINOR_DIGITS


def line_amount(
    quantity: str | None, unit_price: str | None, discount: int | None, *, currency: str
) -> int | None:
    """Return quantity x price less discount in minor units; None when one of the two is not known.

    Rounds half up, once per line. It serves lists and sums; papers are compared by their own
    amounts.
    """
    if quantity is None or unit_price is None:
        return None
    scale = MINOR_DIGITS.get(currency, 2)
    if scale == 0 and quantity.isdecimal() and unit_price.isdecimal():
        return int(quantity) * int(unit_price) - (discount or 0)
    exact = (Decimal(quantity) * Decimal(unit_price)).scaleb(scale)
    return int(exact.quantize(Decimal(1), rounding=ROUND_HALF_UP)) - (discount or 0)
