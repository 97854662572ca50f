import time

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth
from django.core import mail
from django.core.cache import cache
from django.db import IntegrityError
from django.test import Client

from accounts.models import AuditEntry
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

PASSWORD = "correct horse battery"
ACTIVATE = "/accounts/2fa/totp/activate/"


def code_for(secret):
    return auth.format_hotp_value(auth.hotp_value(secret, int(time.time()) // 30))


def sign_in(client, user):
    return client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})


def confirm(client):
    """Say once more who is there, as changes to the sign-in demand."""
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})


def activate(client):
    confirm(client)
    secret = client.get(ACTIVATE).context["form"].secret
    client.post(ACTIVATE, {"code": code_for(secret)})
    return secret


@pytest.fixture
def user():
    return UserFactory()


@pytest.fixture
def person(client, user):
    sign_in(client, user)
    return client


def test_activation_shows_a_picture_without_inline_style(person):
    confirm(person)
    page = person.get(ACTIVATE).content.decode()

    assert '<img class="qr" src="data:image/svg+xml;base64,' in page


def test_activation_is_written_down_without_the_secret(person):
    secret = activate(person)

    entry = AuditEntry.objects.get(action="person.second_factor_changed")
    assert (list(entry.before), sorted(entry.after)) == ([], ["recovery_codes", "totp"])
    assert secret not in str(entry.after)


def test_activation_is_told_by_mail(person, user, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        activate(person)

    assert "[Fukkyu] 二段階認証が有効になりました" in [letter.subject for letter in mail.outbox]


def test_signing_in_asks_for_the_code(person, user):
    secret = activate(person)
    client = Client()

    asked = sign_in(client, user)
    wrong = client.post("/accounts/2fa/authenticate/", {"code": "000000"})
    anonymous = client.get("/me/")
    cache.clear()  # a code is good once, and we are still in the half minute of the first
    right = client.post("/accounts/2fa/authenticate/", {"code": code_for(secret)})

    assert asked["Location"] == "/accounts/2fa/authenticate/"
    assert "コードが違います" in wrong.content.decode()
    assert anonymous.status_code == 302
    assert right["Location"] == "/"
    assert client.get("/me/").status_code == 200


def test_a_recovery_code_lets_in_once(person, user):
    activate(person)
    code = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()[0]

    answers = []
    for _ in range(2):
        client = Client()
        sign_in(client, user)
        answers.append(client.post("/accounts/2fa/authenticate/", {"code": code}).status_code)

    assert answers == [302, 200]


def test_s5_codes_cannot_be_guessed(person, user):
    activate(person)
    client = Client()
    sign_in(client, user)

    texts = [
        client.post("/accounts/2fa/authenticate/", {"code": f"{n:06}"}).content.decode()
        for n in range(12)
    ]

    assert sum("コードが違います" in text for text in texts) == 5


def test_deactivation_asks_who_is_there_first(user):
    own = Client()
    sign_in(own, user)
    activate(own)
    borrowed = Client()
    borrowed.force_login(user)  # a session without a fresh proof

    asked = borrowed.get("/accounts/2fa/totp/deactivate/")
    done = own.post("/accounts/2fa/totp/deactivate/")

    assert "reauthenticate" in asked["Location"]
    assert done["Location"] == "/accounts/2fa/"
    assert not get_adapter().is_mfa_enabled(user)


def test_l1_a_factor_whose_entry_cannot_be_written_is_not_turned_on(refuse_record, person):
    confirm(person)
    secret = person.get(ACTIVATE).context["form"].secret
    refuse_record("person.second_factor_changed")

    with pytest.raises(IntegrityError):
        person.post(ACTIVATE, {"code": code_for(secret)})

    assert not Authenticator.objects.exists()


@pytest.mark.parametrize("name", ["", "show", "generate/", "download/"])
def test_recovery_codes_pages_answer(person, name):
    activate(person)

    path = "/accounts/2fa/recovery-codes/" + name.replace("show", "")
    response = person.get(path)

    assert response.status_code == 200
    assert "回復コード" in response.content.decode()


def test_new_recovery_codes_replace_the_old(person):
    activate(person)
    old = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()

    person.post("/accounts/2fa/recovery-codes/generate/")

    new = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()
    assert set(old).isdisjoint(new)
    assert AuditEntry.objects.filter(action="person.second_factor_changed").count() == 2


def test_the_key_is_stored_encrypted(person):
    secret = activate(person)

    stored = Authenticator.objects.get(type="totp").data
    assert secret not in str(stored)
    assert get_adapter().decrypt(stored["secret"]) == secret


def test_a_key_survives_a_new_secret_key(person, settings):
    secret = activate(person)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another"

    assert get_adapter().decrypt(Authenticator.objects.get(type="totp").data["secret"]) == secret


def test_a_code_of_the_app_confirms_as_well(person):
    secret = activate(person)
    cache.clear()  # a code is good once

    page = person.get("/accounts/2fa/reauthenticate/").content.decode()
    response = person.post(
        "/accounts/2fa/reauthenticate/?next=/accounts/2fa/", {"code": code_for(secret)}
    )

    assert "ご本人の確認" in page
    assert response["Location"] == "/accounts/2fa/"


def test_a_change_whose_mail_fails_is_told(person, settings, django_capture_on_commit_callbacks):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9  # nothing listens on discard

    with django_capture_on_commit_callbacks(execute=True):
        activate(person)

    assert Authenticator.objects.filter(type="totp").exists()
