"""Bytes to text for pages whose label is missing, wrong or only nearly right.

A ladder of strict decoders: byte order mark, escape sequences, the server's label, the page's own
label, UTF-8, UTF-16 by its zeros, then whichever of Shift_JIS and EUC-JP yields more kana. A label
that does not fit falls through to the next rung. UTF-7 is no rung: nobody writes it honestly.
"""

import codecs
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import charset_normalizer

from tracker.domain.document import ReadError
from tracker.enums.reading import ReadProblem

LABEL_WINDOW = 8192  # bytes searched for the page's own label; scripts push it past 2 KB
GUESS_WINDOW = 32768  # bytes shown to the statistical detector, 1.4 ms per 36 KB
DAMAGE_RATIO = 0.001  # of the characters may be broken before the page counts as unreadable
DAMAGE_FLOOR = 3  # broken characters that even a short page may hold

_META = re.compile(r"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_XML = re.compile(r"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{2,40})")
_HEADER = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_ESCAPE = re.compile(rb"\x1b(?:\$[@B]|\$\([DQ]|\([BJI])")
_KANA = re.compile(r"[\u3041-\u30ff]")
_MISREAD = re.compile(r"[\uff61-\uff9f\x80-\x9f\ue000-\uf8ff]")  # half-width kana, C1, private use
_JAPANESE = re.compile(r"[\u3041-\u30ff\u4e00-\u9fff]")
_UTF8_KANA = re.compile(rb"(?:[\xe3-\xe9\xef][\x80-\xbf][\x80-\xbf]){2}")
_VENDOR_ROW = re.compile(rb"[\xad\xf9-\xfc][\xa1-\xfe]")  # NEC and IBM characters: ① ㈱ 髙

# cp932 reads these JIS characters as their full-width cousins; the JIS codecs do not
_JIS_VARIANTS = str.maketrans("～∥－￠￡￢", "〜‖−¢£¬")

_SHIFT_JIS = frozenset({"shift_jis", "shift-jis", "sjis", "x-sjis", "ms_kanji", "windows-31j"})
_EUC_JP = frozenset({"euc-jp", "euc_jp", "x-euc-jp", "eucjp", "eucjp-ms", "cp51932", "ujis"})
# what servers say when nobody set anything: any bytes at all fit, so it proves nothing
_EMPTY_LABELS = frozenset({"iso-8859-1", "latin1", "latin-1", "us-ascii", "ascii", "windows-1252"})
_REFUSED = frozenset({"utf-7", "unicode-1-1-utf-7", "csutf7", "utf7"})


class UndecodableError(ReadError):
    """No character set reads these bytes without inventing characters."""

    reason = ReadProblem.UNDECODABLE


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text and the codec that gave it. `is_damaged` when broken bytes became U+FFFD."""

    text: str
    charset: str
    is_damaged: bool = False


def decode(body: bytes, *, content_type: str = "") -> Decoded:
    """Return the text of a body, believing no label that does not fit.

    Raises: UndecodableError when no rung of the ladder holds.
    """
    if marked := _by_mark(body):
        return marked
    labels = _labels(body, content_type)
    for rung in (_by_escape, _by_utf8_kana):
        if found := rung(body):
            return found
    for label in labels:
        if found := _by_label(body, label):
            return found
    for rung in (_by_utf8, _by_zeros, _by_kana):
        if found := rung(body):
            return found
    return _damaged(body, labels) or _by_guess(body)


def _labels(body: bytes, content_type: str) -> list[str]:
    """List the labels worth trying: the server's first, then the page's own."""
    head = body[:LABEL_WINDOW].decode("latin-1")
    matches = (_HEADER.search(content_type), _XML.search(head), _META.search(head))
    found = [match.group(1) for match in matches if match]
    lowered = dict.fromkeys(label.lower() for label in found)
    return [label for label in lowered if label not in _REFUSED | _EMPTY_LABELS]


def _by_mark(body: bytes) -> Decoded | None:
    marks = (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF32_LE, "utf-32"),
        (codecs.BOM_UTF32_BE, "utf-32"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    )
    for mark, codec in marks:
        if body.startswith(mark):
            return _strict(body, codec)
    return None


def _by_escape(body: bytes) -> Decoded | None:
    if not _ESCAPE.search(body) or not body.isascii():
        return None
    return _strict(body, "iso2022_jp") or _convert(body, _jis_to_text, "iso2022_jp")


def _by_utf8_kana(body: bytes) -> Decoded | None:
    """Japanese in valid UTF-8 is UTF-8 under any label: no legacy text looks like that."""
    return _strict(body, "utf-8") if _UTF8_KANA.search(body) else None


def _by_label(body: bytes, label: str) -> Decoded | None:
    if label in _SHIFT_JIS:
        found = _strict(body, "cp932")
    elif label in _EUC_JP:
        found = _convert(body, _euc_to_text, "euc_jp")
    elif label in {"utf-16", "utf-16le", "utf-16be"}:
        found = _by_zeros(body)
    else:
        found = _strict(body, label)
    return found if found and _is_plausible(found.text) else None


def _by_utf8(body: bytes) -> Decoded | None:
    found = _strict(body, "utf-8")
    return found if found and not _is_riddled(found.text) else None


def _by_zeros(body: bytes) -> Decoded | None:
    """Read UTF-16 without a mark: the markup's ASCII leaves a zero in every second byte."""
    sample = body[:GUESS_WINDOW]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if max(even, odd) * 20 < len(sample) or min(even, odd) * 10 > max(even, odd):
        return None
    found = _strict(body, "utf-16-le" if odd > even else "utf-16-be")
    return found if found and _is_plausible(found.text) else None


