import pytest
from django.urls import reverse

from accounts.models import AuditEntry
from tests.factories import ChangeFactory, SourceFactory, SupplierFactory
from tests.tracker.operations.telling import claim, follow, tell
from tracker.models import Supplier


def board(client, **query):
    return client.get(reverse("tracker:supplier-list", args=["kitahama"]), query)


@pytest.mark.parametrize("count", [1, 3])
def test_supplier_list_takes_flat_queries(
    read_only_client, workspace, count, django_assert_num_queries
):
    for _ in range(count):
        supplier = SupplierFactory(workspace=workspace)
        source = SourceFactory(workspace=workspace, supplier=supplier)
        ChangeFactory(page=source.page)

    # session, user, membership; count, suppliers, eight of the board; unread, beats, reach
    with django_assert_num_queries(16):
        response = board(read_only_client)

    assert len(response.context["rows"]) == count


def test_supplier_list_shows_only_the_own_company(purchaser_client, workspace):
    own = SupplierFactory(workspace=workspace)
    foreign = SupplierFactory(name="Foreign supplier")

    response = board(purchaser_client)

    assert [row.supplier for row in response.context["rows"]] == [own]
    assert foreign.name not in response.content.decode()


def test_supplier_list_answers_htmx_with_the_board_alone(purchaser_client, workspace):
    SupplierFactory(workspace=workspace)
    path = reverse("tracker:supplier-list", args=[workspace.slug])

    response = purchaser_client.get(path, headers={"HX-Request": "true"})

    assert response.content.decode().lstrip().startswith('<div id="board"')
    assert "HX-Request" in response["Vary"]


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({}, "サプライヤーはまだありません"),
        ({"q": "nobody"}, "条件に合うサプライヤーはありません"),
    ],
)
def test_supplier_list_says_why_it_is_empty(purchaser_client, query, words):
    assert words in board(purchaser_client, **query).content.decode()


def test_supplier_list_keeps_the_filter(purchaser_client, workspace):
    wanted = SupplierFactory(workspace=workspace, name="みどり野商会")
    SupplierFactory(workspace=workspace, name="汐彩堂")

    response = board(purchaser_client, q="みどり", show="")

    assert [row.supplier for row in response.context["rows"]] == [wanted]


def test_supplier_add_is_kept_and_audited(purchaser_client, workspace):
    path = reverse("tracker:supplier-add", args=[workspace.slug])

    purchaser_client.post(path, {"name": "汐彩堂", "customer_number": "K-1"})

    supplier = Supplier.objects.get()
    entry = AuditEntry.objects.get(action="supplier.added")
    assert (supplier.name, supplier.workspace, entry.after["customer_number"]) == (
        "汐彩堂",
        workspace,
        "K-1",
    )


def test_supplier_add_refuses_a_name_twice_and_keeps_the_input(purchaser_client, workspace):
    SupplierFactory(workspace=workspace, name="汐彩堂")
    path = reverse("tracker:supplier-add", args=[workspace.slug])

    response = purchaser_client.post(path, {"name": "汐彩堂", "note": "typed"})

    assert response.status_code == 422
    assert "同じ名前のサプライヤーがすでに登録されています。" in response.content.decode()
    assert "typed" in response.content.decode()


def test_supplier_edit_is_audited_with_before_and_after(purchaser_client, workspace):
    supplier = SupplierFactory(workspace=workspace, name="Old")
    path = reverse("tracker:supplier-edit", args=[workspace.slug, supplier.pk])

    purchaser_client.post(path, {"name": "New"})

    entry = AuditEntry.objects.get(action="supplier.changed")
    assert (entry.before["name"], entry.after["name"]) == ("Old", "New")


def test_supplier_archive_can_be_undone(purchaser_client, workspace):
    supplier = SupplierFactory(workspace=workspace)
    args = [workspace.slug, supplier.pk]

    response = purchaser_client.post(reverse("tracker:supplier-archive", args=args), follow=True)

    undo = reverse("tracker:supplier-restore", args=args)
    assert response.context["rows"] == []
    assert f'action="{undo}"' in response.content.decode()
    purchaser_client.post(undo)
    assert [row.supplier for row in board(purchaser_client).context["rows"]] == [supplier]


@pytest.fixture
def told(workspace):
    """Return a supplier that stopped on 19 October and came back on 29 October."""
    supplier = SupplierFactory(workspace=workspace, name="みどり野商会")
    page = follow(supplier)
    tell(page, "10-19", claim("orders", "stopped", "10-19"))
    tell(page, "10-29", claim("orders", "resumed", "10-29"), told_on="10-29")
    return supplier


def levels(response):
    return {
        row.supplier.name: [one.state.level for one in row.squares if one.state]
        for row in response.context["rows"]
    }


def test_supplier_list_shows_any_earlier_day(read_only_client, told):
    assert levels(board(read_only_client)) == {"みどり野商会": ["up"]}
    assert levels(board(read_only_client, on="2025-10-20")) == {"みどり野商会": ["down"]}
    assert levels(board(read_only_client, on="2025-10-18")) == {"みどり野商会": []}
    assert "時点" in board(read_only_client, on="2025-10-20").content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_supplier_list_of_an_earlier_day_takes_flat_queries(
    read_only_client, workspace, count, django_assert_num_queries
):
    for _ in range(count):
        tell(
            follow(SupplierFactory(workspace=workspace)), "10-19", claim("fax", "stopped", "10-19")
        )

    # session, user, membership; count, suppliers, seven of the board; unread, beats, reach
    with django_assert_num_queries(15):
        response = board(read_only_client, on="2025-10-20")

    assert len(response.context["rows"]) == count


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({"show": "down"}, ["stopped"]),
        ({"show": "worse"}, []),
        ({"domain": "orders"}, ["stopped", "limited"]),
        ({"domain": "orders", "show": "limited"}, ["limited"]),
        ({"domain": "fax", "show": "down"}, []),
        ({"show": "nonsense"}, ["stopped", "limited", "running"]),
    ],
)
def test_supplier_list_filters_by_service_and_level(read_only_client, workspace, query, names):
    for name, state in (("running", "normal"), ("limited", "partial"), ("stopped", "stopped")):
        page = follow(SupplierFactory(workspace=workspace, name=name))
        tell(page, "10-19", claim("orders", state, "10-19"))

    assert list(levels(board(read_only_client, **query))) == names
