"""I6, I8: what a file is by its content, and what may be done with its name."""

import pytest

from reconciliation.domain.file_types import file_type, safety_of
from reconciliation.domain.labels import download_name, label_of
from reconciliation.domain.row_keys import number_key, row_key
from reconciliation.enums import FileSafety, FileType

PNG = b"\x89PNG\r\n\x1a\n"
MAIL = b"From: a@example.com\r\nDate: Thu, 1 Oct 2026 09:00:00 +0900\r\nSubject: x\r\n\r\nbody"


@pytest.mark.parametrize(
    ("head", "kind", "is_acting"),
    [
        (b"%PDF-1.7", FileType.PDF, False),
        (PNG + b"data", FileType.PNG, False),
        (PNG + b"<script>alert(1)</script>", FileType.MARKUP, True),
        (b"<!DOCTYPE html><html>", FileType.MARKUP, True),
        (b"  <svg xmlns='x'><script/></svg>", FileType.MARKUP, True),
        (b"<?xml version='1.0'?><svg/>", FileType.MARKUP, True),
        (b"MZ\x90\x00", FileType.PROGRAM, True),
        (b"\x7fELF", FileType.PROGRAM, True),
        (b"#!/bin/sh\n", FileType.PROGRAM, True),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", FileType.MACRO, True),
        (b"PK\x03\x04....xl/workbook.xml..xl/vbaProject.bin", FileType.MACRO, True),
        (b"PK\x03\x04....xl/workbook.xml", FileType.XLSX, False),
        (b"PK\x03\x04....word/document.xml", FileType.OFFICE, False),
        (b"PK\x03\x04....other", FileType.ZIP, False),
        (MAIL, FileType.MAIL, False),
        ("注文番号,数量\n".encode("cp932"), FileType.CSV, False),
        ("電話メモ\n".encode(), FileType.TEXT, False),
        ("注文".encode("utf-16"), FileType.TEXT, False),
        (b"\x00\x01\x02", FileType.UNKNOWN, True),
        (b"RIFF1234WEBPdata", FileType.WEBP, False),
    ],
)
def test_i6_the_content_decides(head, kind, is_acting):
    found = file_type(head)

    assert found == kind
    assert (safety_of(found, head) == FileSafety.QUARANTINED) is is_acting


def test_i6_what_hangs_behind_a_picture_is_seen():
    assert file_type(PNG + b"0" * 100, tail=b"<script>") == FileType.MARKUP


def test_i6_the_scanners_own_test_is_quarantined():
    head = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"

    assert safety_of(file_type(head), head) == FileSafety.QUARANTINED


@pytest.mark.parametrize(
    ("name", "label", "download"),
    [
        ("注文.csv", "注文.csv", "注文.csv"),
        ("../../x", "../../x", "_.._x"),
        ("a\r\nSet-Cookie: x", "a Set-Cookie: x", "a Set-Cookie_ x"),
        ("fdp.\u202eexe", "fdp. exe", "fdp. exe"),
        ("con.txt", "con.txt", "_con.txt"),
        ("LPT1", "LPT1", "_LPT1"),
        ("", "file", "file"),
        ("...", "...", "file"),
        ("あ" * 400, "あ" * 300, "あ" * 100),
    ],
)
def test_i8_names_are_shown_and_stored_harmlessly(name, label, download):
    assert (label_of(name), download_name(name)) == (label, download)


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("PO-001", "PO001"),
        ("ｐｏ－００１", "PO001"),
        ("po ー001", "PO001"),
        ("PO‐001", "PO001"),
        ("オーダー1", "オーダー1"),
        ("", ""),
    ],
)
def test_numbers_are_compared_without_their_dress(written, key):
    assert number_key(written) == key


def test_a_key_too_long_to_keep_is_replaced_by_its_hash():
    assert row_key("a", None, 1) == "a||1"
    assert len(row_key("a" * 300)) == 64
