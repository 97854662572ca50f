"""Mail folders read for a company: claimed by a lease, fenced by a token, each mail kept once."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q

from accounts.operations import audit
from accounts.operations.audit import Actor
from accounts.sealing import cipher
from tracker.enums import PageKind
from tracker.models import Mailbox, Source, Supplier
from tracker.operations import sources
from tracker.operations.sources import Address, Following
from tracker.sources import gate, imap, urls
from tracker.sources.imap import FolderState, MailFolder, MailLimits

LEASE = timedelta(minutes=5)  # longer than a look of 60 s and the reading of what it brought
RING_AGAIN = timedelta(seconds=60)  # a message may be lost
TRIAL = MailLimits(total_seconds=15.0)  # a person waits for the answer
PURPOSE = "tracker.mailbox"


class LostMailboxError(Exception):
    """Another worker has claimed the folder meanwhile, or it is not followed any more."""


@dataclass(frozen=True, slots=True)
class Access:
    """Where mail is read, and as whom. `server` is a name, with or without its port."""

    server: str
    login: str
    password: str = field(repr=False)
    folder: str = "INBOX"

    def place(self) -> tuple[str, int]:
        """Return name and port of the server.

        Raises: UrlError for a server that is not accepted.
        """
        return urls.parse_mail_server(self.server, admitted=settings.ADMITTED_ADDRESSES)

    def opened(self) -> MailFolder:
        host, port = self.place()
        return MailFolder(host, self.login, self.password, self.folder, port)


def open_door() -> gate.Door:
    """Return the way out for mail: the same judge of addresses as for pages."""
    return gate.Door(admitted=settings.ADMITTED_ADDRESSES, resolve=gate.look_up)


def check(access: Access) -> FolderState:
    """Sign in once, within 15 seconds, and say where the folder stands. Nothing is written.

    Raises: UrlError for a server that is not accepted; SourceError when it cannot be read.
    """
    return imap.look_into(
        access.opened(), door=open_door(), authorities=settings.MAIL_AUTHORITIES, limits=TRIAL
    )


def add(
    supplier: Supplier,
    access: Access,
    following: Following,
    *,
    start: FolderState,
    actor: Actor,
    now: datetime,
) -> Mailbox:
    """Follow a folder, taking in what comes after the message that `start` names.

    Raises: UrlError for a server that is not accepted.
    """
    host, port = access.place()
    with transaction.atomic():
        address = Address(PageKind.MAIL)
        source = sources.add(supplier, address, following, actor=actor, now=now)
        mailbox = Mailbox.objects.create(
            workspace=supplier.workspace,
            source=source,
            host=host,
            port=port,
            login=access.login,
            sealed_password=_seal(access.password),
            folder=access.folder,
            last_uid=start.last_uid,
            uid_validity=start.uid_validity,
            due_at=now,
        )
        audit.record(
            "mailbox.added",
            mailbox,
            actor=actor,
            now=now,
            workspace=supplier.workspace,
            after=_said(mailbox),
        )
    return mailbox


def change(
    mailbox: Mailbox, access: Access, *, start: FolderState, actor: Actor, now: datetime
) -> None:
    """Read another folder, or the same with another password, from now on.

    Raises: UrlError for a server that is not accepted.
    """
    host, port = access.place()
    before = _said(mailbox)
    is_same_folder = (host, port, access.folder) == (mailbox.host, mailbox.port, mailbox.folder)
    with transaction.atomic():
        mailbox.host, mailbox.port = host, port
        mailbox.login, mailbox.folder = access.login, access.folder
        mailbox.sealed_password = _seal(access.password)
        mailbox.due_at, mailbox.last_error = now, ""
        if not is_same_folder:
            mailbox.last_uid, mailbox.uid_validity = start.last_uid, start.uid_validity
        mailbox.lease_until, mailbox.lease_token = None, mailbox.lease_token + 1
        mailbox.save()
        audit.record(
            "mailbox.changed",
            mailbox,
            actor=actor,
            now=now,
            workspace=mailbox.workspace,
            before=before,
            after=_said(mailbox),
        )


def of_source(source: Source) -> Mailbox | None:
    """Return the folder behind a source. None: its mails are uploaded by hand."""
    return Mailbox.objects.filter(source=source).select_related("workspace").first()


def folder_of(mailbox: Mailbox) -> MailFolder:
    """Return how the folder is opened; its server is judged again when the door opens."""
    password = cipher(PURPOSE).decrypt(bytes(mailbox.sealed_password)).decode()
    return MailFolder(mailbox.host, mailbox.login, password, mailbox.folder, mailbox.port)


def access_of(mailbox: Mailbox) -> Access:
    """Return what was entered; the server with its port only where that is unusual."""
    kept = folder_of(mailbox)
    server = kept.host if kept.port == urls.MAIL_PORT else f"{kept.host}:{kept.port}"
    return Access(server, kept.user, kept.password, kept.folder)


def ring(*, now: datetime, limit: int = 500) -> list[int]:
    """Choose due folders and note that a worker is sent to each; rung again after a minute."""
    quiet = Q(rung_at=None) | Q(rung_at__lte=now - RING_AGAIN)
    due = Mailbox.objects.free(now=now).filter(quiet).order_by("due_at", "pk")
    chosen = list(due.values_list("pk", flat=True)[:limit])
    Mailbox.objects.filter(pk__in=chosen).update(rung_at=now)
    return chosen


def claim(mailbox_id: int, *, now: datetime) -> Mailbox | None:
    """Take the folder for this run. None: taken, not due, or not followed any more."""
    taken = Mailbox.objects.free(now=now).filter(pk=mailbox_id)
    if not taken.update(lease_until=now + LEASE, lease_token=F("lease_token") + 1):
        return None
    related = Mailbox.objects.select_related("source__page", "source__workspace")
    return related.get(pk=mailbox_id)


def hold(mailbox: Mailbox) -> None:
    """Make sure, inside the transaction that writes, that the folder is still ours.

    Raises: LostMailboxError when a later claim has raised the token.
    """
    current = Mailbox.objects.select_for_update().only("lease_token").get(pk=mailbox.pk)
    if current.lease_token != mailbox.lease_token:
        raise LostMailboxError(f"{mailbox} was claimed by another worker")


def release(mailbox: Mailbox, *, due_at: datetime, error: str) -> None:
    """Give the folder back, unless a later claim already has it."""
    ours = Mailbox.objects.filter(pk=mailbox.pk, lease_token=mailbox.lease_token)
    ours.update(lease_until=None, rung_at=None, due_at=due_at, last_error=error)


def _seal(password: str) -> bytes:
    return cipher(PURPOSE).encrypt(password.encode())


def _said(mailbox: Mailbox) -> dict[str, Any]:
    """Return what the audit chain keeps of a folder: everything but the password."""
    return {
        "server": f"{mailbox.host}:{mailbox.port}",
        "login": mailbox.login,
        "folder": mailbox.folder,
    }
