"""Signing in: limits (S5), sessions (S6), what strangers can learn (S7), where it leads (S8)."""

import re
from datetime import UTC, datetime, timedelta
from statistics import median
from time import process_time

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts.client import DEVICE_COOKIE
from accounts.enums import Role
from accounts.models import AuditEntry, Message, User
from accounts.operations import memberships, people
from accounts.operations.audit import Actor
from tests.factories import MembershipFactory, UserFactory
from tests.factories.accounts import NOON

pytestmark = pytest.mark.django_db

LOGIN = "/accounts/login/"
ME = "/me/"
PASSWORD = "correct horse battery"


def sign_in(client, email, password=PASSWORD, **more):
    return client.post(LOGIN, {"login": email, "password": password}, **more)


def is_signed_in(client):
    return client.get(ME).status_code == 200


def is_refused_as_too_many(response):
    text = response.content.decode()
    return response.status_code == 429 or "試行回数が多すぎます" in text


@pytest.fixture
def user():
    return UserFactory(email="sato@example.com")


def test_sign_in_by_email_whatever_its_case(client, user):
    response = sign_in(client, "Sato@Example.COM")

    assert response["Location"] == "/"
    assert is_signed_in(client)
    assert AuditEntry.objects.get(workspace=None).action == "person.signed_in"


@pytest.mark.parametrize(("asked", "seconds"), [({}, None), ({"remember": "on"}, 14 * 86400)])
def test_sign_in_is_remembered_only_when_asked(client, user, asked, seconds):
    """BKP-12: the choice is the person's, and its risk is on the page."""
    page = client.get(LOGIN).content.decode()
    client.post(LOGIN, {"login": user.email, "password": PASSWORD} | asked)

    cookie = client.cookies["fukkyu_session"]
    assert "共用のパソコンでは選ばないでください" in page
    assert (cookie["max-age"] or None) == seconds


# --- S5: guessing ---


def test_s5_guessing_one_password_is_slowed_whatever_address_is_claimed(client, user):
    answers = [
        sign_in(client, user.email, f"guess {n}", headers={"X-Forwarded-For": f"198.51.100.{n}"})
        for n in range(25)
    ]

    tried = [answer for answer in answers if not is_refused_as_too_many(answer)]
    assert len(tried) == 5
    assert is_refused_as_too_many(sign_in(client, user.email))


def test_s5_one_password_on_many_people_is_slowed_by_address(client):
    people_ = UserFactory.create_batch(25)

    answers = [
        sign_in(client, person.email, "Password2025!", headers={"X-Forwarded-For": f"10.0.0.{n}"})
        for n, person in enumerate(people_)
    ]

    tried = [answer for answer in answers if not is_refused_as_too_many(answer)]
    assert len(tried) == 10


def test_s5_addresses_behind_a_trusted_proxy_count_apart(client, user, settings):
    settings.TRUSTED_PROXY_COUNT = 1
    for n in range(12):
        claimed = {"X-Forwarded-For": f"203.0.113.{n}, 192.0.2.66"}
        sign_in(client, f"nobody{n}@example.com", "guess", headers=claimed)

    same = sign_in(client, user.email, headers={"X-Forwarded-For": "192.0.2.66"})
    other = sign_in(Client(), user.email, headers={"X-Forwarded-For": "192.0.2.1"})

    assert is_refused_as_too_many(same)
    assert other.status_code == 302


def test_s5_the_rightful_person_is_not_locked_out(user):
    own = Client(REMOTE_ADDR="192.0.2.1")
    sign_in(own, user.email)
    own.post("/accounts/logout/")
    for n in range(25):
        sign_in(Client(REMOTE_ADDR="192.0.2.66"), user.email, f"guess {n}")

    assert DEVICE_COOKIE in own.cookies
    assert sign_in(own, user.email).status_code == 302


def test_s5_a_forged_device_cookie_is_worth_nothing(user):
    attacker = Client()
    answers = []
    for n in range(10):
        attacker.cookies[DEVICE_COOKIE] = f"abc:{n}:forged"
        answers.append(sign_in(attacker, user.email, f"guess {n}"))

    assert sum(not is_refused_as_too_many(answer) for answer in answers) == 5


