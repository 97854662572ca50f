"""Read new messages of a mail folder, over TLS and through the gate, changing nothing in it."""

import imaplib
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from imap_tools.errors import ImapToolsError, MailboxFolderSelectError, MailboxLoginError
from imap_tools.mailbox import BaseMailBox

from tracker.enums import FetchReason
from tracker.sources import failures
from tracker.sources.errors import FetchError, SourceError, TemporaryFetchError
from tracker.sources.gate import Door, tls_context
from tracker.sources.sockets import allow

_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_SIZE = re.compile(rb"UID (\d+)[^)]*RFC822\.SIZE (\d+)|RFC822\.SIZE (\d+)[^)]*UID (\d+)")
_OVERHEAD_BYTES = 5_000_000  # for everything but the messages


@dataclass(frozen=True, slots=True)
class MailFolder:
    """Where mail is read, and as whom."""

    host: str
    user: str
    password: str = field(repr=False)
    folder: str = "INBOX"
    port: int = 993


@dataclass(frozen=True, slots=True)
class MailLimits:
    """How much one look into a folder may cost."""

    total_seconds: float = 60.0
    message_bytes: int = 15_000_000  # a message with scanned pages
    message_count: int = 20


DEFAULT_LIMITS = MailLimits()


@dataclass(frozen=True, slots=True)
class Mail:
    """One message as it lies on the server."""

    uid: int
    raw: bytes


@dataclass(frozen=True, slots=True)
class MailBatch:
    """What one look into a folder brought, oldest first."""

    uid_validity: int  # when it changes, every uid of the folder means another message
    mails: tuple[Mail, ...]
    oversized_uids: tuple[int, ...]  # left where they are


@dataclass(frozen=True, slots=True)
class FolderState:
    """Where a folder stands."""

    uid_validity: int
    last_uid: int  # of the newest message that ever lay there; 0: there was none


class _Client(imaplib.IMAP4):
    """The standard library's client on a connection of the gate."""

    def __init__(self, folder: MailFolder, door: Door, authorities: str, max_bytes: int) -> None:
        self._door = door
        self._tls = tls_context(authorities)
        self._max_bytes = max_bytes
        super().__init__(folder.host, folder.port)

    def _create_socket(self, timeout: Any) -> Any:
        plain = self._door.connect(self.host, self.port)
        try:
            return self._tls.wrap_socket(plain, server_hostname=self.host)
        except BaseException:
            plain.close()
            raise

    def read(self, size: int) -> bytes:
        if size > self._max_bytes:  # room for all of it would be made before the first byte
            raise FetchError(FetchReason.TOO_LARGE)
        return super().read(size)


class _MailBox(BaseMailBox):
    def __init__(self, client: _Client) -> None:
        self._given_client = client
        super().__init__()

    def _get_mailbox_client(self) -> imaplib.IMAP4:
        return self._given_client


def fetch_mail(
    folder: MailFolder,
    *,
    door: Door,
    after_uid: int = 0,
    authorities: str = "",
    limits: MailLimits = DEFAULT_LIMITS,
) -> MailBatch:
    """Return the messages that came after the one with this uid; 0 means all.

    `authorities` is a file of further certificates to trust, "" for none.
    Raises: FetchError when the server refuses us or cannot be trusted; TemporaryFetchError when
        it may answer later.
    """
    with _signed_in(folder, door, authorities, limits) as box:
        return _read(box, folder, after_uid, limits)


def look_into(
    folder: MailFolder, *, door: Door, authorities: str = "", limits: MailLimits = DEFAULT_LIMITS
) -> FolderState:
    """Sign in and say where the folder stands, reading no message.

    Raises: FetchError and TemporaryFetchError, as `fetch_mail`.
    """
    with _signed_in(folder, door, authorities, limits) as box:
        stands = box.folder.status(folder.folder, ["UIDVALIDITY", "UIDNEXT"])
        return FolderState(stands["UIDVALIDITY"], stands["UIDNEXT"] - 1)


@contextmanager
def _signed_in(
    folder: MailFolder, door: Door, authorities: str, limits: MailLimits
) -> Iterator[_MailBox]:
    """Open the folder for reading, within the limits, and say goodbye at the end."""
    size = limits.message_bytes * limits.message_count + _OVERHEAD_BYTES
    with allow(seconds=limits.total_seconds, size=size), _failing():
        _check_words(folder)
        client = _Client(folder, door, authorities, limits.message_bytes)
        try:
            box = _MailBox(client)
            sign_in = box.login if (folder.user + folder.password).isascii() else box.login_utf8
            sign_in(folder.user, folder.password, initial_folder=None)
            box.folder.set(folder.folder, readonly=True)
            yield box
            with suppress(OSError, imaplib.IMAP4.error, SourceError):
                client.logout()
        finally:
            with suppress(OSError):  # after a proper goodbye it is closed already
                client.shutdown()


def _check_words(folder: MailFolder) -> None:
    """Refuse words that would end the line they are sent in and begin another command."""
    if any(_CONTROL.search(word) for word in (folder.user, folder.password, folder.folder)):
        raise FetchError(FetchReason.MAIL_REFUSED)


def _read(box: _MailBox, folder: MailFolder, after_uid: int, limits: MailLimits) -> MailBatch:
    uid_validity = box.folder.status(folder.folder, ["UIDVALIDITY"])["UIDVALIDITY"]
    # "n:*" gives the newest message even when its uid is below n
    found = sorted({int(uid) for uid in box.uids(f"UID {after_uid + 1}:*", charset=None)})
    uids = [uid for uid in found if uid > after_uid][: limits.message_count]
    sizes = _sizes(box, uids)
    small = [uid for uid in uids if sizes.get(uid, 0) <= limits.message_bytes]
    mails = [Mail(uid, raw) for uid in small if (raw := _message(box, uid)) is not None]
    return MailBatch(uid_validity, tuple(mails), tuple(sorted(set(uids) - set(small))))


def _sizes(box: _MailBox, uids: list[int]) -> dict[int, int]:
    """Return the size in bytes by uid."""
    if not uids:
        return {}
    _, lines = box.client.uid("FETCH", ",".join(map(str, uids)), "(UID RFC822.SIZE)")
    sizes = {}
    for line in lines:
        if isinstance(line, bytes) and (found := _SIZE.search(line)):
            sizes[int(found[1] or found[4])] = int(found[2] or found[3])
    return sizes


def _message(box: _MailBox, uid: int) -> bytes | None:
    """Return a message, leaving it unread; None when it was deleted meanwhile."""
    _, parts = box.client.uid("FETCH", str(uid), "(BODY.PEEK[])")
    return next((bytes(part[1]) for part in parts if isinstance(part, tuple)), None)


@contextmanager
def _failing() -> Iterator[None]:
    """Turn whatever the libraries raise into our errors."""
    try:
        yield
    except (MailboxLoginError, MailboxFolderSelectError) as error:
        raise FetchError(FetchReason.MAIL_REFUSED) from error
    except imaplib.IMAP4.abort as error:
        raise TemporaryFetchError(FetchReason.CONNECTION_LOST) from error
    except OSError as error:  # before ValueError, which a bad certificate is as well
        raise failures.opening_failure(error) from error
    except (imaplib.IMAP4.error, ImapToolsError, ValueError, LookupError) as error:
        raise FetchError(FetchReason.MAIL_BROKEN) from error
