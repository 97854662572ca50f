"""Signing in, companies and members as a person meets them."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core import mail
from playwright.sync_api import expect

from accounts.enums import Role
from accounts.models import Membership, User
from accounts.operations import invitations
from tests.browser.conftest import NARROW, WIDE
from tests.factories import InvitationFactory, MembershipFactory, MessageFactory
from tests.factories.accounts import NOON, PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser"), pytest.mark.timeout(240)]
SERIOUS = {"serious", "critical"}
OUTSIDE = ["/accounts/login/", "/accounts/password/reset/", "/accounts/signup/"]
OF_PERSON = [
    "/companies/",
    "/companies/new/",
    "/me/",
    "/accounts/password/change/",
    "/accounts/2fa/",
]
OF_COMPANY = ["settings/", "settings/members/", "settings/audit/?verify=1", "messages/"]


@pytest.fixture
def administrator(stage):
    """Let the stage's person be administrator of a company in which things wait."""
    workspace = stage.membership.workspace
    Membership.objects.filter(pk=stage.membership.pk).update(role=Role.ADMINISTRATOR)
    InvitationFactory(workspace=workspace, mail_failed_at=NOON, mail_error="550 no such mailbox")
    MessageFactory(workspace=workspace, recipient=stage.user)
    MembershipFactory(user=stage.user, workspace__name="Minato Trading and Supplies Limited")
    return stage


def paths_of(stage):
    of_company = [f"{stage.membership.workspace.path}{path}" for path in OF_COMPANY]
    return [*OF_PERSON, *of_company]


@pytest.fixture
def stranger(chromium, live_server):
    """Open the product in a browser that nobody has signed in with."""
    context = chromium.new_context(base_url=live_server.url, locale="ja-JP")
    context.set_default_timeout(8000)  # milliseconds
    yield context.new_page()
    context.close()


def sign_in(page, email, password):
    page.goto("/accounts/login/")
    page.get_by_label("メールアドレス").fill(email)
    page.get_by_label("パスワード").fill(password)
    page.get_by_role("button", name="ログイン").click()


def test_a_forgotten_password_is_replaced_by_a_mailed_code(stranger, stage):
    stranger.goto("/accounts/login/")
    stranger.get_by_role("link", name="パスワードを忘れた場合").click()
    stranger.get_by_label("メールアドレス").fill(stage.user.email)
    stranger.get_by_role("button", name="コードをメールで受け取る").click()

    code = re.search(r"^    (\S+)$", mail.outbox[-1].body, re.MULTILINE)[1]
    stranger.get_by_label("メールに記載のコード").fill(code)
    stranger.get_by_role("button", name="次へ").click()
    stranger.locator("[name=password1]").fill("a new horse 42")
    stranger.locator("[name=password2]").fill("a new horse 42")
    stranger.get_by_role("button", name="新しいパスワードを保存").click()

    expect(stranger.locator("main")).to_contain_text("新しいパスワードでログインしてください")
    assert User.objects.get(pk=stage.user.pk).check_password("a new horse 42")


def test_a_wrong_password_takes_the_focus_to_the_summary(stranger, stage):
    sign_in(stranger, stage.user.email, "guess")

    expect(stranger.locator(".error-summary")).to_be_focused()
    expect(stranger.get_by_label("メールアドレス")).to_have_value(stage.user.email)


def test_signing_in_leads_to_the_company(stranger, stage):
    sign_in(stranger, stage.user.email, PASSWORD)

    expect(stranger.locator(".header-company-name")).to_have_text(stage.membership.workspace.name)


def test_the_company_is_changed_in_one_click(visit, live_server, administrator):
    page = visit()
    page.goto(f"{live_server.url}/companies/")

    page.get_by_role("link", name="Minato Trading").click()

    expect(page.locator(".header-company-name")).to_have_text("Minato Trading and Supplies Limited")


@pytest.mark.parametrize(("theme", "locale"), [("light", "ja-JP"), ("dark", "en-US")])
def test_the_pages_before_signing_in_hold_as_well(chromium, live_server, stage, theme, locale):
    size = {"width": NARROW, "height": 800}
    context = chromium.new_context(
        viewport=size, color_scheme=theme, locale=locale, bypass_csp=True
    )
    page, axe, faults = context.new_page(), Axe(), []

    invitation = InvitationFactory(workspace=stage.membership.workspace)
    for path in [*OUTSIDE, invitations.path_of(invitation), "/nowhere/"]:
        page.goto(live_server.url + path)
        assert page.url.endswith(path)
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            faults.append((path, "sideways"))
        found = axe.run(page, options={"preload": False}).response["violations"]
        faults += [(path, fault["id"]) for fault in found if fault["impact"] in SERIOUS]

    context.close()
    assert faults == []


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("language", ["ja", "en"])
def test_no_screen_scrolls_sideways(visit, live_server, administrator, width, language):
    page = visit(width=width, language=language)

    wide = []
    for path in paths_of(administrator):
        page.goto(live_server.url + path)
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            wide.append(path)

    assert wide == []


@pytest.mark.parametrize(("theme", "language"), [("light", "ja"), ("dark", "en")])
def test_axe_finds_nothing_serious(visit, live_server, administrator, theme, language):
    page = visit(theme=theme, language=language, width=NARROW, bypass_csp=True)
    axe, faults = Axe(), []

    for path in paths_of(administrator):
        page.goto(live_server.url + path)
        found = axe.run(page, options={"preload": False}).response["violations"]
        faults += [(path, fault["id"]) for fault in found if fault["impact"] in SERIOUS]

    assert faults == []
