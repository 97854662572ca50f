"""S8: headers that protect, on every answer, errors included."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from tests.accounts.matrix import MATRIX
from tests.accounts.routes import all_routes
from tests.conftest import sign_in_as
from tests.factories import MembershipFactory

pytestmark = pytest.mark.django_db

GETTABLE = [route for route in all_routes() if "GET" in MATRIX.get(route.name, {})]


def faults(response):
    """Return which protections are missing from an answer."""
    policy = response.headers.get("Content-Security-Policy", "")
    held = {
        "frames": response.headers.get("X-Frame-Options") == "DENY",
        "sniffing": response.headers.get("X-Content-Type-Options") == "nosniff",
        "referrer": response.headers.get("Referrer-Policy") == "same-origin",
        "scripts": re.search("default-src '(self|none)'", policy) and "unsafe" not in policy,
        "cache": "no-store" in response.headers.get("Cache-Control", ""),
        "private": "private" in response.headers.get("Cache-Control", ""),
    }
    return [name for name, holds in held.items() if not holds]


@pytest.mark.parametrize("route", GETTABLE, ids=lambda route: route.name)
def test_s8_every_page_carries_them(route, workspace):
    member = sign_in_as(Role.ADMINISTRATOR, workspace)

    assert faults(member.get(route.path_for(member.membership))) == []


@pytest.mark.urls("tests.accounts.broken_urls")
@pytest.mark.parametrize(
    ("path", "headers", "status", "words"),
    [
        ("/nowhere/", {}, 404, "ページが見つかりません"),
        ("/companies/", {"Host": "evil.example"}, 400, "送信内容を読み取れませんでした"),
        ("/broken/", {}, 500, "システム側で問題が起きました"),
    ],
)
def test_s8_every_error_carries_them_and_says_what_to_do(path, headers, status, words):
    client = Client(raise_request_exception=False, headers=headers)

    response = client.get(path)

    assert response.status_code == status
    assert faults(response) == []
    assert words in response.content.decode()


def test_s8_a_refused_role_is_told_what_to_do(purchaser_client):
    response = purchaser_client.get("/w/kitahama/settings/audit/")

    assert (response.status_code, faults(response)) == (403, [])
    assert "管理者が「設定」の「メンバー」で役割を変更できます" in response.content.decode()


def test_s8_a_missing_form_token_is_told_what_to_do(workspace):
    member = sign_in_as(Role.ADMINISTRATOR, workspace)
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(member.user)

    response = strict.post("/me/", {"name": "x"})

    assert (response.status_code, faults(response)) == (403, [])
    assert "再読み込みしてからもう一度送信してください" in response.content.decode()


def test_s8_too_many_attempts_are_told_what_to_do(client):
    answers = [client.post(reverse("account_login"), {"login": f"{n}@x.y"}) for n in range(31)]

    assert (answers[-1].status_code, faults(answers[-1])) == (429, [])
    assert "1分待ってから" in answers[-1].content.decode()


@pytest.mark.parametrize(
    ("language", "words"),
    [("ja", "ページが見つかりません"), ("en", "There is nothing here")],
)
def test_errors_speak_both_languages(client, language, words):
    response = client.get("/nowhere/", headers={"Accept-Language": language})

    assert words in response.content.decode()


def test_cookies_are_kept_from_scripts(client, workspace):
    user = MembershipFactory(workspace=workspace).user
    client.post(
        reverse("account_login"), {"login": user.email, "password": "correct horse battery"}
    )
    client.get("/w/kitahama/messages/")

    for name in ("fukkyu_session", "fukkyu_device", "fukkyu_company"):
        cookie = client.cookies[name]
        assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
