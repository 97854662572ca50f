"""What a whole column shows that no single cell does."""

from collections import Counter
from collections.abc import Mapping, Sequence

from reconciliation.domain.fields import FIELDS, Reads
from reconciliation.enums import ImportField

CODE_FIELDS = frozenset(
    field.name for fields in FIELDS.values() for field in fields if field.reads is Reads.CODE
)
SHORT_BY = 3  # digits; shorter ones are other codes, not codes that lost zeros
ENOUGH = 5  # codes of the full length before a shorter one is odd


def warnings_of(
    rows: Sequence[Sequence[str]], columns: Mapping[ImportField, int]
) -> list[dict[str, str]]:
    """Return what a person should know before importing: {field, example, length} per column."""
    found = []
    for name, position in columns.items():
        if name in CODE_FIELDS:
            cells = [row[position].strip() for row in rows if position < len(row)]
            if example := lost_zeros(cells):
                found.append({"field": name.value, "example": example})
    return found


def lost_zeros(codes: Sequence[str]) -> str:
    """Return a code that seems to have lost zeros in front; empty when none does.

    Most codes are digits of one length, none of which begins with 0, and some are a little shorter.
    """
    digits = [code for code in codes if code.isdecimal()]
    lengths = Counter(len(code) for code in digits)
    if not lengths:
        return ""
    usual, count = lengths.most_common(1)[0]
    if count < ENOUGH or any(code[0] == "0" for code in digits):
        return ""
    shorter = (code for code in digits if usual - SHORT_BY <= len(code) < usual)
    return next(shorter, "")
