"""A real browser before the running product. Without chromium these tests fail, loudly."""

import os
import shutil

import pytest
from playwright.sync_api import sync_playwright

from tests.browser.stage import Stage, build

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
WIDE, NARROW = 1280, 360  # pixels


@pytest.fixture(scope="session")
def chromium():
    """Start Debian's chromium once for all browser tests."""
    path = shutil.which("chromium")
    if path is None:
        pytest.fail("THE BROWSER TESTS CANNOT RUN: install Debian's package chromium")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # playwright keeps a loop in this thread
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def stage(chromium, transactional_db) -> Stage:
    """Return a company in the middle of a supplier's outage."""
    return build()


@pytest.fixture
def visit(chromium, live_server, stage, client):
    """Open pages as the stage's purchaser; complaints of the browser fail the test."""
    contexts, complaints = [], []

    def open_page(*, width=WIDE, theme="light", language="ja", **options):
        stage.speak(language)
        client.force_login(stage.user)
        cookie = client.cookies["fukkyu_session"]
        context = chromium.new_context(
            viewport={"width": width, "height": 800}, color_scheme=theme, **options
        )
        context.set_default_timeout(8000)  # milliseconds
        context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda said: complaints.append(said.text) if _is_bad(said) else None)
        page.on("response", lambda got: complaints.append(got.url) if got.status == 404 else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


def _is_bad(said) -> bool:
    return said.type == "error" and "422" not in said.text  # a form that was sent back
