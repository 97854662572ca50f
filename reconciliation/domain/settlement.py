"""Which open invoices one transfer or card charge pays, less a fee the payee bears.

Beyond about a dozen open invoices many subsets explain any amount, so the number of
explanations is always said, and only a single one is taken without a person.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

import numpy as np

FEES = (0, 220, 440, 660)  # yen
MOST_INVOICES = 40  # 2^20 sums on either side; more would not fit into memory
MOST_SHOWN = 20


class TooManyInvoicesError(ValueError):
    """So many open invoices that counting their subsets is out of reach."""


@dataclass(frozen=True)
class OpenInvoice:
    """An invoice that is not paid. amount: what is open of it, in minor units."""

    number: str
    due_on: date
    amount: int


@dataclass(frozen=True)
class Explanation:
    """Invoices that a payment pays: their sum less the fee is the amount.

    is_tidy: all that was due up to a date, at most one left out - how people pay.
    """

    invoices: tuple[OpenInvoice, ...]
    fee: int
    is_tidy: bool


@dataclass(frozen=True)
class Settlement:
    """What a payment may pay: how many explanations there are, and the best of them.

    certain is the only explanation, None when there are none or several.
    """

    count: int
    proposals: tuple[Explanation, ...]

    @property
    def certain(self) -> Explanation | None:
        return self.proposals[0] if self.count == 1 else None


def settle(
    amount: int, invoices: Sequence[OpenInvoice], *, fees: Sequence[int] = FEES
) -> Settlement:
    """Count every set of invoices and fee that explains an amount, and rank the first few.

    Tidy explanations come first, then lower fees, then earlier and fewer invoices.
    Raises: TooManyInvoicesError beyond MOST_INVOICES.
    """
    ordered = sorted(invoices, key=lambda invoice: (invoice.due_on, invoice.number))
    if len(ordered) > MOST_INVOICES:
        raise TooManyInvoicesError(f"{len(ordered)} open invoices; at most {MOST_INVOICES}")
    halves = _Halves.of([invoice.amount for invoice in ordered])
    count = sum(halves.count(amount + fee) for fee in fees)
    tidy = list(_tidy(amount, ordered, fees))
    found = {explanation.invoices: explanation for explanation in tidy}
    for explanation in islice(_exact(amount, ordered, fees, halves), MOST_SHOWN):
        found.setdefault(explanation.invoices, explanation)
    ranked = sorted(found.values(), key=_rank)
    return Settlement(count=count, proposals=tuple(ranked[:MOST_SHOWN]))


def _rank(explanation: Explanation) -> tuple[bool, int, date, int, tuple[str, ...]]:
    last = max(invoice.due_on for invoice in explanation.invoices)
    numbers = tuple(invoice.number for invoice in explanation.invoices)
    return (not explanation.is_tidy, explanation.fee, last, len(numbers), numbers)


@dataclass(frozen=True)
class _Halves:
    """The sums of all subsets of either half; left sorted, with the subset each sum is of."""

    left: "np.ndarray[tuple[int], np.dtype[np.int64]]"
    left_subsets: "np.ndarray[tuple[int], np.dtype[np.int64]]"
    right: "np.ndarray[tuple[int], np.dtype[np.int64]]"
    split: int

    @classmethod
    def of(cls, amounts: Sequence[int]) -> "_Halves":
        split = len(amounts) // 2
        left = _subset_sums(amounts[:split])
        order = np.argsort(left, kind="stable")
        return cls(left[order], order, _subset_sums(amounts[split:]), split)

    def count(self, target: int) -> int:
        """Return how many subsets, but the empty one, sum to the target."""
        want = target - self.right
        low = np.searchsorted(self.left, want, side="left")
        high = np.searchsorted(self.left, want, side="right")
        return int((high - low).sum()) - (target == 0)

    def subsets(self, target: int) -> Iterator[int]:
        """Yield the subsets that sum to the target, as bits; the empty one is no explanation."""
        want = target - self.right
        low = np.searchsorted(self.left, want, side="left")
        high = np.searchsorted(self.left, want, side="right")
        for place in np.flatnonzero(high > low):
            for nth in range(low[place], high[place]):
                bits = int(self.left_subsets[nth]) | int(place) << self.split
                if bits:
                    yield bits


def _subset_sums(amounts: Sequence[int]) -> "np.ndarray[tuple[int], np.dtype[np.int64]]":
    sums = np.zeros(1, dtype=np.int64)
    for amount in amounts:
        sums = np.concatenate((sums, sums + amount))
    return sums


def _exact(
    amount: int, invoices: Sequence[OpenInvoice], fees: Sequence[int], halves: _Halves
) -> Iterator[Explanation]:
    for fee in fees:
        for bits in halves.subsets(amount + fee):
            chosen = tuple(invoices[nth] for nth in range(len(invoices)) if bits >> nth & 1)
            yield Explanation(chosen, fee, is_tidy=False)


def _tidy(
    amount: int, invoices: Sequence[OpenInvoice], fees: Sequence[int]
) -> Iterator[Explanation]:
    """Yield what is due up to some invoice, whole or with one earlier invoice left out."""
    total = 0
    for upto, invoice in enumerate(invoices, start=1):
        total += invoice.amount
        for fee in fees:
            rest = total - fee - amount
            if rest == 0:
                yield Explanation(tuple(invoices[:upto]), fee, is_tidy=True)
            for nth in range(upto - 1):
                if rest == invoices[nth].amount:
                    chosen = (*invoices[:nth], *invoices[nth + 1 : upto])
                    yield Explanation(chosen, fee, is_tidy=True)
