"""Signing in: what is written down, who is warned, where else a person is signed in."""

from datetime import datetime, timedelta

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy

from accounts.enums import MessageUrgency
from accounts.models import User, Workspace
from accounts.operations import audit, messages
from accounts.operations.audit import Actor

REPORT_AGAIN_AFTER = 3600  # seconds; one person's throttling is reported once an hour
IN_USE_WITHIN = timedelta(minutes=30)  # a session seen longer ago is not "in use"


def record(user: User, *, now: datetime) -> None:
    """Write down that a person signed in. Belongs in the transaction of the sign-in."""
    audit.record("person.signed_in", user, actor=Actor.person(user), now=now)


def report_throttled(email: str, address: str, *, now: datetime) -> None:
    """Warn the administrators of a person's companies that somebody is guessing the password."""
    email = email.lower()
    if not cache.add(f"throttled:{email}", address, REPORT_AGAIN_AFTER):
        return
    user = User.objects.filter(email=email).first()
    with transaction.atomic():
        audit.record(
            "sign_in.throttled",
            user or "an unknown address",
            actor=Actor.task("sign-in"),
            now=now,
            after={"address": address},
        )
        if user is not None:
            _warn_administrators(user, address, now=now)


def open_sessions(user: User, *, now: datetime) -> list[UserSession]:
    """Return where the person is signed in, newest first."""
    alive = Session.objects.filter(expire_date__gt=now).values("session_key")
    sessions = UserSession.objects.filter(user=user, session_key__in=alive)
    return list(sessions.order_by("-last_seen_at", "-pk"))


def seen_elsewhere(user: User, session_key: str, address: str, *, now: datetime) -> str:
    """Return another address from which the same person was active just now, or nothing."""
    others = UserSession.objects.filter(user=user, last_seen_at__gt=now - IN_USE_WITHIN)
    found = others.exclude(session_key=session_key).exclude(ip=address).order_by("-last_seen_at")
    return str(found[0].ip) if found else ""


@transaction.atomic
def end_session(session: UserSession, *, by: User, now: datetime) -> None:
    """End one session of a person, wherever its browser is."""
    Session.objects.filter(session_key=session.session_key).delete()
    session.delete()
    audit.record("person.session_ended", by, actor=Actor.person(by), now=now)


@transaction.atomic
def end_other_sessions(user: User, session_key: str, *, now: datetime) -> None:
    """End every session of a person but the one that asks."""
    others = UserSession.objects.filter(user=user).exclude(session_key=session_key)
    Session.objects.filter(session_key__in=others.values("session_key")).delete()
    others.delete()
    audit.record("person.other_sessions_ended", user, actor=Actor.person(user), now=now)


def _warn_administrators(user: User, address: str, *, now: datetime) -> None:
    said = {"address": address, "person": user.email}
    for workspace in Workspace.objects.of(user):
        messages.tell(
            messages.administrators_of([workspace]),
            urgency=MessageUrgency.NOW,
            subject=format_lazy(gettext_lazy("Many wrong passwords for {person}"), **said),
            body=format_lazy(
                gettext_lazy(
                    "Somebody at the address {address} tried too many passwords for {person}. "
                    "Further attempts are refused for a while; {person} can still sign in with a "
                    "browser used before. Ask {person} whether it was them; if not, let them turn "
                    "on the second factor."
                ),
                **said,
            ),
            path=f"{workspace.path}settings/members/",
            cause=f"sign-in-throttled:{user.pk}:{now:%Y%m%d%H}",
            now=now,
        )