def test_s5_waiting_five_minutes_is_enough(client, user):
    with time_machine.travel(datetime.now(tz=UTC), tick=False) as clock:
        for n in range(6):
            sign_in(client, user.email, f"guess {n}")
        refused = sign_in(client, user.email)
        clock.shift(timedelta(minutes=5, seconds=1))

        assert is_refused_as_too_many(refused)
        assert sign_in(client, user.email).status_code == 302


def test_s5_the_administrators_hear_of_it_once(client):
    member = MembershipFactory()
    administrator = MembershipFactory(workspace=member.workspace, role=Role.ADMINISTRATOR)
    for n in range(12):
        sign_in(client, member.user.email, f"guess {n}")

    message = Message.objects.get()
    assert message.recipient == administrator.user
    assert member.user.email in message.subject
    assert "127.0.0.1" in message.body
    assert AuditEntry.objects.get(action="sign_in.throttled").after == {"address": "127.0.0.1"}


# --- S6: sessions ---


def test_s6_signing_in_changes_the_session_id(client, user):
    client.get(LOGIN)
    session = client.session
    session["planted"] = "by somebody else"
    session.save()
    planted = session.session_key
    client.cookies["fukkyu_session"] = planted

    sign_in(client, user.email)

    assert client.session.session_key != planted
    assert not is_signed_in(stolen(planted))


def stolen(session_key):
    """Return another browser that carries the session id."""
    thief = Client()
    thief.cookies["fukkyu_session"] = session_key
    return thief


def change_password(client, user):
    client.post(
        "/accounts/password/change/",
        {"oldpassword": PASSWORD, "password1": "a new horse 42", "password2": "a new horse 42"},
    )
    assert User.objects.get(pk=user.pk).check_password("a new horse 42")


def remove(client, user):
    member = MembershipFactory(user=user)
    memberships.end(member, by=user, reason="", now=NOON)


def disable(client, user):
    people.disable(user, actor=Actor.task("test"), reason="", now=NOON)


@pytest.mark.parametrize(
    "end",
    [lambda client, user: client.post("/accounts/logout/"), change_password, remove, disable],
    ids=["logout", "password", "removal", "disabled"],
)
def test_s6_every_session_is_dead_at_once(client, user, end):
    elsewhere = Client()
    for browser in (client, elsewhere):
        sign_in(browser, user.email)
    key = client.session.session_key
    assert is_signed_in(stolen(key))

    end(client, user)

    assert not is_signed_in(stolen(key))
    assert not is_signed_in(client)
    is_everywhere = end.__name__ != "<lambda>"  # signing out ends the one session alone
    assert is_signed_in(elsewhere) != is_everywhere


def test_s6_a_disabled_person_cannot_sign_in(client):
    user = UserFactory(is_active=False)

    response = sign_in(client, user.email)

    assert response["Location"] == "/accounts/inactive/"
    assert not is_signed_in(client)
    assert "IDは停止されています" in client.get("/accounts/inactive/").content.decode()


# --- S7: what strangers learn ---


def test_s7_unknown_and_known_people_get_the_same_answer(user):
    known, unknown = (
        sign_in(Client(), email, "guess").content.decode()
        for email in (user.email, "nobody@example.com")
    )

    assert masked(known) == masked(unknown)


def masked(text):
    return re.sub(r'[\w.]+@example\.com|"X-CSRFToken": "\w+"|value="\w{64}"', "", text)


def test_s7_the_reset_answers_the_same_for_anybody(user):
    answers = []
    for email in (user.email, "nobody@example.com"):
        client = Client()
        first = client.post("/accounts/password/reset/", {"email": email})
        answers.append((first["Location"], masked(client.get(first["Location"]).content.decode())))

    assert answers[0] == answers[1]
    assert [letter.to for letter in mail.outbox] == [[user.email], ["nobody@example.com"]]


