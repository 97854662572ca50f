"""Bank statements in the fixed-length format of the Japanese banks' association (Zengin).

Types 03 (account statement) and 01 (notice of transfers received), records of 200 bytes, with or
without line ends. Bytes are cut first and decoded afterwards: half-width kana are one byte each.
Source: field tables of several banks; 1-based positions as printed there.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import BinaryIO

from reconciliation.domain.reading import ERAS
from reconciliation.enums import FileFault
from reconciliation.sources.errors import FileError

LENGTH = 200
HEADINGS = ["取引日", "照会番号", "お引出し", "お預入れ", "摘要", "取引先", "口座"]
STATEMENT, NOTICE = b"03", b"01"
MONEY_IN, CORRECTION = "1", "19"


@dataclass(slots=True)
class Account:
    """One group of records: header, data, trailer."""

    type: bytes
    name: str
    opening: int
    rows: list[list[str]] = field(default_factory=list)
    count_in: int = 0
    count_out: int = 0
    sum_in: int = 0
    sum_out: int = 0
    cancelled: int = 0
    sum_cancelled: int = 0


def looks_like_zengin(head: bytes) -> bool:
    """Return True when the first bytes are a header record of a statement or notice."""
    return (
        head[:1] == b"1"
        and head[1:3] in (STATEMENT, NOTICE)
        and head[3:4] in b"01"
        and (len(head) >= LENGTH and head[4:10].isdigit())
    )


def rows(file: BinaryIO, *, near: date) -> Iterator[list[str]]:
    """Yield a heading and one row per record; `near` decides the era of a year.

    Raises: FileError when order, counts, sums or balances do not agree: part may be missing.
    """
    file.seek(0)
    yield HEADINGS
    account: Account | None = None
    is_ended = False
    for number, record in enumerate(_records(file), 1):
        kind = record[:1]
        if is_ended or (kind in b"28" and account is None):
            raise FileError(FileFault.ZENGIN_ORDER, f"record {number}")
        if kind == b"1" and account is None:
            account = _header(record)
        elif kind == b"2" and account is not None:
            account.rows.append(_data(record, account, near))
        elif kind == b"8" and account is not None:
            _check(record, account, number)
            yield from account.rows
            account = None
        elif kind == b"9" and account is None:
            is_ended = True
        else:
            raise FileError(FileFault.ZENGIN_ORDER, f"record {number}")
    if not is_ended:
        raise FileError(FileFault.ZENGIN_ORDER, "no end record")


def _records(file: BinaryIO) -> Iterator[bytes]:
    while record := file.read(LENGTH):
        if not record.strip(b"\r\n\x1a "):
            return
        if len(record) < LENGTH:
            raise FileError(FileFault.ZENGIN_LENGTH)
        yield record
        _skip_line_end(file)


def _skip_line_end(file: BinaryIO) -> None:
    place = file.tell()
    end = file.read(2)
    if end != b"\r\n":
        file.seek(place + (1 if end[:1] in (b"\n", b"\r") else 0))


def _header(record: bytes) -> Account:
    kind = record[1:3]
    if record[3:4] == b"1":
        raise FileError(FileFault.ZENGIN_EBCDIC)
    if kind not in (STATEMENT, NOTICE):
        raise FileError(FileFault.ZENGIN_TYPE)
    if kind == NOTICE:
        return Account(
            kind, f"{text(record, 23, 26)}-{text(record, 42, 44)}-{text(record, 61, 67)}", 0
        )
    sign = -1 if text(record, 114, 114) == "2" else 1
    name = f"{text(record, 23, 26)}-{text(record, 42, 44)}-{text(record, 64, 73)}"
    return Account(kind, name, sign * whole(record, 116, 129))


def _data(record: bytes, account: Account, near: date) -> list[str]:
    return (_statement_row if account.type == STATEMENT else _notice_row)(record, account, near)


def _statement_row(record: bytes, account: Account, near: date) -> list[str]:
    amount = whole(record, 25, 36)
    is_in = text(record, 22, 22) == MONEY_IN
    account.count_in += is_in
    account.count_out += not is_in
    account.sum_in += amount if is_in else 0
    account.sum_out += 0 if is_in else amount
    words = [text(record, 160, 179), "訂正" if text(record, 23, 24) == CORRECTION else ""]
    return [
        era_day(text(record, 10, 15), near=near),
        text(record, 2, 9),
        "" if is_in else str(amount),
        str(amount) if is_in else "",
        " ".join(word for word in words if word),
        text(record, 82, 129),
        account.name,
    ]


def _notice_row(record: bytes, account: Account, near: date) -> list[str]:
    """A cancelled notice takes back what came in."""
    amount = whole(record, 20, 29)
    is_cancelled = text(record, 128, 128) == "1"
    account.count_in += not is_cancelled
    account.sum_in += 0 if is_cancelled else amount
    account.cancelled += is_cancelled
    account.sum_cancelled += amount if is_cancelled else 0
    return [
        era_day(text(record, 8, 13), near=near),
        text(record, 2, 7),
        str(amount) if is_cancelled else "",
        "" if is_cancelled else str(amount),
        "取消" if is_cancelled else text(record, 129, 148),
        text(record, 50, 97),
        account.name,
    ]


def _check(record: bytes, account: Account, number: int) -> None:
    if account.type == NOTICE:
        stated = [whole(record, *at) for at in ((2, 7), (8, 19), (20, 25), (26, 37))]
        counted = [account.count_in, account.sum_in, account.cancelled, account.sum_cancelled]
    else:
        stated = [whole(record, *at) for at in ((2, 7), (8, 20), (21, 26), (27, 39))]
        counted = [account.count_in, account.sum_in, account.count_out, account.sum_out]
        sign = -1 if text(record, 40, 40) == "2" else 1
        stated.append(sign * whole(record, 41, 54))
        counted.append(account.opening + account.sum_in - account.sum_out)
    if stated != counted:
        raise FileError(FileFault.ZENGIN_SUMS, f"record {number}")


def text(record: bytes, first: int, last: int) -> str:
    return record[first - 1 : last].decode("cp932", errors="replace").strip()


def whole(record: bytes, first: int, last: int) -> int:
    """Return a number field; blanks count as zero, as banks fill them."""
    digits = record[first - 1 : last].strip() or b"0"
    if not digits.isdigit():
        raise FileError(FileFault.ZENGIN_LENGTH, f"positions {first}-{last}")
    return int(digits)


def era_day(digits: str, *, near: date) -> str:
    """Return 2026-09-01 of 080901: the year of whichever era comes nearest to the file's time."""
    if len(digits) != 6 or not digits.isdecimal():
        return digits
    year = int(digits[:2])
    candidates = [ERAS[era] + year for era in ("令和", "平成")]
    nearest = min(candidates, key=lambda candidate: abs(candidate - near.year))
    return f"{nearest:04d}-{digits[2:4]}-{digits[4:]}"
