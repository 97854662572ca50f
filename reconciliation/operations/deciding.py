"""What is done with an order that the supplier has not finished (ORD-04)."""

from datetime import datetime
from functools import partial

from django.db import transaction

from accounts.models import User
from accounts.operations import audit
from accounts.operations.audit import Actor
from reconciliation import signals
from reconciliation.models import Order, OrderDecided


def decide(order: Order, *, decision: str, reason: str, by: User, now: datetime) -> OrderDecided:
    """Append a decision with its reason; the newest holds."""
    with transaction.atomic():
        made = OrderDecided.objects.create(
            workspace=order.workspace,
            order=order,
            decision=decision,
            reason=reason,
            decided_by=by,
            decided_at=now,
        )
        audit.record(
            "order.decided",
            order,
            actor=Actor.person(by),
            now=now,
            workspace=order.workspace,
            after={"decision": decision},
            reason=reason,
        )
        tell(order)
    return made


def tell(order: Order) -> None:
    """Say, when the transaction is through, that an order was decided."""
    about = {"supplier_id": order.supplier_id, "order_id": order.pk}
    transaction.on_commit(partial(signals.order_decided.send_robust, sender=Order, **about))
