"""Corporate bank files without a heading, whose first column is the class of the record.

1 = account and period, 2 = a line, 8 = totals, 9 = end with counts, sums and balances.
Source: public samples of one bank's all-details download.
"""

from collections.abc import Iterable, Iterator

HEADINGS = ["取引日", "取引内容", "摘要", "お引出し", "お預入れ", "残高"]
CLASSES = frozenset({"1", "2", "8", "9"})
DATA_WIDTH = 7


def looks_like_classes(rows: list[list[str]]) -> bool:
    """Return True when every row begins with a record class and the first is an account."""
    filled = [row for row in rows if any(row)]
    return (
        len(filled) > 1
        and filled[0][0].strip() == "1"
        and all(row[0].strip() in CLASSES for row in filled)
        and any(row[0].strip() == "2" and len(row) >= DATA_WIDTH for row in filled)
    )


def rows(raw: Iterable[list[str]]) -> Iterator[list[str]]:
    """Yield a heading and every line; account, total and end records become blank rows."""
    yield HEADINGS
    for row in raw:
        is_line = bool(row) and row[0].strip() == "2"
        yield row[1:DATA_WIDTH] if is_line else [""] * len(HEADINGS)
