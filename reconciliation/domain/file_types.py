"""What a file is, by its content; its name and the browser's word for it count for nothing."""

import re

from reconciliation.enums import FileSafety, FileType

HEAD = 65_536  # bytes that are looked at
SIGNATURES: tuple[tuple[bytes, FileType], ...] = (
    (b"%PDF-", FileType.PDF),
    (b"\x89PNG\r\n\x1a\n", FileType.PNG),
    (b"\xff\xd8\xff", FileType.JPEG),
    (b"GIF87a", FileType.GIF),
    (b"GIF89a", FileType.GIF),
    (b"II*\x00", FileType.TIFF),
    (b"MM\x00*", FileType.TIFF),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", FileType.MACRO),  # old Office: may hold macros unseen
    (b"MZ", FileType.PROGRAM),
    (b"\x7fELF", FileType.PROGRAM),
    (b"\xca\xfe\xba\xbe", FileType.PROGRAM),
    (b"#!", FileType.PROGRAM),
)
# Opened by a click these may act, or pretend to be our pages.
ACTING = frozenset({FileType.MARKUP, FileType.MACRO, FileType.PROGRAM, FileType.UNKNOWN})
SCANNER_TEST = b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE"
_MARKUP = re.compile(rb"<\s*(?:!doctype|html|head|body|script|svg|iframe|\?xml)", re.IGNORECASE)
_MAIL = re.compile(rb"\A(?:[!-9;-~]+:[^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n)*){2}", re.MULTILINE)
_MAIL_FIELDS = re.compile(
    rb"^(?:From|Date|Received|Subject|Message-ID|MIME-Version):", re.IGNORECASE | re.MULTILINE
)


def file_type(head: bytes, *, tail: bytes = b"") -> FileType:
    """Return what the first bytes say. `tail` shows what was hung behind a picture."""
    for signature, kind in SIGNATURES:
        if head.startswith(signature):
            return _unless_acting(kind, head + tail)
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return _unless_acting(FileType.WEBP, head + tail)
    if head.startswith(b"PK\x03\x04"):
        return _archive_type(head + tail)
    return _text_type(head)


def safety_of(kind: FileType, head: bytes) -> FileSafety:
    is_test = SCANNER_TEST in head
    return FileSafety.QUARANTINED if is_test or kind in ACTING else FileSafety.NOT_SCANNED


def _unless_acting(kind: FileType, content: bytes) -> FileType:
    """A picture with a page inside is a page."""
    if kind == FileType.PDF:
        return kind
    return FileType.MARKUP if _MARKUP.search(content) else kind


def _archive_type(content: bytes) -> FileType:
    if b"vbaProject" in content:
        return FileType.MACRO
    if b"xl/" in content:
        return FileType.XLSX
    if b"word/" in content or b"ppt/" in content:
        return FileType.OFFICE
    return FileType.ZIP


def _text_type(head: bytes) -> FileType:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return FileType.TEXT  # UTF-16, as spreadsheets save it
    if b"\x00" in head:
        return FileType.UNKNOWN
    if _MAIL.match(head) and len(_MAIL_FIELDS.findall(head)) >= 2:
        return FileType.MAIL
    if _MARKUP.search(head[:4096]):
        return FileType.MARKUP
    if not _is_text(head):
        return FileType.UNKNOWN
    first = head.split(b"\n", 1)[0]
    return FileType.CSV if b"," in first or b"\t" in first else FileType.TEXT


def _is_text(head: bytes) -> bool:
    """Return True for UTF-8 and cp932, also when the head was cut within a character."""
    for encoding in ("utf-8", "cp932"):
        for cut in range(4 if len(head) == HEAD else 1):
            try:
                head[: len(head) - cut].decode(encoding)
            except UnicodeDecodeError:
                continue
            return True
    return False
