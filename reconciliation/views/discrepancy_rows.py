"""What a row and the examined discrepancy show, in words."""

from django.utils.translation import gettext_lazy as _

from accounts.access import WorkspaceRequest
from reconciliation.domain.explain import Answer, Check
from reconciliation.domain.kinds import FACTS
from reconciliation.enums import (
    HOLDERS,
    SETTLERS,
    UNSETTLED_STATES,
    DiscrepancyKind,
    NextAction,
    Resolution,
)
from reconciliation.fact_words import word
from reconciliation.models import Discrepancy

RESOLUTION_OF = {
    NextAction.WAIT: Resolution.ACCEPTED,
    NextAction.ACCRUE: Resolution.ACCEPTED,
    NextAction.NOTE_ROUNDING: Resolution.ACCEPTED,
    NextAction.CONFIRM_RECEIPT: Resolution.NO_FAULT,
    NextAction.PAY_RECEIVED: Resolution.CREDITED,
    NextAction.ASK_CREDIT: Resolution.CREDITED,
    NextAction.ASK_REFUND: Resolution.CREDITED,
    NextAction.REFUND_PAYMENT: Resolution.OFFSET,
}


def row_of(
    request: WorkspaceRequest, discrepancy: Discrepancy, *, act: str = ""
) -> dict[str, object]:
    """Return what one row of the queue needs; `act` undoes what was done to it just now."""
    about = FACTS[DiscrepancyKind(discrepancy.kind)]
    role = request.membership.role
    return {
        "discrepancy": discrepancy,
        "about": about,
        "act": act,
        "resolutions": Resolution.choices,
        "resolution": RESOLUTION_OF.get(about.action, Resolution.CORRECTED),
        "is_open": discrepancy.state in UNSETTLED_STATES,
        "may_settle": role in SETTLERS,
        "may_hold": role in HOLDERS,
    }


def conditions(answer: Answer) -> list[dict[str, object]]:
    return [_condition(check) for check in answer.checks]


def _condition(check: Check) -> dict[str, object]:
    return {
        "left": word(check.left),
        "sign": check.sign,
        "right": "" if check.right in ("yes", "0", "2") else word(check.right),
        "left_value": _shown(check.left_value),
        "right_value": _shown(check.right_value),
        "holds": check.holds,
    }


def _shown(value: object) -> object:
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return "―" if value is None else value


def differences(before: dict[str, object], after: dict[str, object]) -> list[dict[str, object]]:
    """Return what changed between two sets of facts, in words."""
    names = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    return [
        {"name": word(name), "before": before.get(name, 0), "after": after.get(name, 0)}
        for name in names
    ]
