"""Bank statements of fixed length: what they say, and what a cut or altered one says."""

from datetime import date
from io import BytesIO

import pytest

from reconciliation.enums import FileFault
from reconciliation.sources import zengin
from reconciliation.sources.errors import FileError

NEAR = date(2026, 9, 30)


def record(*fields):
    """Return 200 bytes with texts at their 1-based positions."""
    line = bytearray(b" " * zengin.LENGTH)
    for position, text in fields:
        raw = text.encode("cp932")
        line[position - 1 : position - 1 + len(raw)] = raw
    return bytes(line)


def header(opening=100_000):
    return record(
        (1, "1"),
        (2, "03"),
        (4, "0"),
        (5, "080930"),
        (11, "080901"),
        (17, "080930"),
        (23, "0005"),
        (42, "001"),
        (63, "1"),
        (64, "0001234567"),
        (114, "1"),
        (116, f"{opening:014d}"),
    )


def data(day, direction, amount, name="ﾐﾗｲｵﾌｲｽﾂｳﾊﾝ(ｶ", kind="11"):
    return record(
        (1, "2"),
        (2, "00000001"),
        (10, day),
        (16, day),
        (22, direction),
        (23, kind),
        (25, f"{amount:012d}"),
        (82, name),
        (160, "ﾌﾘｺﾐ"),
    )


def trailer(count_in, sum_in, count_out, sum_out, closing):
    return record(
        (1, "8"),
        (2, f"{count_in:06d}"),
        (8, f"{sum_in:013d}"),
        (21, f"{count_out:06d}"),
        (27, f"{sum_out:013d}"),
        (40, "1"),
        (41, f"{closing:014d}"),
        (55, "0000002"),
    )


END = record((1, "9"))
GOOD = [
    header(),
    data("080901", "2", 11_000),
    data("080915", "1", 1_100),
    trailer(1, 1_100, 1, 11_000, 90_100),
    END,
]


def read(records, *, end=b""):
    return list(zengin.rows(BytesIO(b"".join(each + end for each in records)), near=NEAR))


@pytest.mark.parametrize("end", [b"", b"\r\n", b"\n"])
def test_a_statement_gives_a_row_per_line(end):
    rows = read(GOOD, end=end)

    assert rows[0] == zengin.HEADINGS
    assert rows[1] == [
        "2026-09-01",
        "00000001",
        "11000",
        "",
        "ﾌﾘｺﾐ",
        "ﾐﾗｲｵﾌｲｽﾂｳﾊﾝ(ｶ",
        "0005-001-0001234567",
    ]
    assert rows[2][:4] == ["2026-09-15", "00000001", "", "1100"]


def test_a_correction_says_so():
    rows = read(
        [
            header(),
            data("080901", "2", 500, kind="19"),
            trailer(0, 0, 1, 500, 99_500),
            END,
        ]
    )

    assert rows[1][4] == "ﾌﾘｺﾐ 訂正"


@pytest.mark.parametrize(
    ("records", "fault"),
    [
        (GOOD[:-1], FileFault.ZENGIN_ORDER),
        (GOOD[1:], FileFault.ZENGIN_ORDER),
        ([GOOD[0], GOOD[1], *GOOD[3:]], FileFault.ZENGIN_SUMS),
        ([header(opening=1), *GOOD[1:]], FileFault.ZENGIN_SUMS),
        ([*GOOD, GOOD[1]], FileFault.ZENGIN_ORDER),
        ([GOOD[0], GOOD[1][:150]], FileFault.ZENGIN_LENGTH),
        ([record((1, "1"), (2, "03"), (4, "1"))], FileFault.ZENGIN_EBCDIC),
        ([record((1, "1"), (2, "21"), (4, "0"))], FileFault.ZENGIN_TYPE),
        ([GOOD[0], data("080901", "2", 1)[:24] + b"x" * 176], FileFault.ZENGIN_LENGTH),
    ],
)
def test_a_statement_that_may_be_incomplete_is_refused(records, fault):
    with pytest.raises(FileError) as caught:
        read(records)

    assert caught.value.fault == fault


def test_a_notice_of_transfers_is_read_too():
    rows = read(
        [
            record(
                (1, "1"),
                (2, "01"),
                (4, "0"),
                (5, "080930"),
                (23, "0005"),
                (42, "001"),
                (61, "1234567"),
            ),
            record(
                (1, "2"), (2, "000001"), (8, "080901"), (20, "0000001100"), (50, "ﾔﾏﾀﾞ"), (128, "0")
            ),
            record(
                (1, "2"), (2, "000002"), (8, "080902"), (20, "0000000500"), (50, "ﾔﾏﾀﾞ"), (128, "1")
            ),
            record(
                (1, "8"), (2, "000001"), (8, "000000001100"), (20, "000001"), (26, "000000000500")
            ),
            END,
        ]
    )

    assert [row[:5] for row in rows[1:]] == [
        ["2026-09-01", "000001", "", "1100", ""],
        ["2026-09-02", "000002", "500", "", "取消"],
    ]


@pytest.mark.parametrize(
    ("digits", "near", "day"),
    [
        ("080901", NEAR, "2026-09-01"),
        ("310430", date(2019, 5, 1), "2019-04-30"),
        ("010501", date(2019, 5, 1), "2019-05-01"),
        ("      ", NEAR, "      "),
    ],
)
def test_years_are_of_the_era_nearest_to_the_file(digits, near, day):
    assert zengin.era_day(digits, near=near) == day
