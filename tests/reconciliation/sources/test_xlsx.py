"""I1, I2: Excel files that want more memory than they show."""

import resource
from datetime import date, datetime
from io import BytesIO
from time import monotonic
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
import xlsxwriter

from reconciliation.enums import FileFault
from reconciliation.sources import xlsx
from reconciliation.sources.errors import FileError


def book(*rows):
    file = BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as workbook:
        sheet = workbook.add_worksheet("注文")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return file


def archive(entries):
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as packed:
        for name, content in entries:
            packed.writestr(name, content)
    return file


def fault_of(file):
    with pytest.raises(FileError) as caught:
        list(xlsx.rows(file))
    return caught.value.fault


def test_cells_are_what_a_person_would_type():
    file = BytesIO()
    with xlsxwriter.Workbook(file, {"default_date_format": "yyyy-mm-dd"}) as workbook:
        sheet = workbook.add_worksheet()
        sheet.write_row(0, 0, ["注文番号", "数量", "単価", "日付", "時刻"])
        sheet.write_row(1, 0, ["00123", 3, 0.5])
        sheet.write_datetime(1, 3, date(2026, 9, 1))
        sheet.write_datetime(1, 4, datetime(2026, 9, 1, 9, 5))  # noqa: DTZ001 - as a sheet has it

    assert list(xlsx.rows(file))[1] == ["00123", "3", "0.5", "2026-09-01", "2026-09-01 09:05"]


def test_i1_one_cell_in_the_far_corner_is_refused_before_a_grid_is_built():
    cell = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    sheet = f"<worksheet><sheetData>{cell}</sheetData></worksheet>"
    file = archive([("xl/worksheets/sheet1.xml", sheet)])
    began, memory = monotonic(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    assert fault_of(file) == FileFault.XLSX_TOO_WIDE
    assert monotonic() - began < 5
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory < 150_000  # KiB


def test_i1_ten_million_shared_strings_are_refused():
    strings = "<sst>" + "<si><t>a</t></si>" * 3_500_000 + "</sst>"

    assert fault_of(archive([("xl/sharedStrings.xml", strings)])) == FileFault.ARCHIVE_BOMB


def test_i2_a_bomb_is_counted_while_it_unpacks():
    zeros = b"\0" * (32 << 20)
    entries = [(f"xl/media/{number}.bin", zeros) for number in range(9)]

    assert fault_of(archive(entries)) == FileFault.ARCHIVE_BOMB


def test_i2_a_size_field_that_lies_is_not_believed():
    file = archive([("xl/sharedStrings.xml", b"a" * (60 << 20))])
    raw = bytearray(file.getvalue())
    directory = raw.rfind(b"PK\x01\x02")
    raw[directory + 24 : directory + 28] = (10).to_bytes(4, "little")

    assert fault_of(BytesIO(bytes(raw))) in {FileFault.ARCHIVE_BOMB, FileFault.XLSX_DAMAGED}


def test_i2_many_entries_are_refused():
    entries = [(f"xl/{number}.xml", b"") for number in range(xlsx.ENTRY_LIMIT + 1)]

    assert fault_of(archive(entries)) == FileFault.ARCHIVE_BOMB


def test_i2_paths_that_climb_are_never_followed(tmp_path):
    file = archive([("../../escaped.xml", b"<a/>"), ("xl/worksheets/sheet1.xml", b"<a/>")])

    assert fault_of(file) == FileFault.XLSX_DAMAGED
    assert not list(tmp_path.rglob("escaped.xml"))


@pytest.mark.parametrize("content", [b"PK\x03\x04 cut off", b"PK\x03\x04" + b"\0" * 100])
def test_a_damaged_file_is_told_so(content):
    assert fault_of(BytesIO(content)) == FileFault.XLSX_DAMAGED


def test_a_sheet_is_chosen_by_name():
    file = book(["a"], ["b"])

    assert xlsx.sheet_names(file) == ["注文"]
    assert list(xlsx.rows(file, sheet="注文")) == [["a"], ["b"]]
