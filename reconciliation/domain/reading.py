"""One cell of a file read as what its column holds, or the reason why it cannot be.

Nothing is guessed: a blank cell is None, never zero; a cell that could mean two things is refused.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from unicodedata import normalize

from reconciliation.enums import CellFault, SixDigits

AMOUNT_LIMIT = 10**16  # minor units; a hundred times the largest invoice anybody has described
SIGNIFICANT_DIGITS = 15  # what every database we run on keeps of a decimal
ERAS = {
    "明治": 1867,
    "大正": 1911,
    "昭和": 1925,
    "平成": 1988,
    "令和": 2018,
}  # year 1 is this plus 1
ERA_LETTERS = {"M": "明治", "T": "大正", "S": "昭和", "H": "平成", "R": "令和"}
ERA_SHORT = {name[0]: name for name in ERAS}
EXCEL_EPOCH = date(1899, 12, 30)  # serial 0, counted so that every serial after 1900-02 is right
EXCEL_SERIALS = range(36526, 73051)  # 2000-01-01 to 2099-12-31
CURRENCY_MARKS = {"JPY": ("¥", "円", "JPY"), "USD": ("$", "USD"), "EUR": ("€", "EUR")}
MINOR_DIGITS = {"JPY": 0, "KRW": 0, "USD": 2, "EUR": 2, "GBP": 2, "CNY": 2}

_MINUS = str.maketrans(dict.fromkeys("−‐‑‒–—―ーｰ﹣－", "-"))
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d*)?|\d+(?:\.\d*)?|\.\d+")
_SCIENTIFIC = re.compile(r"[+-]?\d+(?:\.\d+)?E[+-]?\d+", re.IGNORECASE)
_PROTECTED = re.compile(r'="(.*)"')
_ERA_DATE = re.compile(
    r"(明治|大正|昭和|平成|令和|[明大昭平令MTSHR])(\d{1,2}|元)[年./-](\d{1,2})[月./-](\d{1,2})日?"
)
_WESTERN = re.compile(r"(\d{4})[年./-](\d{1,2})[月./-](\d{1,2})日?")
_NO_YEAR = re.compile(r"(\d{1,2})[月./-](\d{1,2})日?")
_TIME = re.compile(r"(?:\(.\)|[T ])+\s*\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?$|\(.\)$")
_RATE = re.compile(r"(\d{1,2})(?:\.0+)?%?")
_RATE_RATIO = re.compile(r"0?\.(\d{1,2})0*")


class CellError(ValueError):
    """A cell that cannot be read as its column asks."""

    def __init__(self, fault: CellFault) -> None:
        super().__init__(fault.value)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class DateRules:
    """What a person has said about dates that do not say it themselves.

    `six_digits`: how 260901 is meant. `year`: of dates without one; None: nobody has said.
    """

    six_digits: SixDigits = SixDigits.ASK
    year: int | None = None


def plain(text: str) -> str:
    """Return the cell without protection (="0012") and padding, in half-width where that exists."""
    text = text.strip()
    if text.startswith('="'):
        text = unprotected(text)
    return text if text.isascii() else normalize("NFKC", text).strip()


def unprotected(text: str) -> str:
    """Return 0012 of ="0012"."""
    found = _PROTECTED.fullmatch(text)
    return found[1] if found else text


def read_text(text: str, *, limit: int) -> str:
    """Return the cell as written, less its padding.

    Raises: CellError when it does not fit; it is never cut.
    """
    text = unprotected(text.strip()).strip()
    if len(text) > limit:
        raise CellError(CellFault.TOO_LONG)
    if "\x00" in text:
        raise CellError(CellFault.NOT_TEXT)
    return text


def read_code(text: str, *, limit: int) -> str:
    """Return a number that is a name: zeros in front are kept.

    Raises: CellError for 1.23E+12, whose digits a spreadsheet has thrown away.
    """
    text = read_text(text, limit=limit)
    if "E+" in text.upper() and _SCIENTIFIC.fullmatch(plain(text)):
        raise CellError(CellFault.DIGITS_LOST)
    return text


def read_amount(text: str, *, currency: str = "JPY") -> int | None:
    """Return an amount in the currency's minor unit; None for a blank cell and a lone dash.

    Raises: CellError for what is no number, has a fraction of the minor unit, or is in another
        currency.
    """
    value = _number(text, currency)
    if value is None:
        return None
    minor = value.scaleb(MINOR_DIGITS.get(currency, 2))
    if minor != minor.to_integral_value():
        raise CellError(CellFault.FRACTION)
    if abs(minor) >= AMOUNT_LIMIT:
        raise CellError(CellFault.TOO_LARGE)
    return int(minor)


def read_decimal(text: str, *, places: int, currency: str = "JPY") -> Decimal | None:
    """Return a quantity or a price per unit; None for a blank cell and a lone dash."""
    value = _number(text, currency)
    if value is None:
        return None
    value = value.normalize()
    _, digits, exponent = value.as_tuple()
    assert isinstance(exponent, int)  # noqa: S101 - _number returns no infinities
    if -exponent > places:
        raise CellError(CellFault.TOO_PRECISE)
    if len(digits) > SIGNIFICANT_DIGITS or value.adjusted() >= SIGNIFICANT_DIGITS:
        raise CellError(CellFault.TOO_LARGE)
    return value


def read_count(text: str) -> int | None:
    """Return a line number: 3 of "003" and "3.0"; None for a blank cell."""
    value = _number(text, "JPY")
    if value is None:
        return None
    if value != value.to_integral_value() or not 0 <= value <= 10**9:
        raise CellError(CellFault.NOT_A_COUNT)
    return int(value)


def read_rate(text: str) -> int | None:
    """Return a tax rate in per cent: 8 of "8%", "軽減8%", "0.08"; None for a blank cell."""
    kept = plain(text)
    for word in ("軽減", "税率", "対象", "課税", "(", ")", "※", "*", " ", "軽"):
        kept = kept.replace(word, "")
    if not kept:
        if text.strip():
            raise CellError(CellFault.NOT_A_RATE)
        return None
    if found := _RATE.fullmatch(kept):
        return int(found[1])
    if found := _RATE_RATIO.fullmatch(kept):
        return int(found[1].ljust(2, "0"))
    raise CellError(CellFault.NOT_A_RATE)


def read_date(text: str, *, rules: DateRules) -> date | None:
    """Return a day, written in any of the ways Japanese files do; None for a blank cell.

    Raises: CellError when the text is no date, no day of the calendar, or could be two dates.
    """
    kept = plain(text)
    if not kept or kept == "-":
        return None
    kept = _TIME.sub("", kept).replace(" ", "")
    if kept.isdecimal():
        return _date_of_digits(kept, rules)
    if found := _WESTERN.fullmatch(kept):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    if found := _ERA_DATE.fullmatch(kept):
        return _day(era_year(found[1], found[2]), int(found[3]), int(found[4]))
    if found := _NO_YEAR.fullmatch(kept):
        if rules.year is None:
            raise CellError(CellFault.YEAR_MISSING)
        return _day(rules.year, int(found[1]), int(found[2]))
    raise CellError(CellFault.NOT_A_DATE)


def era_year(era: str, year: str) -> int:
    """Return 2026 of 令和 or 令 or R and 8. An era that had already ended is read all the same."""
    name = ERA_LETTERS.get(era, ERA_SHORT.get(era, era))
    return ERAS[name] + (1 if year == "元" else int(year))


def _date_of_digits(digits: str, rules: DateRules) -> date:
    if len(digits) == 8:
        return _day(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    if len(digits) == 5 and int(digits) in EXCEL_SERIALS:
        return EXCEL_EPOCH + timedelta(days=int(digits))
    if len(digits) == 6:
        return _date_of_six(digits, rules.six_digits)
    raise CellError(CellFault.NOT_A_DATE)


def _date_of_six(digits: str, meant: SixDigits) -> date:
    if meant == SixDigits.ASK:
        raise CellError(CellFault.SIX_DIGITS)
    century = ERAS["令和"] if meant == SixDigits.ERA else 2000
    return _day(century + int(digits[:2]), int(digits[2:4]), int(digits[4:]))


def _day(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError as error:
        raise CellError(CellFault.NO_SUCH_DAY) from error


def _number(text: str, currency: str) -> Decimal | None:
    """Return the number in a cell, or None when it is blank or a lone dash."""
    kept = plain(text).translate(_MINUS).replace(" ", "")
    if not kept or kept == "-":
        return None
    kept, is_negative = _without_sign(_without_currency(kept, currency))
    if _SCIENTIFIC.fullmatch(kept):
        raise CellError(CellFault.SCIENTIFIC)
    if not _GROUPED.fullmatch(kept):
        raise CellError(CellFault.NOT_A_NUMBER)
    value = Decimal(kept.replace(",", ""))
    return -value if is_negative else value


def _without_sign(text: str) -> tuple[str, bool]:
    """Return the digits, and whether -, ▲, △ or brackets make them negative."""
    if text.startswith("(") and text.endswith(")"):
        return text[1:-1], True
    if text[:1] in ("-", "▲", "△"):
        return text[1:], True
    if text.endswith("-"):
        return text[:-1], True
    return text.removeprefix("+"), False


def _without_currency(text: str, currency: str) -> str:
    for code, marks in CURRENCY_MARKS.items():
        for mark in marks:
            if mark in text:
                if code != currency:
                    raise CellError(CellFault.OTHER_CURRENCY)
                text = text.replace(mark, "")
    return text
