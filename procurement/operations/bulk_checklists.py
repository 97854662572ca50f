"""Checklists for many orders, by the same way as for one, in steps that can be cancelled."""

from collections.abc import Mapping
from typing import Any

from procurement.models import Errand
from procurement.operations import checklists
from procurement.operations.errands import Hold, membership_of
from reconciliation.models import Order
from tracker.models import Disruption

AT_A_TIME = 500  # orders in one transaction


def prepare_many(hold: Hold, errand: Errand) -> Mapping[str, Any]:
    """Open a checklist for every order that has none. May run again: it goes on."""
    disruption = Disruption.objects.select_related("supplier__workspace").get(
        workspace=errand.workspace, pk=errand.about["disruption"]
    )
    ids = errand.about["orders"]
    by = membership_of(errand)
    made = 0
    for first in range(0, len(ids), AT_A_TIME):
        hold.keep(done=first, total=len(ids))
        some = Order.objects.in_workspace(errand.workspace).filter(
            supplier=disruption.supplier, pk__in=ids[first : first + AT_A_TIME]
        )
        made += checklists.prepare(
            disruption.supplier,
            some.order_by("pk"),
            disruption=disruption,
            by=by,
            now=errand.created_at,
        )
    hold.keep(done=len(ids), total=len(ids))
    return {"disruption": disruption.pk, "made": made}
