"""Papers put on order lines and taken off them by hand; the match follows at once."""

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from accounts.operations import audit
from accounts.operations.audit import Actor
from reconciliation.enums import AllotmentRule
from reconciliation.models import Allotment, Order, ShipmentLine, Transaction
from reconciliation.operations import matching
from reconciliation.operations.settling import Doer

Paper = ShipmentLine | Transaction


class AlreadyJoinedError(Exception):
    """Somebody else has put the paper elsewhere, or taken it off, in the meantime."""


def part(order: Order, paper: Paper, doer: Doer) -> Allotment:
    """Take a paper off the order line that it covers. It is not put back by any match."""
    with transaction.atomic():
        made = _open_links(paper).select_for_update().first()
        if made is None:
            made = _new(order, paper, doer, line=paper.line_number or 0, rule=AllotmentRule.NUMBER)
        made.undone_by, made.undone_at = doer.user, doer.now
        made.save(update_fields=["undone_by", "undone_at"])
        _audit("paper.parted", made, doer)
    matching.match_now(order.supplier, [made.order.key, order.key], now=doer.now)
    return made


def join(order: Order, paper: Paper, doer: Doer, *, line: int) -> Allotment:
    """Put a paper on an order line, whatever number it bears. Raises: AlreadyJoinedError."""
    try:
        with transaction.atomic():
            made = _new(order, paper, doer, line=line, rule=AllotmentRule.PERSON)
            _audit("paper.joined", made, doer)
    except IntegrityError as error:
        raise AlreadyJoinedError from error
    keys = {order.key, paper.order_key} - {""}
    matching.match_now(order.supplier, sorted(keys), now=doer.now)
    return made


def _open_links(paper: Paper) -> QuerySet[Allotment]:
    return paper.allotments.filter(undone_at=None)


def _new(order: Order, paper: Paper, doer: Doer, *, line: int, rule: AllotmentRule) -> Allotment:
    made = Allotment(
        workspace=doer.workspace,
        order=order,
        line_number=line,
        quantity=paper.quantity,
        rule=rule,
        made_by=doer.user,
        made_at=doer.now,
    )
    if isinstance(paper, ShipmentLine):
        made.shipment_line = paper
    else:
        made.transaction, made.amount = paper, paper.amount
    made.save(force_insert=True)
    return made


def _audit(action: str, made: Allotment, doer: Doer) -> None:
    paper = made.shipment_line or made.transaction
    audit.record(
        action,
        made.order,
        actor=Actor.person(doer.user),
        now=doer.now,
        workspace=doer.workspace,
        after={"paper": str(paper), "line_number": made.line_number},
    )
