"""I4: every way a number or a date is written, as a table of cells and what they mean."""

from datetime import date
from decimal import Decimal

import pytest

from reconciliation.domain.reading import (
    CellError,
    DateRules,
    read_amount,
    read_code,
    read_count,
    read_date,
    read_decimal,
    read_rate,
    read_text,
)
from reconciliation.enums import CellFault, SixDigits

ASKED = DateRules()


def fault_of(read, *args, **options):
    with pytest.raises(CellError) as caught:
        read(*args, **options)
    return caught.value.fault


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1234", 1234),
        ("1,234", 1234),
        ("￥1,234", 1234),
        ("¥1,234", 1234),
        ("1,234円", 1234),
        ("-1,234", -1234),
        ("▲1,234", -1234),
        ("△1,234", -1234),
        ("▲ 1,234", -1234),
        ("(1,234)", -1234),
        ("（１，２３４）", -1234),
        ("１２３４", 1234),
        ("－１２３", -123),
        ("−500", -500),
        ("1234-", -1234),
        ("+5", 5),
        ("¥-1,234", -1234),
        ("-¥1,234", -1234),
        ("▲¥1,234", -1234),
        ("1234.00", 1234),
        ("0", 0),
        ("", None),
        ("　", None),
        ("-", None),
        ("ー", None),
        ('="0012"', 12),
        ("10000000000000", 10**13),
        ("10,000,000,000,000", 10**13),
    ],
)
def test_i4_amounts(text, amount):
    assert read_amount(text) == amount


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("1e5", CellFault.SCIENTIFIC),
        ("1.2E+05", CellFault.SCIENTIFIC),
        ("12,34", CellFault.NOT_A_NUMBER),
        ("1.234,5", CellFault.NOT_A_NUMBER),
        ("1234.5", CellFault.FRACTION),
        ("②", 2),
        ("unknown", CellFault.NOT_A_NUMBER),
        ("未定", CellFault.NOT_A_NUMBER),
        ("10" + "0" * 15, CellFault.TOO_LARGE),
        ("$5", CellFault.OTHER_CURRENCY),
        ("12 USD", CellFault.OTHER_CURRENCY),
        ("--5", CellFault.NOT_A_NUMBER),
        ("()", CellFault.NOT_A_NUMBER),
        ("NaN", CellFault.NOT_A_NUMBER),
        ("Infinity", CellFault.NOT_A_NUMBER),
        ("#REF!", CellFault.NOT_A_NUMBER),
    ],
)
def test_i4_amounts_that_are_none(text, fault):
    if isinstance(fault, int):  # NFKC makes a circled digit a digit
        assert read_amount(text) == fault
    else:
        assert fault_of(read_amount, text) == fault


def test_amount_of_a_currency_with_cents():
    assert read_amount("$1,234.50", currency="USD") == 123450


@pytest.mark.parametrize(
    ("text", "value"),
    [("0.5", "0.5"), ("1,000", "1000"), ("3.0", "3"), ("-2", "-2"), (".25", "0.25")],
)
def test_decimals(text, value):
    assert read_decimal(text, places=3) == Decimal(value)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("0.1234", CellFault.TOO_PRECISE),
        ("1234567890123456", CellFault.TOO_LARGE),
        ("123456789012345.5", CellFault.TOO_LARGE),
    ],
)
def test_decimals_that_cannot_be_kept(text, fault):
    assert fault_of(read_decimal, text, places=3) == fault


def test_a8_a_price_of_ten_trillion_yen_is_kept():
    assert read_decimal("10000000000000", places=4) == Decimal(10**13)


@pytest.mark.parametrize("text", ["", "-", " "])
def test_blank_is_none_never_zero(text):
    assert (read_amount(text), read_decimal(text, places=3), read_count(text)) == (None,) * 3


