"""match_files from files to files: encodings, damaged files, and one bad row among good ones."""

import csv
import io
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from reconciliation.domain.schemas import COLUMNS
from reconciliation.enums import Leg
from tests.reconciliation.domain.ledger import Books

NAMES = "コピー用紙 ①"


def books():
    ledger = Books()
    for number in range(1, 6):
        no = f"PO-{number}"
        ledger.order(10, no=no).ship(10, no=no).bill(10, no=no, doc=f"INV{number}")
    ledger.bill(10, no="PO-3", doc="INV3B", txn_date="2026-02-02")
    return ledger.pay(1_100).bank(1_100, settle="B9")


def content(rows, leg, *, end="\r\n"):
    text = io.StringIO()
    names = ["item_name", *COLUMNS[leg]]
    writer = csv.DictWriter(text, names, lineterminator=end, restval="")
    writer.writeheader()
    writer.writerows({"item_name": NAMES} | row for row in rows)
    return text.getvalue()


@pytest.fixture
def folder(tmp_path):
    ledger = books()
    for leg in Leg:
        rows = getattr(ledger, leg.value)
        (tmp_path / f"{leg.value}.csv").write_text(content(rows, leg), "utf-8", newline="")
    return tmp_path


def run(folder, **options):
    out = folder / "out"
    paths = {leg.value: folder / f"{leg.value}.csv" for leg in Leg}
    call_command("match_files", **paths, out=out, stdout=io.StringIO(), **options)
    return {path.stem: rows_of(path) for path in out.iterdir()}


def rows_of(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


FOUND = [
    {
        "order_no": "PO-3",
        "line_no": "1",
        "doc_no": "",
        "kind": "DUPLICATE_INVOICE",
        "amount": "1100",
    }
]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_findings_are_the_same_in_every_encoding(folder, encoding):
    for leg in Leg:
        path = folder / f"{leg.value}.csv"
        path.write_bytes(path.read_text("utf-8").encode(encoding))

    files = run(folder)

    assert files["discrepancies"] == FOUND
    assert files["additional"] == files["rejected"] == []


def test_a_file_that_needs_care_gives_the_same_findings(folder):
    path = folder / "transactions.csv"
    rows = path.read_text("utf-8").replace(",1000,", ',"1,000",').replace("2026-02-02", "R8.2.2")
    path.write_text(rows, "utf-8")

    assert run(folder)["discrepancies"] == FOUND


def test_one_bad_row_is_kept_apart_with_its_reason(folder):
    path = folder / "transactions.csv"
    rows = path.read_text("utf-8").splitlines()
    rows[2] = rows[2].replace(",1000,", ",千円,")
    path.write_text("\n".join(rows), "utf-8")

    files = run(folder)

    assert files["discrepancies"] == FOUND
    assert [(row["file"], row["row"], row["reason"]) for row in files["rejected"]] == [
        ("transactions", "3", "net cannot be read")
    ]
    assert "千円" in files["rejected"][0]["cells"]


def test_a_row_with_a_cell_too_many_is_kept_apart(folder):
    path = folder / "shipments.csv"
    with path.open("a", encoding="utf-8") as file:
        file.write("a,b,c,x\n")
        file.write("," * 20 + "\n")

    files = run(folder)

    assert files["discrepancies"] == FOUND
    assert [row["reason"] for row in files["rejected"]] == [
        "the row has another number of cells"
    ] * 2


@pytest.mark.parametrize("header_only", [True, False])
def test_an_empty_leg_is_a_notice(folder, header_only):
    text = content([], Leg.SHIPMENTS) if header_only else ""
    (folder / "shipments.csv").write_text(text, "utf-8")

    files = run(folder)

    assert files["discrepancies"] == []
    assert [row["doc_no"] for row in files["notices"] if row["kind"] == "LEG_MISSING"] == [
        "shipments"
    ]


def test_missing_columns_are_named(folder):
    (folder / "orders.csv").write_text("order_no,line_no\nPO-1,1\n", "utf-8")

    with pytest.raises(CommandError, match=r"orders\.csv: columns missing: order_date"):
        run(folder)


def test_a_missing_file_is_named(folder):
    (folder / "orders.csv").unlink()

    with pytest.raises(CommandError, match=r"orders\.csv"):
        run(folder)


def test_an_unknown_encoding_is_said(folder):
    (folder / "orders.csv").write_bytes(b"\x81\x20\xff\xfd")

    with pytest.raises(CommandError, match="neither UTF-8 nor cp932"):
        run(folder)


def test_nothing_at_all_is_an_error(folder):
    for leg in Leg:
        (folder / f"{leg.value}.csv").write_text("", "utf-8")

    with pytest.raises(CommandError, match="no row"):
        run(folder)


def test_dates_of_the_stop_are_options(folder):
    early = date(2026, 1, 5)

    files = run(folder, as_of=early, outage_from=early, outage_to=early)

    assert files["discrepancies"] == FOUND
