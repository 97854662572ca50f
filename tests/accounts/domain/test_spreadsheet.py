import pytest

from accounts.domain.spreadsheet import safe_cell


@pytest.mark.parametrize("mark", list("=+-@\t\r＝＋－＠"))
def test_i3_a_formula_is_opened_as_text(mark):
    assert safe_cell(f"{mark}cmd|' /C calc'!A0") == f"'{mark}cmd|' /C calc'!A0"


@pytest.mark.parametrize("text", ["", "北浜商事", "a=b", "3.14"])
def test_other_cells_stay_as_they_are(text):
    assert safe_cell(text) == text
