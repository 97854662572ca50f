"""Mail out of rows: claimed with a lease, tried five times, given up with the reason kept."""

import smtplib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import F, QuerySet
from django.utils import translation
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.domain.mail import header_line, plain_text, wait_after
from accounts.enums import MessageUrgency
from accounts.models import Invitation, Mailed, Message, Workspace
from accounts.operations import invitations, messages

LEASE = timedelta(minutes=5)  # longer than the mail server may take

Row = TypeVar("Row", bound=Mailed)


@dataclass(frozen=True, slots=True)
class Letter:
    """What goes out for one row."""

    to: str
    subject: str
    body: str
    name: str  # the same for every attempt, so that a second delivery can be recognised
    workspace: Workspace  # whose administrators hear when it does not arrive


class Line:
    """One connection to the mail server for any number of letters, opened with the first."""

    def __init__(self) -> None:
        self._server = get_connection()
        self.is_dead = False  # True: the server did not even answer; the rest can wait

    def send(self, letter: Letter) -> None:
        """Send one letter.

        Raises: OSError with the server's words; ValueError for a letter that cannot be written.
        """
        self._open()
        try:
            _mail(letter, self._server).send()
        except (OSError, ValueError):
            self.close()  # what went wrong with one letter must not reach the next
            raise

    def close(self) -> None:
        with suppress(OSError):
            self._server.close()

    def _open(self) -> None:
        try:
            self._server.open()
        except OSError:
            self.is_dead = True
            raise


@contextmanager
def open_line() -> Iterator[Line]:
    line = Line()
    try:
        yield line
    finally:
        line.close()


def deliver_message(message_id: int, *, line: Line, now: datetime) -> bool:
    """Mail one message if it is due and nobody else is at it. Return whether it was sent."""
    row = Message.objects.select_related("recipient", "workspace").get(pk=message_id)
    return _deliver(row, _letter_of_message, line=line, now=now)


def deliver_invitation(invitation_id: int, *, line: Line, now: datetime) -> bool:
    """Mail one invitation if it is due and nobody else is at it. Return whether it was sent."""
    row = Invitation.objects.select_related("workspace", "invited_by").get(pk=invitation_id)
    return _deliver(row, _letter_of_invitation, line=line, now=now)


def _deliver(row: Row, compose: Callable[[Row], Letter], *, line: Line, now: datetime) -> bool:
    if not _claim(row, now=now):
        return False
    letter = compose(row)
    try:
        line.send(letter)
    except (OSError, ValueError) as error:  # the server's words; a letter that cannot be written
        _record_miss(row, letter, error, now=now)
        return False
    _held(row).update(mailed_at=now, lease_until=None, mail_error="")
    return True


def _claim(row: Mailed, *, now: datetime) -> bool:
    """Take the row for this run; its number of attempts is the token of who holds it."""
    due = type(row)._default_manager.waiting_for_mail(now=now)  # type: ignore[attr-defined]
    mine = due.filter(pk=row.pk, attempt_count=row.attempt_count)
    if not mine.update(lease_until=now + LEASE, attempt_count=F("attempt_count") + 1):
        return False
    row.attempt_count += 1
    return True


def _held(row: Mailed) -> "QuerySet[Mailed]":
    """Return the row as long as this run still holds it."""
    rows = type(row)._default_manager.filter(pk=row.pk, attempt_count=row.attempt_count)
    return rows.filter(mailed_at=None)


def _record_miss(row: Mailed, letter: Letter, error: Exception, *, now: datetime) -> None:
    wait = None if _is_final(error) else wait_after(row.attempt_count)
    reason = plain_text(str(error))[:500]
    if wait is not None:
        _held(row).update(mail_due_at=now + wait, lease_until=None, mail_error=reason)
    elif _held(row).update(mail_failed_at=now, lease_until=None, mail_error=reason):
        _tell_given_up(letter, reason, now=now)


def _is_final(error: Exception) -> bool:
    """Return True when trying again cannot help: the address is impossible, or refused for good."""
    if not isinstance(error, smtplib.SMTPRecipientsRefused):
        return isinstance(error, ValueError)
    return all(500 <= code < 600 for code, _words in error.recipients.values())


def _tell_given_up(letter: Letter, reason: str, *, now: datetime) -> None:
    """Let the administrators see what did not arrive; in the app alone, as mail is the trouble."""
    messages.tell(
        messages.administrators_of([letter.workspace]),
        urgency=MessageUrgency.QUIET,
        subject=format_lazy(gettext_lazy("Mail to {address} did not arrive"), address=letter.to),
        body=format_lazy(
            gettext_lazy(
                "We tried for the last time and gave up. The mail server said: 「{reason}」 "
                "Please check the address, or reach the person in another way."
            ),
            reason=reason,
        ),
        path=f"{letter.workspace.path}settings/members/",
        cause=f"mail-failed:{letter.name}",
        now=now,
    )


def _letter_of_message(message: Message) -> Letter:
    with translation.override(message.recipient.language):
        parts = [
            plain_text(message.body),
            _("Open: %(address)s") % {"address": settings.PUBLIC_URL + message.path},
            f"-- \n{message.workspace.name} · Fukkyu",
        ]
    return Letter(
        to=message.recipient.email,
        subject=header_line(message.subject),
        body="\n\n".join(parts),
        name=f"message-{message.pk}",
        workspace=message.workspace,
    )


def _letter_of_invitation(invitation: Invitation) -> Letter:
    said: dict[str, object] = {
        "person": invitation.invited_by,
        "company": invitation.workspace,
        "days": invitations.VALID_FOR.days,
        "address": settings.PUBLIC_URL + invitations.path_of(invitation),
    }
    with translation.override(invitation.language):
        said["role"] = invitation.get_role_display()
        subject = _("[Fukkyu] %(person)s invites you to %(company)s") % said
        body = _(
            "%(person)s invites you to work on %(company)s in Fukkyu, as %(role)s.\n\n"
            "Accept within %(days)d days by opening this address:\n%(address)s\n\n"
            "If you did not expect this mail, you need not do anything."
        )
    return Letter(
        to=invitation.email,
        subject=header_line(subject),
        body=plain_text(body % said),
        name=f"invitation-{invitation.pk}",
        workspace=invitation.workspace,
    )


def _mail(letter: Letter, server: BaseEmailBackend) -> EmailMessage:
    host = urlsplit(settings.PUBLIC_URL).hostname
    headers = {
        "Message-ID": f"<{letter.name}@{host}>",
        "Auto-Submitted": "auto-generated",  # keeps out-of-office robots quiet
    }
    return EmailMessage(
        letter.subject, letter.body, to=[letter.to], headers=headers, connection=server
    )
