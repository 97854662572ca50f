"""Telling people: a message is a row first, and mail later."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils import translation
from django.utils.functional import Promise

from accounts.domain.mail import header_line
from accounts.enums import MessageUrgency, Role
from accounts.models import Membership, Message, User, Workspace

DIGEST_HOURS = (time(9), time(15))  # of the company's own day


def tell(  # noqa: PLR0913 - a message has as many parts as a letter
    recipients: Iterable[Membership],
    *,
    urgency: MessageUrgency,
    subject: str | Promise,
    body: str | Promise,
    path: str,
    cause: str,
    now: datetime,
) -> list[int]:
    """Tell members something once per cause, each in their own language; return the new ids.

    Belongs in the transaction of what it tells. Nothing is enqueued: the sweep mails what is
    due, and the caller may ring for the ids after commit.
    """
    members = list(recipients)
    told = _told(members, cause)
    news = [
        Message(
            workspace=member.workspace,
            recipient=member.user,
            urgency=urgency,
            subject=header_line(_in_language_of(member.user, subject)),
            body=_in_language_of(member.user, body),
            path=path,
            cause=cause,
            created_at=now,
            mail_due_at=mail_due(urgency, zone=ZoneInfo(member.workspace.time_zone), now=now),
        )
        for member in members
        if (member.workspace_id, member.user_id) not in told
    ]
    if not news:
        return []
    Message.objects.bulk_create(news, ignore_conflicts=True)  # somebody may tell it right now
    written = Message.objects.filter(cause=cause, created_at=now).order_by("pk")
    return list(written.values_list("pk", flat=True))


def administrators_of(workspaces: Iterable[Workspace]) -> list[Membership]:
    """Return who answers for the workspaces today."""
    members = Membership.objects.current().filter(
        workspace__in=list(workspaces), role=Role.ADMINISTRATOR
    )
    return list(members.select_related("user", "workspace").order_by("pk"))


def mark_read(message: Message, *, now: datetime) -> None:
    Message.objects.filter(pk=message.pk, read_at=None).update(read_at=now)


def mark_all_read(recipient: User, workspace: Workspace, *, now: datetime) -> int:
    unread = Message.objects.unread().filter(recipient=recipient, workspace=workspace)
    return unread.update(read_at=now)


def mail_due(urgency: MessageUrgency, *, zone: ZoneInfo, now: datetime) -> datetime | None:
    """Return when a message goes out by mail: at once, at the next digest hour, or None: never."""
    if urgency == MessageUrgency.NOW:
        return now
    if urgency == MessageUrgency.QUIET:
        return None
    today = now.astimezone(zone).date()
    days = (today, today + timedelta(days=1))
    moments = (datetime.combine(day, hour, zone) for day in days for hour in DIGEST_HOURS)
    return next(moment for moment in moments if moment > now)


def _told(members: list[Membership], cause: str) -> set[tuple[int, int]]:
    people = [member.user_id for member in members]
    messages = Message.objects.filter(cause=cause, recipient__in=people)
    return set(messages.values_list("workspace_id", "recipient_id"))


def _in_language_of(user: User, text: str | Promise) -> str:
    with translation.override(user.language):
        return str(text)
