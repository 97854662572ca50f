"""Mails as suppliers send them and as people forward them.

Headers and bodies go through our own charset ladder: the JIS mail with ① and ㈱ that Windows
writes fails in every Python codec, and the standard library leaves its subject undecoded.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.header import decode_header
from email.message import Message
from email.utils import parseaddr, parsedate_to_datetime
from itertools import islice

from tracker.domain.document import Block, Document, Entry, Region
from tracker.domain.reading import charset, markup, plaintext
from tracker.domain.reading.folding import fold
from tracker.domain.reading.regions import moved

MAX_PARTS = 200  # of one mail; a bomb nests thousands
LONGEST_RULE = 100  # characters of "----- Original Message -----"
SHORT_TEXT = 0.3  # of the HTML's length: a shorter text part only says "open in a browser"

_FORWARDED = re.compile(
    r"^[-－_>\s]*(?:-{2,}\s*)?(?:original message|forwarded message|begin forwarded message"
    r"|元のメッセージ|転送(?:された)?メッセージ|転送メール)\s*:?[-－_\s]*$",
    re.IGNORECASE,
)
_HEADER = re.compile(
    r"^[>\s*]*(?P<name>from|差出人|送信者|sent|date|日時|送信日時|日付|subject|件名|to|宛先|cc)"
    r"\s*\*?\s*[:：]\s*\*?\s*(?P<value>.*)$",
    re.IGNORECASE,
)
_NAMES = {
    "from": "from", "差出人": "from", "送信者": "from", "sent": "date", "date": "date",
    "日時": "date", "送信日時": "date", "日付": "date", "subject": "subject", "件名": "subject",
}  # fmt: skip
_QUOTE = re.compile(r"^\s*(?:>|＞)\s?")
_FORWARD_MARK = re.compile(r"^(?:\s*(?:fwd?|fw|re|転送|返信)\s*[:：]\s*)+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Original:
    """A mail inside a mail: what its copied headers say, and its lines."""

    headers: dict[str, str]
    before: list[str]  # what the forwarding person wrote
    lines: list[str]


def read_mail(body: bytes, *, url: str = "") -> Document:
    """Read one mail; a forwarded one is read as the supplier's original."""
    message = message_from_bytes(body, policy=policy.compat32)
    carrier = _headers(message)
    inner = _attached_mail(message)
    headers = _headers(inner) if inner is not None else carrier
    blocks, codec = _body(inner if inner is not None else message)
    note: list[Block] = []
    if inner is None and (original := _forwarded(blocks)):
        headers, note, blocks = _unwrapped(original, headers)
    sent_at = _time(headers.get("date", ""))
    title = _FORWARD_MARK.sub("", headers.get("subject", ""))
    entry = Entry(
        key=carrier.get("message-id") or f"{headers.get('date', '')} {title}".strip(),
        title=title,
        blocks=tuple(blocks),
        published_at=sent_at,
        attributes=_attributes(headers, carrier),
    )
    return Document(
        format="mail",
        title=title,
        blocks=(*note, *blocks),
        entries=(entry,),
        charset=codec,
        url=url,
        published_on=sent_at.date() if sent_at else None,
        updated_at=sent_at,
    )


def _headers(message: Message) -> dict[str, str]:
    """Decode every header once; the first of a name counts."""
    found: dict[str, str] = {}
    for name, value in message.raw_items():
        found.setdefault(name.lower(), header_text(str(value)))
    return found


def header_text(value: str) -> str:
    """Decode a header; words of one label are joined before, so no character is cut apart."""
    if not value.isascii():  # bytes that no mailer should send
        return fold(_decoded(value.encode("utf-8", "surrogateescape"), "")[0])
    return fold(
        "".join(
            piece if isinstance(piece, str) else _decoded(piece, f"charset={label or ''}")[0]
            for piece, label in decode_header(value)
        )
    )


def _decoded(raw: bytes, content_type: str) -> tuple[str, str]:
    try:
        decoded = charset.decode(raw, content_type=content_type)
    except charset.UndecodableError:
        return raw.decode("ascii", "replace"), ""  # shown as broken, never guessed
    return decoded.text, decoded.charset


def _attached_mail(message: Message) -> Message | None:
    """Return the mail that was forwarded as an attachment. None when there is none."""
    for part in _parts(message):
        if part.get_content_type() == "message/rfc822" and part.is_multipart():
            return next(islice(part.walk(), 1, None))
    return None


def _parts(message: Message) -> Iterator[Message]:
    for count, part in enumerate(message.walk()):
        if count >= MAX_PARTS:
            return
        yield part


def _body(message: Message) -> tuple[list[Block], str]:
    """Return the blocks of the part meant for reading, and its character set."""
    texts = {kind: _part_text(message, kind) for kind in ("text/plain", "text/html")}
    plain, html = texts["text/plain"], texts["text/html"]
    html_blocks = markup.blocks_of_text(html[0]) if html else []
    length = sum(len(block.text) for block in html_blocks)
    if plain and len(plain[0].strip()) >= SHORT_TEXT * length:
        return list(plaintext.blocks_of_lines(plain[0].splitlines())), plain[1]
    return html_blocks, html[1] if html else ""


def _part_text(message: Message, kind: str) -> tuple[str, str] | None:
    for part in _parts(message):
        if part.get_content_type() == kind and not part.get_filename():
            raw = part.get_payload(decode=True)
            body = raw if isinstance(raw, bytes) else b""
            return _decoded(body, str(part.get("content-type", "")))
    return None


def _forwarded(blocks: list[Block]) -> _Original | None:
    """Find copied headers inside the text. None when nothing was forwarded inline."""
    lines = [_QUOTE.sub("", block.text) for block in blocks]
    start = next((n for n, line in enumerate(lines) if _is_forward_rule(line)), None)
    first = start + 1 if start is not None else _header_block(lines)
    if first is None:
        return None
    headers: dict[str, str] = {}
    last = first
    while last < len(lines) and (match := _HEADER.match(lines[last])):
        name = _NAMES.get(match["name"].lower())
        if name:
            headers.setdefault(name, match["value"].strip(" *"))
        last += 1
    if "subject" not in headers and "from" not in headers:
        return None
    return _Original(headers, lines[: start if start is not None else first], lines[last:])


def _is_forward_rule(line: str) -> bool:
    return len(line) <= LONGEST_RULE and _FORWARDED.match(line) is not None


def _header_block(lines: list[str]) -> int | None:
    """Find From, Date and Subject in a row, as mailers copy them without a rule above."""
    for place in range(len(lines) - 2):
        if all(_HEADER.match(line) for line in lines[place : place + 3]):
            return place
    return None


def _unwrapped(
    original: _Original, headers: dict[str, str]
) -> tuple[dict[str, str], list[Block], list[Block]]:
    note = [moved(block, Region.ASIDE) for block in plaintext.blocks_of_lines(original.before)]
    return {**headers, **original.headers}, note, list(plaintext.blocks_of_lines(original.lines))


def _time(written: str) -> datetime | None:
    try:
        time = parsedate_to_datetime(written)
    except ValueError:
        return None
    return time if time.tzinfo else time.replace(tzinfo=UTC)


def _attributes(headers: dict[str, str], carrier: dict[str, str]) -> dict[str, str]:
    found = {"from": parseaddr(headers.get("from", ""))[1] or headers.get("from", "")}
    if headers.get("from") != carrier.get("from"):
        found["forwarded_by"] = parseaddr(carrier.get("from", ""))[1]
    return {name: value for name, value in found.items() if value}