def _by_kana(body: bytes) -> Decoded | None:
    """Choose between the two Japanese codecs by what they make of the bytes."""
    readings = [
        reading
        for reading in (_strict(body, "cp932"), _convert(body, _euc_to_text, "euc_jp"))
        if reading and _JAPANESE.search(reading.text) and _is_plausible(reading.text)
    ]
    return max(readings, key=lambda reading: _kana_score(reading.text), default=None)


def _kana_score(text: str) -> int:
    return len(_KANA.findall(text)) - 2 * len(_MISREAD.findall(text))


def _is_plausible(text: str) -> bool:
    """Half-width kana outnumbering real Japanese are another codec's bytes, and so are NULs."""
    if _is_riddled(text):
        return False
    wrong = len(_MISREAD.findall(text))
    return wrong == 0 or wrong < len(_JAPANESE.findall(text))


def _is_riddled(text: str) -> bool:
    """Tell text of two-byte characters read byte by byte; a stray NUL is only dirt."""
    return text.count("\x00") * 20 > len(text)


def _damaged(body: bytes, labels: list[str]) -> Decoded | None:
    """Accept a few broken bytes, visibly, under the label or UTF-8; more is unreadable."""
    codec = "cp932" if labels and labels[0] in _SHIFT_JIS else "utf-8"
    text = body.decode(codec, errors="replace")
    broken = text.count("\ufffd")
    if broken > max(DAMAGE_FLOOR, len(text) * DAMAGE_RATIO):
        return None
    found = _JAPANESE.search(text) and _is_plausible(text)
    return Decoded(text, codec, is_damaged=True) if found else None


def _by_guess(body: bytes) -> Decoded:
    best = charset_normalizer.from_bytes(body[:GUESS_WINDOW]).best()
    found = _strict(body, best.encoding) if best else None
    if found is None or not _is_plausible(found.text):
        raise UndecodableError("no character set reads these bytes without inventing characters")
    return found


def _strict(body: bytes, codec: str) -> Decoded | None:
    try:
        return Decoded(body.decode(codec), codec.removesuffix("-sig"))
    except (UnicodeDecodeError, LookupError):
        return None


def _convert(body: bytes, reader: Callable[[bytes], str], charset: str) -> Decoded | None:
    try:
        return Decoded(reader(body), charset)
    except UnicodeDecodeError:
        return None


def _euc_to_text(body: bytes) -> str:
    """Read EUC-JP; with vendor characters the way Windows and browsers do."""
    if not _VENDOR_ROW.search(body):
        return body.decode("euc_jis_2004")
    try:
        return _shifted(_euc_pieces(body))
    except UnicodeDecodeError:
        return body.decode("euc_jis_2004")


def _jis_to_text(body: bytes) -> str:
    """Read ISO-2022-JP with vendor characters, which Windows mailers write and Python refuses."""
    return _shifted(_jis_pieces(body))


def _shifted(pieces: Iterator[bytes]) -> str:
    return b"".join(pieces).decode("cp932").translate(_JIS_VARIANTS)


_EUC_PIECE = re.compile(rb"[\x00-\x7f]+|\x8e[\xa1-\xdf]|(?:[\xa1-\xfe][\xa1-\xfe])+|[\x80-\xff]")


def _euc_pieces(body: bytes) -> Iterator[bytes]:
    for match in _EUC_PIECE.finditer(body):
        piece = match.group()
        if piece[0] < 0x80:
            yield piece
        elif piece[0] == 0x8E and len(piece) == 2:
            yield piece[1:]
        else:
            yield _to_shift_jis(bytes(byte & 0x7F for byte in piece))


def _jis_pieces(body: bytes) -> Iterator[bytes]:
    """Cut at the escapes: two-byte runs go to Shift_JIS, half-width kana get their high bit."""
    mode, start = b"\x1b(B", 0
    for match in _ESCAPE.finditer(body):
        yield _jis_piece(mode, body[start : match.start()])
        mode, start = match.group(), match.end()
    yield _jis_piece(mode, body[start:])


def _jis_piece(mode: bytes, piece: bytes) -> bytes:
    if mode == b"\x1b(I":
        return bytes(byte | 0x80 if byte > 0x20 else byte for byte in piece)
    return _to_shift_jis(piece) if mode.startswith(b"\x1b$") else piece


def _to_shift_jis(piece: bytes) -> bytes:
    """Move pairs of JIS X 0208 bytes to where Shift_JIS keeps them; others stay as they are."""
    moved = bytearray()
    index = 0
    while index < len(piece):
        row = piece[index]
        if row < 0x21 or index + 1 == len(piece):
            moved.append(row)
            index += 1
            continue
        cell = piece[index + 1]
        moved.append((row + 1) // 2 + (0x70 if row < 0x5F else 0xB0))
        moved.append(cell + (0x7E if row % 2 == 0 else 0x1F if cell < 0x60 else 0x20))
        index += 2
    return bytes(moved)
