"""One order that a stop holds up, and an alternate that has the same goods."""

from dataclasses import dataclass
from datetime import date

from accounts.enums import Role
from accounts.models import Membership
from procurement.models import Item, Offer
from reconciliation.models import Order
from tests.factories import (
    DisruptionFactory,
    ImportBatchFactory,
    MembershipFactory,
    OrderFactory,
    OrderLineFactory,
    SupplierFactory,
)
from tests.factories.procurement import ItemFactory, OfferFactory, SupplierTermsFactory
from tracker.enums import Basis, Level, ServiceDomain
from tracker.models import Disruption, ServiceState, Supplier


@dataclass
class Story:
    """What a test of the response begins from."""

    buyer: Membership
    manager: Membership
    supplier: Supplier
    alternate: Supplier
    disruption: Disruption
    order: Order
    item: Item
    offer: Offer


def stopped(workspace, *, now) -> Story:
    """Return an order of 10 boxes at 1,000 yen, and an offer of packs of 4 for 5,000 yen."""
    supplier = SupplierFactory(workspace=workspace, name="つぐみの")
    alternate = SupplierFactory(workspace=workspace, name="みなと文具")
    item = ItemFactory(workspace=workspace, code="PAPER", name="コピー用紙 A4")
    offer = OfferFactory(
        workspace=workspace,
        item=item,
        supplier=alternate,
        pack_price=5000,
        pack_size=4,
        most_packs=20,
    )
    SupplierTermsFactory(supplier=alternate, freight_amount=600, free_from_amount=20_000)
    ServiceState.objects.create(
        workspace=workspace,
        supplier=supplier,
        domain=ServiceDomain.SHIPPING,
        level=Level.DOWN,
        basis=Basis.OFFICIAL,
        changed_at=now,
    )
    return Story(
        buyer=MembershipFactory(workspace=workspace, role=Role.PURCHASER),
        manager=MembershipFactory(workspace=workspace, role=Role.MANAGER),
        supplier=supplier,
        alternate=alternate,
        disruption=DisruptionFactory(workspace=workspace, supplier=supplier),
        order=order_of(supplier, "A-1"),
        item=item,
        offer=offer,
    )


def order_of(supplier, number, **changes) -> Order:
    """Return an order of one line of paper."""
    order = OrderFactory(
        workspace=supplier.workspace,
        supplier=supplier,
        number=number,
        department="総務部",
        promised_on=date(2025, 10, 28),
        net_amount=10_000,
        open_quantity=10,
    )
    values = {"quantity": 10, "unit_price": 1000, "item_code": "PAPER", "is_direct": False}
    OrderLineFactory(
        workspace=supplier.workspace,
        supplier=supplier,
        batch=ImportBatchFactory(workspace=supplier.workspace, supplier=supplier),
        order_number=number,
        order_key=number,
        promised_on=order.promised_on,
        department="総務部",
        **(values | changes),
    )
    return order
