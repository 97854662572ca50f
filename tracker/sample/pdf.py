"""A very small PDF writer: Japanese lines on A4 pages, the same bytes for the same words.

The font is named and not embedded (viewers bring their own for Adobe-Japan1), and every
character used is mapped back to Unicode, so that the text can be read out again.
"""

import re
from collections.abc import Iterator
from datetime import datetime

_LINE_CHARACTERS = 42  # full-width characters across the text column
_PAGE_LINES = 44
_LEFT, _TOP, _LEADING, _SIZE = 60, 780, 16, 11  # points; A4 is 595 x 842
_NEVER_FIRST = "、。）」，．ー・"  # pulled back to the end of the line before
_UNBROKEN = re.compile(r"[!-~]+|.")  # a Latin word or number, else one character
_FONT = (
    b"<< /Type /Font /Subtype /Type0 /BaseFont /HeiseiKakuGo-W5 /Encoding /UniJIS-UTF16-H"
    b" /DescendantFonts [4 0 R] /ToUnicode 6 0 R >>"
)
_CID_FONT = (
    b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /HeiseiKakuGo-W5"
    b" /CIDSystemInfo << /Registry (Adobe) /Ordering (Japan1) /Supplement 4 >>"
    b" /FontDescriptor 5 0 R /DW 1000 /W [1 94 500] >>"
)
_DESCRIPTOR = (
    b"<< /Type /FontDescriptor /FontName /HeiseiKakuGo-W5 /Flags 4 /FontBBox [-92 -250 1010 922]"
    b" /ItalicAngle 0 /Ascent 752 /Descent -221 /CapHeight 737 /StemV 114 >>"
)


def write(lines: list[str], *, title: str, stamped_at: datetime) -> bytes:
    """Set the lines under one another; `stamped_at` is the moment the file says it was saved."""
    pages = _pages(lines)
    kids = " ".join(f"{8 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R /Lang (ja) >>",
        f"<< /Type /Pages /Count {len(pages)} /Kids [{kids}] >>".encode(),
        _FONT,
        _CID_FONT,
        _DESCRIPTOR,
        _stream(_unicode_map("".join(lines))),
        _information(title, stamped_at),
    ]
    for number, page in enumerate(pages):
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842]"
            b" /Resources << /Font << /F1 3 0 R >> >> /Contents %d 0 R >>" % (9 + 2 * number)
        )
        objects.append(_stream(_content(page)))
    return _file(objects)


def _pages(lines: list[str]) -> list[list[str]]:
    wrapped = [part for line in lines for part in _wrapped(line)]
    return [wrapped[i : i + _PAGE_LINES] for i in range(0, len(wrapped), _PAGE_LINES)]


def _wrapped(line: str) -> Iterator[str]:
    """Break one line at the column's end; an empty line stays one empty line."""
    row, width = "", 0.0
    for piece in _UNBROKEN.findall(line):
        step = len(piece) / 2 if piece.isascii() else 1.0
        if width + step > _LINE_CHARACTERS and piece not in _NEVER_FIRST:
            yield row
            row, width = "", 0.0
        row += piece
        width += step
    yield row


def _content(page: list[str]) -> bytes:
    rows = [
        f"BT /F1 {_SIZE} Tf {_LEFT} {_TOP - _LEADING * number} Td <{_hex(row)}> Tj ET"
        for number, row in enumerate(page)
        if row
    ]
    return "\n".join(rows).encode()


def _unicode_map(text: str) -> bytes:
    codes = [_hex(character) for character in sorted(set(text))]
    chunks = [codes[i : i + 100] for i in range(0, len(codes), 100)]  # 100 is the format's limit
    mapped = "\n".join(
        f"{len(chunk)} beginbfchar\n" + "\n".join(f"<{c}> <{c}>" for c in chunk) + "\nendbfchar"
        for chunk in chunks
    )
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def\n"
        f"1 begincodespacerange <0000> <FFFF> endcodespacerange\n{mapped}\nendcmap end end"
    ).encode()


def _information(title: str, stamped_at: datetime) -> bytes:
    stamp = stamped_at.strftime("%Y%m%d%H%M%S+09'00'")
    return f"<< /Title <FEFF{_hex(title)}> /ModDate (D:{stamp}) >>".encode()


def _hex(text: str) -> str:
    return text.encode("utf-16-be").hex().upper()


def _stream(data: bytes) -> bytes:
    return b"<< /Length %d >>\nstream\n%b\nendstream" % (len(data), data)


def _file(objects: list[bytes]) -> bytes:
    """Number the objects from 1 and write the table of where each begins."""
    out, places = b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return out + (
        b"xref\n0 %d\n0000000000 65535 f \n%btrailer\n"
        b"<< /Size %d /Root 1 0 R /Info 7 0 R >>\nstartxref\n%d\n%%%%EOF\n"
        % (size, table, size, len(out))
    )
