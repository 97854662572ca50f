import pytest
from allauth.usersessions.models import UserSession
from django.test import Client

from accounts.models import AuditEntry
from tests.factories import UserFactory, UserSessionFactory

pytestmark = pytest.mark.django_db

ME = "/me/"
CHROME = "Mozilla/5.0 (Windows NT 10.0) Chrome/141.0"


def browser(user, address):
    client = Client(REMOTE_ADDR=address, headers={"user-agent": CHROME})
    client.post("/accounts/login/", {"login": user.email, "password": "correct horse battery"})
    return client


@pytest.fixture
def user():
    return UserFactory()


def test_personal_settings_change_the_language_at_once(client, user):
    client.force_login(user)

    page = client.post(ME, {"name": "Ann", "language": "en", "has_shortcuts": "on"}, follow=True)

    assert "Your settings are saved." in page.content.decode()
    assert AuditEntry.objects.get().action == "person.settings_changed"


def test_personal_settings_keep_what_was_typed(client, user):
    client.force_login(user)

    response = client.post(ME, {"name": "Ann", "language": "fr"})

    assert response.status_code == 422
    assert 'value="Ann"' in response.content.decode()


def test_s4_nobody_promotes_themselves(client, user):
    client.force_login(user)

    response = client.post(ME, {"name": "A", "language": "ja", "is_active": "", "email": "b@c.d"})

    assert response.status_code == 400


def test_own_sessions_are_listed_with_browser_and_address(user):
    here, _there = browser(user, "192.0.2.1"), browser(user, "192.0.2.2")
    UserSessionFactory()  # of somebody else

    rows = here.get(ME).context["sessions"]

    assert {(row["session"].ip, row["browser"], row["is_this"]) for row in rows} == {
        ("192.0.2.1", "Chrome · Windows", True),
        ("192.0.2.2", "Chrome · Windows", False),
    }


def test_another_session_is_ended(user):
    here, there = browser(user, "192.0.2.1"), browser(user, "192.0.2.2")
    session = UserSession.objects.get(ip="192.0.2.2")

    here.post(f"/me/sessions/{session.pk}/end/")

    assert there.get(ME).status_code == 302
    assert here.get(ME).status_code == 200


def test_every_other_session_is_ended(user):
    here, second, third = (browser(user, f"192.0.2.{n}") for n in (1, 2, 3))

    here.post("/me/sessions/end-others/")

    answers = [client.get(ME).status_code for client in (here, second, third)]
    assert answers == [200, 302, 302]


def test_a_session_shows_where_it_was_used_last(user, monkeypatch):
    client = browser(user, "192.0.2.1")
    session = client.session
    session["seen_at"] = 0
    session.save()

    client.get(ME, REMOTE_ADDR="192.0.2.99")

    assert UserSession.objects.get().ip == "192.0.2.99"


def test_a_page_within_five_minutes_writes_nothing(user, django_assert_num_queries):
    client = browser(user, "192.0.2.1")
    client.get(ME)

    with django_assert_num_queries(5):  # session, user, user again, sessions, second factor
        client.get(ME)