@pytest.mark.parametrize(
    "text",
    [
        "2026/9/1",
        "2026/09/01",
        "2026-09-01",
        "2026.9.1",
        "20260901",
        "2026年9月1日",
        "２０２６／９／１",
        "令和8年9月1日",
        "令和８年９月１日",
        "令8.9.1",
        "㋿8年9月1日",
        "R8.9.1",
        "R08/09/01",
        "R8-9-1",
        "平成38年9月1日",
        "46266",
        "2026/09/01 9:05",
        "2026-09-01T09:05:00",
        "2026年9月1日(火)",
        "2026年9月1日(火) 9:05",
        "2026/9/1（火）",
    ],
)
def test_i4_dates(text):
    assert read_date(text, rules=ASKED) == date(2026, 9, 1)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("令和元年5月1日", date(2019, 5, 1)),
        ("平成31年12月1日", date(2019, 12, 1)),
        ("S64.1.7", date(1989, 1, 7)),
        ("", None),
        ("-", None),
    ],
)
def test_i4_dates_of_eras(text, day):
    assert read_date(text, rules=ASKED) == day


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("9/1", CellFault.YEAR_MISSING),
        ("9月1日", CellFault.YEAR_MISSING),
        ("260901", CellFault.SIX_DIGITS),
        ("2026/2/30", CellFault.NO_SUCH_DAY),
        ("20261301", CellFault.NO_SUCH_DAY),
        ("12345", CellFault.NOT_A_DATE),
        ("12月上旬", CellFault.NOT_A_DATE),
        ("未定", CellFault.NOT_A_DATE),
        ("1.2E+05", CellFault.NOT_A_DATE),
    ],
)
def test_i4_dates_that_could_mean_two_things_are_refused(text, fault):
    assert fault_of(read_date, text, rules=ASKED) == fault


def test_dates_as_a_person_has_said_they_are_meant():
    era = DateRules(six_digits=SixDigits.ERA, year=2026)
    western = DateRules(six_digits=SixDigits.WESTERN)

    assert read_date("080901", rules=era) == date(2026, 9, 1)
    assert read_date("260901", rules=western) == date(2026, 9, 1)
    assert read_date("9/1", rules=era) == date(2026, 9, 1)


@pytest.mark.parametrize(
    ("text", "rate"),
    [
        ("10", 10),
        ("10%", 10),
        ("８％", 8),
        ("軽減8%", 8),
        ("8%(軽)", 8),
        ("10.0", 10),
        ("0.1", 10),
        ("0.08", 8),
        ("0.10", 10),
        ("0", 0),
        ("8%※", 8),
        ("10%対象", 10),
        ("", None),
    ],
)
def test_rates(text, rate):
    assert read_rate(text) == rate


@pytest.mark.parametrize("text", ["※", "税込", "8.5%", "110"])
def test_rates_that_are_none(text):
    assert fault_of(read_rate, text) == CellFault.NOT_A_RATE


@pytest.mark.parametrize(
    ("text", "code"),
    [('="0012"', "0012"), (" 0012 ", "0012"), ("ＡＢ-1", "ＡＢ-1"), ("品番　", "品番")],
)
def test_codes_keep_their_zeros(text, code):
    assert read_code(text, limit=80) == code


def test_codes_that_lost_their_digits_are_refused():
    assert fault_of(read_code, "1.23E+12", limit=80) == CellFault.DIGITS_LOST


def test_text_is_never_cut():
    assert fault_of(read_text, "あ" * 81, limit=80) == CellFault.TOO_LONG
    assert fault_of(read_text, "a\x00b", limit=80) == CellFault.NOT_TEXT


@pytest.mark.parametrize(("text", "count"), [("003", 3), ("3.0", 3), ("0", 0), ("", None)])
def test_counts(text, count):
    assert read_count(text) == count


@pytest.mark.parametrize("text", ["1-2", "-1", "1.5", "A"])
def test_counts_that_are_none(text):
    assert fault_of(read_count, text) in {CellFault.NOT_A_COUNT, CellFault.NOT_A_NUMBER}
