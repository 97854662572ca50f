"""Cells that a spreadsheet program opens as text, whatever somebody typed into them."""

FORMULA_MARKS = frozenset("=+-@\t\r＝＋－＠")


def safe_cell(text: str) -> str:
    """Return the text, with a quote in front where a spreadsheet would run it as a formula."""
    return f"'{text}" if text[:1] in FORMULA_MARKS else text
