"""The sample company's files: as they are made, and as they come in."""

import pytest
from django.utils import timezone

from bench.reconciliation.sample_files import make_files
from reconciliation.enums import ImportState
from reconciliation.models import Evidence, Order
from reconciliation.operations import sample
from tests.factories import SupplierFactory, UserFactory


def test_the_files_are_those_that_the_books_make():
    made = make_files()

    assert {name: (sample.FOLDER / name).read_bytes() for name in made} == made
    assert {each.name for each in sample.FILES} < set(made)


@pytest.mark.django_db
def test_every_row_of_every_file_comes_in(workspace):
    supplier = SupplierFactory(workspace=workspace)

    batches = sample.bring_in(supplier, by=UserFactory(), now=timezone.now())

    assert [(each.state, each.refused_count) for each in batches] == [
        (ImportState.APPLIED, 0) for _ in sample.FILES
    ]
    assert [each.new_count for each in batches] == [649, 589, 1135, 6, 3, 12]
    assert Order.objects.in_workspace(workspace).count() > 100
    kept = Evidence.objects.in_workspace(workspace).order_by("pk")
    assert list(kept.values_list("title", flat=True)) == [
        "請求書再送のご案内（2025年10月分）",
        "請求書_202510.csv",
        "出荷見込みの電話確認",
    ]
