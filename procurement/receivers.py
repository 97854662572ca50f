"""What follows when the lower packages have news: look at the supplier. The sweep would ring too,
some seconds later."""

from typing import Any

from django.dispatch import receiver

from procurement.tasks import look_at_supplier
from reconciliation.signals import ledger_moved, order_decided
from tracker.signals import supplier_moved


@receiver([ledger_moved, order_decided, supplier_moved])
def look_again(supplier_id: int | None, **_more: Any) -> None:
    if supplier_id is not None:  # statements belong to no supplier
        look_at_supplier.delay(supplier_id=supplier_id)
