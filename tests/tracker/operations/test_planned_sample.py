import pytest

from tests.factories import SupplierFactory
from tests.tracker.operations.telling import at
from tracker.models import CompanyDay, MaintenanceWindow
from tracker.operations import planned_sample

pytestmark = pytest.mark.django_db


def test_the_sample_shows_planned_stops_with_tasks_and_what_they_meet(workspace, buyer):
    for name in ("ふくろう堂", "しおさい事務器", "つぐみ野商会株式会社"):
        SupplierFactory(workspace=workspace, name=name)

    planned_sample.fill(workspace, by=buyer, now=at("10-20"))

    rows = MaintenanceWindow.objects.order_by("pk")
    assert [(row.supplier.name, row.state, row.start_at) for row in rows] == [
        ("ふくろう堂", "confirmed", at("10-24 13")),
        ("しおさい事務器", "proposed", at("10-31 01")),
    ]
    assert rows[0].tasks.count() == 3
    assert CompanyDay.objects.filter(workspace=workspace).count() == 3


def test_a_sample_company_has_windows_of_its_own_suppliers_only(workspace, buyer):
    planned_sample.fill(workspace, by=buyer, now=at("10-20"))

    assert MaintenanceWindow.objects.count() == 0
