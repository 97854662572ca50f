from datetime import timedelta

import pytest

from accounts.models import Membership
from tests.factories import (
    ChangeFactory,
    DisruptionFactory,
    MembershipFactory,
    PageFactory,
    SourceFactory,
    SupplierFactory,
)
from tests.factories.tracker import NOON
from tracker.domain.freshness import Freshness
from tracker.enums import ChangeKind, Folder, PageHealth
from tracker.models import Visit
from tracker.operations import board
from tracker.operations.board import Moment

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def membership():
    membership = MembershipFactory()
    Membership.objects.update(started_at=NOON)
    membership.refresh_from_db()
    return membership


def supplier_reading(membership, name, **page):
    """Make a supplier with one official source whose page is in some state."""
    page = {"last_read_at": NOON, "last_changed_at": NOON, "health": PageHealth.READABLE} | page
    supplier = SupplierFactory(workspace=membership.workspace, name=name)
    return SourceFactory(
        workspace=membership.workspace, supplier=supplier, page=PageFactory(**page)
    )


def rows(membership, now=NOON + HOUR):
    return board.rows(list(board.suppliers(membership)), membership, moment=Moment(now))


def test_suppliers_come_worst_first(membership):
    supplier_reading(membership, "quiet", last_changed_at=None)
    supplier_reading(membership, "moved")
    supplier_reading(membership, "unreadable", health=PageHealth.UNREADABLE)
    stopped = supplier_reading(membership, "stopped")
    DisruptionFactory(workspace=membership.workspace, supplier=stopped.supplier)
    SupplierFactory(name="of another company")

    names = [supplier.name for supplier in board.suppliers(membership)]

    assert names == ["stopped", "unreadable", "moved", "quiet"]


def test_rows_count_changes_since_my_visit(membership):
    source = supplier_reading(membership, "moved", last_changed_at=NOON + HOUR)
    child = PageFactory(parent=source.page, last_changed_at=NOON + HOUR)
    Visit.objects.create(membership=membership, supplier=source.supplier, visited_at=NOON)
    ChangeFactory(page=source.page, seen_at=NOON)
    newest = ChangeFactory(page=child, seen_at=NOON + HOUR)
    ChangeFactory(page=source.page, seen_at=NOON + HOUR / 2)
    ChangeFactory(page=source.page, kind=ChangeKind.COSMETIC, seen_at=NOON + 2 * HOUR)

    (row,) = rows(membership)

    assert (row.unseen_count, row.latest, row.has_many_unseen) == (2, newest, False)


def test_rows_are_as_old_as_their_oldest_official_source(membership):
    source = supplier_reading(membership, "mixed", last_read_at=NOON + HOUR)
    for folder, read_at in ((Folder.OFFICIAL, NOON + HOUR / 2), (Folder.NEWS, NOON)):
        SourceFactory(
            workspace=membership.workspace,
            supplier=source.supplier,
            folder=folder,
            interval=HOUR / 6,
            page=PageFactory(last_read_at=read_at, health=PageHealth.READABLE),
        )

    (row,) = rows(membership)

    assert (row.last_read_at, row.freshness) == (NOON + HOUR / 2, Freshness.STALE)
    assert (row.source_count, row.troubled_count) == (3, 0)


def test_rows_of_a_supplier_without_sources_are_never_fresh(membership):
    SupplierFactory(workspace=membership.workspace)

    (row,) = rows(membership)

    assert (row.freshness, row.last_read_at, row.latest) == (Freshness.LOST, None, None)


@pytest.mark.parametrize("count", [1, 3])
def test_rows_take_flat_queries(membership, count, django_assert_num_queries):
    for number in range(count):
        source = supplier_reading(membership, f"S{number}", last_changed_at=NOON + HOUR)
        ChangeFactory(page=source.page, seen_at=NOON + HOUR)
    shown = list(board.suppliers(membership))

    # sources, linked pages, newest ids, newest changes, visits, unseen, disruptions,
    # states, stages
    with django_assert_num_queries(9):
        found = board.rows(shown, membership, moment=Moment(NOON + HOUR))

    assert [row.unseen_count for row in found] == [1] * count
