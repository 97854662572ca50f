"""What a person does to their own sign-in and settings."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from accounts.models import User
from accounts.operations import audit
from accounts.operations.audit import Actor

OWN_SETTINGS = ("name", "language", "has_shortcuts")


@transaction.atomic
def set_password(user: User, password: str, *, now: datetime) -> None:
    """Set a password that was checked before. Every session of the person ends with it."""
    user.set_password(password)
    user.save(update_fields=["password"])
    audit.record("person.password_changed", user, actor=Actor.person(user), now=now)


@transaction.atomic
def change_settings(user: User, *, now: datetime, **settings: object) -> None:
    """Save a person's own settings; `settings` holds name, language, has_shortcuts."""
    stored = User.objects.select_for_update().get(pk=user.pk)
    before = {field: getattr(stored, field) for field in OWN_SETTINGS}
    after = before | {field: settings[field] for field in OWN_SETTINGS if field in settings}
    if before == after:
        return
    for field, value in after.items():
        setattr(user, field, value)
    user.save(update_fields=OWN_SETTINGS)
    audit.record(
        "person.settings_changed",
        user,
        actor=Actor.person(user),
        now=now,
        before=before,
        after=after,
    )


def end_sessions(user: User) -> None:
    """Make every session of the person worthless, wherever it is."""
    User.objects.filter(pk=user.pk).update(session_version=F("session_version") + 1)


@transaction.atomic
def disable(user: User, *, actor: Actor, reason: str, now: datetime) -> None:
    """Shut a person out of everything at once."""
    end_sessions(user)
    if User.objects.filter(pk=user.pk, is_active=True).update(is_active=False):
        audit.record("person.disabled", user, actor=actor, now=now, reason=reason)
