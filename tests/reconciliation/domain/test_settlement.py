"""Which open invoices a transfer pays, and whose name stands on it."""

import random
import time
from datetime import date, timedelta
from itertools import chain, combinations

import pytest

from reconciliation.domain.payees import PayeeMatch, match_payee, normalise_payee
from reconciliation.domain.settlement import OpenInvoice, TooManyInvoicesError, settle

FIRST = date(2026, 1, 31)


def invoices(*amounts):
    return [
        OpenInvoice(f"INV{nth}", FIRST + timedelta(days=nth), amount)
        for nth, amount in enumerate(amounts)
    ]


def numbers(explanation):
    return [invoice.number for invoice in explanation.invoices]


def test_the_only_sum_that_fits_is_certain():
    found = settle(3_300 - 220, invoices(1_100, 2_200, 5_003))

    assert found.count == 1
    assert (numbers(found.certain), found.certain.fee) == (["INV0", "INV1"], 220)


def test_two_sums_that_fit_are_proposals_and_nothing_is_certain():
    found = settle(1_000, invoices(1_000, 1_000), fees=(0,))

    assert (found.count, found.certain) == (2, None)
    assert [numbers(each) for each in found.proposals] == [["INV0"], ["INV1"]]


def test_what_was_due_up_to_a_date_is_proposed_first():
    found = settle(600, invoices(100, 200, 300, 600), fees=(0,))

    assert found.count == 2
    assert [(numbers(each), each.is_tidy) for each in found.proposals] == [
        (["INV0", "INV1", "INV2"], True),
        (["INV3"], False),
    ]


def test_one_invoice_left_out_is_still_tidy():
    found = settle(400, invoices(100, 250, 300), fees=(0,))

    assert [(numbers(each), each.is_tidy) for each in found.proposals] == [(["INV0", "INV2"], True)]


def test_no_sum_fits():
    found = settle(999, invoices(100, 200))

    assert (found.count, found.proposals, found.certain) == (0, (), None)


def test_paying_nothing_is_no_explanation():
    assert settle(0, invoices(220), fees=(0,)).count == 0


def test_credit_notes_among_the_open_papers_are_subtracted():
    assert numbers(settle(700, invoices(1_000, -300), fees=(0,)).certain) == ["INV0", "INV1"]


def test_every_explanation_is_counted():
    amounts = [random.Random(3).randrange(1, 30) for _ in range(11)]  # noqa: S311 - no secret
    subsets = chain.from_iterable(combinations(amounts, size) for size in range(1, 12))
    sums = [sum(subset) for subset in subsets]

    found = settle(60, invoices(*amounts), fees=(0, 7))

    assert found.count == sums.count(60) + sums.count(67)


def test_too_many_invoices_are_refused():
    with pytest.raises(TooManyInvoicesError):
        settle(1, invoices(*range(1, 42)))


def test_twenty_five_open_invoices_take_milliseconds():
    amounts = [random.Random(7).randrange(1_000, 40_000) for _ in range(25)]  # noqa: S311
    started = time.perf_counter()

    found = settle(sum(amounts[:9]), invoices(*amounts))

    assert found.count >= 1
    assert time.perf_counter() - started < 0.5


@pytest.mark.parametrize(
    "spelling",
    [
        "ﾐﾗｲｵﾌｲｽﾂｳﾊﾝ(ｶ",
        "ｶ)ﾐﾗｲｵﾌｲｽﾂｳﾊﾝ",
        "ﾐﾗｲｵﾌｨｽﾂｳﾊﾝ",
        "ﾌﾘｺﾐ ｶ)ﾐﾗｲ ｵﾌｲｽ ﾂｳﾊﾝ",
        "0012345678ﾐﾗｲｵﾌｲｽﾂｳﾊﾝ(ｶ)",
        "カブシキガイシャ ミライオフィスツウハン",
    ],
)
def test_a_payee_is_one_name_in_every_spelling(spelling):
    assert normalise_payee(spelling) == "ミライオフイスツウハン"


@pytest.mark.parametrize("spelling", ["ｶ-ﾄﾞｻ-ﾋﾞｽ", "カードサービス", "ｶ−ﾄﾞｻ−ﾋﾞｽ(ｶ"])
def test_long_sounds_are_written_in_many_ways(spelling):
    assert normalise_payee("ｴ-ﾋﾞ-ｼ-") == "エビシ"
    assert normalise_payee(spelling).endswith("サビス")


ALIASES = {"ﾐﾗｲｵﾌｲｽﾂｳﾊﾝ(ｶ": "未来オフィス通販", "ｶ)ﾔﾏﾀﾞ": "ヤマダ"}


@pytest.mark.parametrize(
    ("spelling", "matches"),
    [
        ("ｶ)ﾐﾗｲｵﾌｲｽﾂｳﾊﾝ", [PayeeMatch("未来オフィス通販", 100, is_certain=True)]),
        ("ﾐﾗｲｵﾌｲｽﾂｳ", [PayeeMatch("未来オフィス通販", 99, is_certain=True)]),
        ("ﾐﾗｲｵﾌｲｽﾂｵﾊﾝ", [PayeeMatch("未来オフィス通販", 90, is_certain=False)]),
        ("ﾔﾏ", [PayeeMatch("ヤマダ", 80, is_certain=False)]),
        ("ｶ)", []),
    ],
)
def test_likeness_only_proposes(spelling, matches):
    assert match_payee(spelling, ALIASES) == matches
