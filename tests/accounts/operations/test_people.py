import pytest

from accounts.models import AuditEntry, User
from accounts.operations import people
from accounts.operations.audit import Actor
from tests.factories import UserFactory
from tests.factories.accounts import NOON

pytestmark = pytest.mark.django_db


def test_change_settings_is_written_down():
    user = UserFactory(name="Ann", language="ja")

    people.change_settings(user, now=NOON, name="Ann Smith", language="en", has_shortcuts=True)

    entry = AuditEntry.objects.get()
    assert User.objects.get(pk=user.pk).language == "en"
    assert (entry.before["name"], entry.after["name"]) == ("Ann", "Ann Smith")


def test_change_settings_without_a_change_writes_nothing():
    people.change_settings(UserFactory(language="ja"), now=NOON, language="ja")

    assert not AuditEntry.objects.exists()


def test_set_password_never_writes_the_password_down():
    user = UserFactory()

    people.set_password(user, "another horse", now=NOON)

    entry = AuditEntry.objects.get()
    assert User.objects.get(pk=user.pk).check_password("another horse")
    assert (entry.action, entry.before, entry.after) == ("person.password_changed", None, None)


def test_disable_is_written_once():
    user = UserFactory()

    for _ in range(2):
        people.disable(user, actor=Actor.task("test"), reason="lost phone", now=NOON)

    assert not User.objects.get(pk=user.pk).is_active
    assert AuditEntry.objects.get().reason == "lost phone"
