"""How long many checklists take, and whether they equal those made one by one.

python -m bench.procurement.checklists [--orders 5000]

Works in the database of DATABASE_URL, which must be empty; without it in a new SQLite file.
"""

import argparse
import json
import os
import random
import tempfile
import time
from datetime import UTC, date, datetime, timedelta

import django

NOW = datetime(2025, 10, 24, 3, tzinfo=UTC)
DUE = date(2025, 10, 28)
ONE_BY_ONE = 100  # orders that are prepared again by themselves and compared


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--orders", type=int, default=5000)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("DATA_DIR", folder)
        os.environ["DJANGO_SETTINGS_MODULE"] = "procurement.settings_test"
        django.setup()
        run(arguments.orders)


def run(count):
    from django.core.management import call_command
    from django.db import connection

    from procurement.enums import ErrandKind
    from procurement.models import Checklist
    from procurement.operations import impacts
    from procurement.operations.errands import start
    from procurement.operations.running_errands import run as work

    call_command("migrate", verbosity=0)
    disruption, buyer, orders = fill(count)
    impacts.refresh(disruption, now=NOW)
    errand = start(
        ErrandKind.PREPARE,
        {"disruption": disruption.pk, "orders": [order.pk for order in orders]},
        by=buyer,
        now=NOW,
    )
    began = time.perf_counter()
    while work(errand.pk, clock=lambda: NOW):
        pass
    seconds = time.perf_counter() - began
    same = compare(disruption, buyer, orders)
    print(
        json.dumps(
            {
                "database": connection.vendor,
                "checklists": Checklist.objects.count(),
                "seconds": round(seconds, 1),
                "goal_seconds": 30,
                "compared_one_by_one": ONE_BY_ONE,
                "identical": same,
            }
        )
    )
    assert same == min(ONE_BY_ONE, count)


def compare(disruption, buyer, orders):
    """Prepare some orders again, each by itself, and count the equal ones."""
    from procurement.models import Checklist, ChecklistEntry
    from procurement.operations import checklists

    some = random.Random(7).sample(orders, min(ONE_BY_ONE, len(orders)))
    same = 0
    for order in some:
        bulk = answers(order)
        ChecklistEntry.objects.filter(checklist__order=order).delete()
        Checklist.objects.filter(order=order).delete()
        checklists.prepare(disruption.supplier, [order], disruption=disruption, by=buyer, now=NOW)
        same += answers(order) == bulk
    return same


def answers(order):
    from procurement.models import ChecklistEntry

    rows = ChecklistEntry.objects.filter(checklist__order=order).order_by("step")
    made = [order.checklists.get().is_made_to_order]
    return made + list(rows.values_list("step", "answer", "evidence"))


def fill(count):
    """Make one company whose supplier has stopped, with orders of three lines each."""
    from accounts.models import Membership, User, Workspace
    from procurement.models import Item, Offer, SupplierTerms
    from reconciliation.models import ImportBatch, Order, OrderLine, ShipmentLine, StoredFile
    from tracker.models import Disruption, ServiceState, Supplier

    chance = random.Random(5)
    workspace = Workspace.objects.create(slug="bench", name="ベンチ商事")
    user = User.objects.create_user(email="buyer@example.com")
    buyer = Membership.objects.create(workspace=workspace, user=user, role="purchaser")
    supplier, *others = (
        Supplier.objects.create(workspace=workspace, name=f"仕入先{n}") for n in range(4)
    )
    for one in (supplier, *others):
        SupplierTerms.objects.create(supplier=one, freight_amount=500, accepted_days=5)
    own = {"workspace": workspace, "supplier": supplier}
    disruption = Disruption.objects.create(**own, title="停止", started_at=NOW - timedelta(days=3))
    ServiceState.objects.create(
        **own, domain="shipping", level="down", basis="official", changed_at=NOW
    )
    stored = StoredFile.objects.create(
        workspace=workspace, name="x", label="x.csv", sha256="0" * 64, byte_count=0,
        type="csv", safety="not_scanned", stored_by=user, stored_at=NOW,
    )  # fmt: skip
    batch = {
        "file": stored,
        "state": "applied",
        "created_by": user,
        "created_at": NOW,
        "applied_at": NOW,
    }
    ordered = ImportBatch.objects.create(**own, kind="orders", **batch)
    parcels = ImportBatch.objects.create(**own, kind="shipments", **batch)
    items = Item.objects.bulk_create(
        Item(workspace=workspace, code=f"I-{n}", name=f"品目{n}", is_made_to_order=n % 50 == 0)
        for n in range(800)
    )
    Offer.objects.bulk_create(
        Offer(
            workspace=workspace, item=item, supplier=other, item_code=f"{other.pk}-{item.pk}",
            pack_price=chance.randint(100, 9000), pack_size=chance.choice([1, 5, 10]),
            lead_days=chance.randint(1, 5), most_packs=chance.choice([None, 5, 500]),
        )
        for item in items
        for other in chance.sample(others, 2)
    )  # fmt: skip
    orders = Order.objects.bulk_create(
        Order(
            **own, number=f"A-{n}", key=f"A{n}", ordered_on=DUE - timedelta(days=9),
            promised_on=DUE, line_count=3, net_amount=9000, open_quantity=30,
        )
        for n in range(count)
    )  # fmt: skip
    OrderLine.objects.bulk_create(
        (
            OrderLine(
                **own, batch=ordered, source_row=n * 3 + part + 2, order_number=order.number,
                order_key=order.key, line_number=part + 1, promised_on=DUE, quantity=10,
                item_code=f"I-{chance.randrange(800)}", unit_price=300, currency="JPY",
                tax_class="standard", tax_basis="excluded", is_direct=chance.choice([False, None]),
            )
            for n, order in enumerate(orders)
            for part in range(3)
        ),
        batch_size=2000,
    )  # fmt: skip
    ShipmentLine.objects.bulk_create(
        ShipmentLine(
            **own, batch=parcels, source_row=n + 2, row_key=f"S{n}", shipment_number=f"S{n}",
            order_number=order.number, order_key=order.key, line_number=1, quantity=4,
            shipped_on=DUE - timedelta(days=6), direction="out",
        )
        for n, order in enumerate(orders[::7])
    )  # fmt: skip
    return disruption, buyer, orders


if __name__ == "__main__":
    main()
