"""P6: a hostile PDF dies in its own process and takes nothing with it."""

import resource
import subprocess
import sys
import zlib
from pathlib import Path

import pytest

from tracker.enums.reading import ReadProblem
from tracker.sources import pdf, pdf_child
from tracker.sources.pdf import PdfText, PdfUnreadableError, extract


def written(*objects):
    """Write a PDF of numbered objects; the first is the catalogue."""
    body = b"%PDF-1.4\n"
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return (
        body
        + b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
        + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF"
        % (len(objects) + 1, len(body))
    )


def document(*streams, filters=b""):
    """Write a PDF with one page per content stream."""
    count = len(streams)
    kids = b" ".join(b"%d 0 R" % (4 + 2 * number) for number in range(count))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, count),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for number, stream in enumerate(streams):
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents %d 0 R"
            b" /Resources << /Font << /F 3 0 R >> >> >>" % (5 + 2 * number)
        )
        objects.append(
            b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(stream), filters, stream)
        )
    return written(*objects)


def text(line):
    return b"BT /F 12 Tf 50 700 Td (%s) Tj ET" % line


def test_pages_are_read_in_order():
    found = extract(document(text(b"Shipping stopped"), text(b"until further notice")))

    assert found == PdfText(("Shipping stopped", "until further notice"), is_whole=True)


def test_p6_a_flood_of_pages_is_cut():
    found = extract(document(*[text(b"x")] * (pdf_child.MAX_PAGES + 50)))

    assert (len(found.pages), found.is_whole) == (pdf_child.MAX_PAGES, False)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "damaged"),
        (b"%PDF-1.7 and nothing else", "damaged"),
        (b"<html>not found</html>", "damaged"),
    ],
)
def test_p6_what_is_no_pdf_is_said_so(body, words):
    with pytest.raises(PdfUnreadableError, match=words) as refusal:
        extract(body)

    assert refusal.value.reason is ReadProblem.PDF_UNREADABLE


def test_p6_a_bomb_of_filters_stays_in_its_child():
    packer = zlib.compressobj(1)
    chunk = b"0 " * 500_000
    packed = b"".join(packer.compress(chunk) for _ in range(400)) + packer.flush()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    body = document(packed, filters=b"/Filter /FlateDecode")
    try:
        found = extract(body)
    except PdfUnreadableError as error:
        found = error

    assert isinstance(found, PdfText | PdfUnreadableError)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 60_000  # kilobytes


@pytest.mark.parametrize(
    ("code", "errors", "words"),
    [
        (-9, b"", "too long"),
        (-24, b"", "too long"),
        (-11, b"", "too large or damaged"),
        (1, b"MemoryError", "too large or damaged"),
        (1, b"PDFium: Incorrect password error", "password"),
        (1, b"PdfiumError", "damaged"),
    ],
)
def test_p6_why_a_child_died(code, errors, words):
    assert words in pdf._reason(code, errors)


def test_p6_a_child_that_hangs_is_ended(tmp_path, monkeypatch):
    child = tmp_path / "hanging.py"
    child.write_text("import time\ntime.sleep(60)\n")
    monkeypatch.setattr(pdf, "_CHILD", child)
    monkeypatch.setattr(pdf, "WALL_SECONDS", 0.5)

    with pytest.raises(PdfUnreadableError, match="too long"):
        extract(b"%PDF-1.4")


@pytest.mark.parametrize(
    ("act", "code"),
    [
        ("bytearray(400 * 1024 * 1024)", 1),
        ("import resource; resource.setrlimit(resource.RLIMIT_CPU, (1, 2))\nwhile True: pass", -24),
        ("open('/tmp/fukkyu-p6', 'w').write('x' * 9000)", None),
    ],
)
def test_p6_the_limits_hold_inside_the_child(act, code):
    script = f"import sys; sys.path.insert(0, {str(Path(pdf_child.__file__).parent)!r})\n"
    script += f"import pdf_child; pdf_child.limit()\n{act}\n"

    run = subprocess.run(
        [sys.executable, "-I", "-c", script], capture_output=True, timeout=20, check=False
    )

    assert run.returncode == code or (code is None and run.returncode != 0)


def test_a_text_longer_than_anybody_reads_is_cut(monkeypatch):
    monkeypatch.setattr(pdf_child, "MAX_CHARS", 20)

    assert pdf_child.pages_of(document(text(b"sixteen letters."), text(b"sixteen letters."))) == {
        "pages": ["sixteen letters."],
        "page_count": 2,
    }
