import pytest
from django.urls import reverse

from tests.factories import UserFactory


@pytest.mark.django_db
def test_set_language_is_remembered_with_the_person(client):
    user = UserFactory(language="ja")
    client.force_login(user)

    response = client.post(
        reverse("accounts:set-language"), {"language": "en", "next": "/w/a/?b=1"}
    )

    user.refresh_from_db()
    assert (response.status_code, response["Location"], user.language) == (302, "/w/a/?b=1", "en")


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["https://example.com/", "//example.com", "javascript:alert(1)"])
def test_set_language_refuses_other_sites(client, path):
    response = client.post(reverse("accounts:set-language"), {"language": "en", "next": path})

    assert response["Location"] == "/"


@pytest.mark.django_db
def test_set_language_refuses_a_language_that_we_do_not_speak(client):
    response = client.post(reverse("accounts:set-language"), {"language": "xx"})

    assert response.cookies.keys() == set()