@pytest.mark.parametrize("path", [LOGIN, "/accounts/password/reset/"])
def test_s7_the_time_tells_nothing(settings, path):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    settings.ACCOUNT_RATE_LIMITS = False
    user = UserFactory()

    def spent(email):
        client, start = Client(), process_time()  # other work on the machine does not count
        client.post(path, {"login": email, "email": email, "password": "guess"})
        return process_time() - start

    pairs = [(spent(user.email), spent("nobody@example.com")) for _ in range(7)]

    known, unknown = (median(times) for times in zip(*pairs, strict=True))
    assert abs(known - unknown) < 0.3 * max(known, unknown)


# --- S8: where it leads ---


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "javascript:alert(1)",
        "\tjavascript:1",
    ],
)
def test_s8_next_leads_nowhere_else(client, user, target):
    response = client.post(
        f"{LOGIN}?next={target}", {"login": user.email, "password": PASSWORD, "next": target}
    )

    assert response["Location"] == "/"


def test_s8_next_leads_inside(client, user):
    response = sign_in(client, user.email, query_params={"next": "/w/kitahama/"})

    assert response["Location"] == "/w/kitahama/"


def test_s8_a_forged_host_is_refused(client, user):
    response = client.post(
        "/accounts/password/reset/", {"email": user.email}, headers={"Host": "evil.example"}
    )

    assert response.status_code == 400
    assert mail.outbox == []


# --- a new password by mailed code (BKP-09) ---


def ask_for_code(client, email):
    client.post(reverse("account_reset_password"), {"email": email})
    return re.search(r"^    (\S+)$", mail.outbox[-1].body, re.MULTILINE)[1]


def test_a_new_password_by_mailed_code(client, user, django_capture_on_commit_callbacks):
    code = ask_for_code(client, user.email)
    client.post(reverse("account_confirm_password_reset_code"), {"code": code})
    chosen = {"password1": "a new horse 42", "password2": "a new horse 42"}
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("account_complete_password_reset"), chosen)

    assert sign_in(Client(), user.email).status_code == 200
    assert sign_in(Client(), user.email, "a new horse 42").status_code == 302
    assert [letter.subject for letter in mail.outbox] == [
        "[Fukkyu] パスワード再設定のコード",
        "[Fukkyu] パスワードが変更されました",
    ]
    assert "person.password_changed" in AuditEntry.objects.values_list("action", flat=True)


def test_a_wrong_code_is_good_for_three_attempts(client, user):
    code = ask_for_code(client, user.email)
    for _ in range(3):
        client.post(reverse("account_confirm_password_reset_code"), {"code": "WRONG-CODE"})

    client.post(reverse("account_confirm_password_reset_code"), {"code": code})

    page = client.get(reverse("account_complete_password_reset"), follow=True)
    assert page.redirect_chain[-1][0].startswith(("/accounts/password/reset/", LOGIN))


@pytest.mark.parametrize(
    "password", ["short", "password", "12345678901", "sato@example", "x" * 101]
)
def test_weak_and_endless_passwords_are_refused(client, user, password):
    """BKP-08: 8 to 100 characters, not guessable."""
    sign_in(client, user.email)

    response = client.post(
        "/accounts/password/change/",
        {"oldpassword": PASSWORD, "password1": password, "password2": password},
    )

    assert response.context["form"].errors.keys() == {"password1"}
    assert User.objects.get(pk=user.pk).check_password(PASSWORD)


def test_a_mail_server_that_is_away_is_told(client, user, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9  # nothing listens on discard

    response = client.post("/accounts/password/reset/", {"email": user.email})

    assert response.status_code == 503
    assert "メールサーバーが応答しません" in response.content.decode()


def test_a_second_place_is_told_at_sign_in(user):
    """BKP-07: one ID used from two places at once does not go unseen."""
    sign_in(Client(REMOTE_ADDR="192.0.2.1"), user.email)
    here = Client(REMOTE_ADDR="192.0.2.2")

    sign_in(here, user.email)

    assert "192.0.2.1" in here.get(ME).content.decode().split("sessions")[0]
