"""One turn of one errand, whatever its kind."""

from collections.abc import Callable, Mapping
from typing import Any

from procurement.enums import ErrandKind
from procurement.models import Errand
from procurement.operations import errands
from procurement.operations.bulk_checklists import prepare_many
from procurement.operations.errands import (
    CancelledErrandError,
    Clock,
    Hold,
    LostErrandError,
)
from procurement.operations.splitting import split_lines
from reconciliation.enums import JobState

Work = Callable[[Hold, Errand], Mapping[str, Any]]
WORK: dict[ErrandKind, Work] = {
    ErrandKind.PREPARE: prepare_many,
    ErrandKind.SPLIT: split_lines,
}


def run(errand_id: int, *, clock: Clock) -> bool:
    """Work on an errand to its end. False: it was over, or somebody else has it."""
    hold = errands.claim(errand_id, clock=clock)
    if hold is None:
        return False
    errand = Errand.objects.select_related("workspace", "started_by").get(pk=errand_id)
    try:
        result = WORK[ErrandKind(errand.kind)](hold, errand)
    except LostErrandError:
        return False
    except CancelledErrandError:
        hold.finish(JobState.CANCELLED, {})
        return False
    hold.finish(JobState.DONE, result)
    return False
