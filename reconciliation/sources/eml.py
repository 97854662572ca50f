"""A mail with what is attached to it, as files of their own.

Words go through the charset ladder of the notices; attachments come out byte for byte.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import Message
from email.utils import parseaddr, parsedate_to_datetime
from itertools import islice

from tracker.domain.reading.mail import header_text, read_mail

MAX_PARTS = 200  # of one mail; a bomb nests thousands
MAX_ATTACHMENTS = 50
MAX_WORDS = 20_000  # characters of the body that are kept beside the original


@dataclass(frozen=True, slots=True)
class Attachment:
    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Mail:
    """What a mail says of itself. `sent_at` is None when it does not say."""

    subject: str
    sender_name: str
    sender: str
    sent_at: datetime | None
    body: str
    attachments: tuple[Attachment, ...]
    left_out: int  # attachments beyond the limit; they are in the original


def parse(content: bytes) -> Mail:
    """Read a mail. Nothing in it is followed, fetched or run."""
    message = message_from_bytes(content, policy=policy.compat32)
    name, address = parseaddr(header_text(str(message.get("From", ""))))
    parts = [part for part in islice(message.walk(), MAX_PARTS) if _is_attached(part)]
    return Mail(
        subject=header_text(str(message.get("Subject", ""))).strip(),
        sender_name=name.strip(),
        sender=address,
        sent_at=_moment(str(message.get("Date", ""))),
        body=_words(content),
        attachments=tuple(_attachment(part) for part in parts[:MAX_ATTACHMENTS]),
        left_out=max(0, len(parts) - MAX_ATTACHMENTS),
    )


def _is_attached(part: Message) -> bool:
    return not part.is_multipart() and part.get_filename() is not None


def _attachment(part: Message) -> Attachment:
    payload = part.get_payload(decode=True)
    content = payload if isinstance(payload, bytes) else b""
    return Attachment(header_text(part.get_filename() or ""), content)


def _words(content: bytes) -> str:
    document = read_mail(content)
    lines = [block.text for block in document.blocks]
    return "\n".join(lines)[:MAX_WORDS]


def _moment(written: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(written)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
