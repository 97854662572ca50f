"""What a decider was shown, in words: labels and values of the kept versions."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from procurement.domain.approvals import Difference
from procurement.templatetags.money import yen
from procurement.templatetags.response_words import stage_word

LABELS = {
    "supplier": _("Supplier"),
    "amount": _("Amount"),
    "freight": _("Freight"),
    "original": _("Instead of"),
    "original_supplier": _("Original supplier"),
    "difference": _("Difference"),
    "arrives_on": _("Arrives"),
    "days_earlier": _("Days earlier"),
    "department": _("Department"),
    "reason": _("Reason"),
    "stage": _("Recovery stage"),
    "lines": _("Lines"),
    "budget_left": _("Budget left"),
    "budget_after": _("Budget left afterwards"),
    "alternative": _("Cheapest safe alternative"),
}
MONEY = frozenset({"amount", "freight", "difference", "budget_left", "budget_after"})


@dataclass(frozen=True, slots=True)
class SaidDifference:
    label: str
    before: str
    after: str


def said_differences(found: Iterable[Difference]) -> list[SaidDifference]:
    return [
        SaidDifference(
            str(LABELS.get(one.name, one.name)),
            _value(one.name, one.before),
            _value(one.name, one.after),
        )
        for one in found
    ]


def _value(name: str, value: Any) -> str:
    if name in MONEY:
        return yen(value)
    if name == "lines" and isinstance(value, list):
        return " / ".join(f"{line[0]} × {line[1]}" for line in value)
    if name == "alternative" and value:
        return f"{value[0]} {yen(value[1])}"
    if name == "stage":
        return stage_word(value)
    return "―" if value is None else str(value)
