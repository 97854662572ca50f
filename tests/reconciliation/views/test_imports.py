"""The way of a file through the screens."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from reconciliation.enums import ImportState
from reconciliation.models import ImportBatch, Job, OrderLine, QuarantinedRow
from tests.factories import ImportBatchFactory, MembershipFactory, SupplierFactory
from tests.reconciliation.operations.files import ORDERS, Desk, fresh, run

pytestmark = pytest.mark.django_db
GOOD = "PO-1,1,2026/9/1,AS001,コピー用紙,2,500,10%\n"
BAD = "PO-2,1,2026/9/1,AS001,コピー用紙,二個,500,10%\n"


def address(name, batch=None, **parts):
    given = {"slug": "kitahama"} | ({"batch_id": batch.pk} if batch else {}) | parts
    return reverse(f"reconciliation:{name}", kwargs=given)


@pytest.fixture
def supplier(workspace):
    return SupplierFactory(workspace=workspace, name="例示商会")


def upload(client, supplier, content, **more):
    file = SimpleUploadedFile("注文.csv", content.encode("cp932"))
    data = {"kind": "orders", "supplier": supplier.pk, "file": file} | more
    return client.post(address("import-add"), data)


def test_a_file_goes_from_upload_to_facts(accountant_client, supplier):
    upload(accountant_client, supplier, ORDERS + GOOD + BAD)
    batch = ImportBatch.objects.get()
    page = accountant_client.get(address("import-detail", batch))
    form = page.context["form"]
    said = {name: value for name, value in form.initial.items() if value is not None}
    accountant_client.post(
        address("import-answer", batch), form_data(form, said) | {"check": "yes"}
    )
    run(Job.objects.get())
    accountant_client.post(address("import-apply", batch))
    run(Job.objects.order_by("-pk").first())

    assert fresh(batch).state == ImportState.APPLIED
    assert OrderLine.objects.current().get().order_number == "PO-1"


def form_data(form, said):
    """Return what a browser would send of a form that nobody has touched."""
    values = {field.html_name: field.value() for field in form}
    return {name: value for name, value in (values | said).items() if value not in (None, "")}


def test_the_original_comes_back_byte_for_byte(accountant_client, supplier):
    upload(accountant_client, supplier, ORDERS + GOOD)
    batch = ImportBatch.objects.get()

    response = accountant_client.get(address("import-file", batch))

    assert b"".join(response) == (ORDERS + GOOD).encode("cp932")
    assert response["Content-Disposition"].startswith("attachment;")
    assert response["X-Content-Type-Options"] == "nosniff"


def test_refused_rows_come_back_corrected(workspace, accountant_client, supplier):
    desk = Desk(workspace, supplier=supplier, user=accountant_client.user)
    batch = desk.bring_in(ORDERS + GOOD + BAD)
    refused = b"".join(accountant_client.get(address("import-quarantine", batch)))
    text = refused.decode("utf-8-sig")
    assert "数量「二個」: 数値として読めません" in text

    corrected = text.replace("二個,", "2,")
    file = SimpleUploadedFile("直し.csv", corrected.encode("utf-8-sig"))
    accountant_client.post(
        address("import-add") + f"?corrects={batch.pk}",
        {"kind": "orders", "supplier": supplier.pk, "file": file},
    )
    again = desk.apply(desk.recheck(ImportBatch.objects.get(corrects=batch)))

    assert (again.new_count, again.refused_count) == (1, 0)
    assert QuarantinedRow.objects.get(batch=batch).state == "returned"


def test_a_table_can_be_pasted(accountant_client, supplier):
    pasted = "注文番号\t数量\nPO-7\t3\n"

    accountant_client.post(
        address("import-add"), {"kind": "orders", "supplier": supplier.pk, "pasted": pasted}
    )

    batch = ImportBatch.objects.get()
    assert (batch.question, batch.layout["separator"]) == ("", "\t")


def test_an_upload_without_file_or_supplier_says_what_is_missing(accountant_client):
    response = accountant_client.post(address("import-add"), {"kind": "orders"})

    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"supplier", "file"}


def test_s12_a_file_of_another_company_names_both(
    accountant_client, workspace, other_workspace, supplier
):
    MembershipFactory(workspace=other_workspace, user=accountant_client.user)
    Desk(other_workspace, user=accountant_client.user).bring_in(ORDERS + GOOD)
    file = SimpleUploadedFile("a.csv", (ORDERS + GOOD).encode())

    response = accountant_client.post(
        address("import-add"), {"kind": "orders", "supplier": supplier.pk, "file": file}
    )

    told = response.context["form"].errors["file"][0]
    assert other_workspace.name in told
    assert workspace.name in told


def test_what_is_too_late_changes_nothing(accountant_client, workspace):
    batch = ImportBatchFactory(workspace=workspace, state=ImportState.UNDONE)

    response = accountant_client.post(address("import-apply", batch))

    assert response.status_code == 302
    assert (fresh(batch).state, Job.objects.count()) == (ImportState.UNDONE, 0)


def test_a_checked_import_can_be_put_away(workspace, accountant_client, supplier):
    desk = Desk(workspace, supplier=supplier, user=accountant_client.user)
    batch = desk.check(ORDERS + GOOD)

    accountant_client.post(address("import-discard", batch))

    assert fresh(batch).state == ImportState.DISCARDED
    assert not OrderLine.objects.current().exists()


@pytest.mark.parametrize("count", [1, 3])
def test_import_list_query_count_is_flat(
    accountant_client, workspace, django_assert_max_num_queries, count
):
    ImportBatchFactory.create_batch(count, workspace=workspace)

    with django_assert_max_num_queries(14):
        response = accountant_client.get(address("import-list"))

    assert len(response.context["page"]) == count
