"""Reviewing what was read, by keyboard alone, and seeing to a disruption."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import NARROW, WIDE
from tracker.models import ClaimReview, Disruption, DisruptionProposal, MaintenanceWindow

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser"), pytest.mark.timeout(240)]


def verdicts():
    rows = ClaimReview.objects.filter(replaced_at=None).order_by("claim")
    return list(rows.values_list("verdict", flat=True))


def test_claims_are_judged_by_key(visit, live_server, stage):
    page = visit()
    page.goto(live_server.url + stage.path("claim-list"))
    first, second = page.locator("[data-row]").all()

    page.keyboard.press("j")
    page.keyboard.press("a")
    expect(first).to_have_attribute("data-verdict", "accepted")
    expect(second.locator(":focus")).to_have_count(1)  # on to the next
    page.keyboard.press("d")
    expect(second).to_have_attribute("data-verdict", "dismissed")
    assert verdicts() == ["accepted", "dismissed"]

    page.keyboard.press("u")
    expect(second).not_to_have_attribute("data-verdict", "dismissed")
    assert verdicts() == ["accepted"]


def test_a_date_is_put_in_by_key(visit, live_server, stage):
    page = visit()
    page.goto(live_server.url + stage.path("claim-list"))
    row = page.locator("[data-row]").nth(1)

    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("c")
    expect(row.get_by_role("radio").first).to_be_visible()
    row.get_by_label("再開の見込み(まで)").fill("2025-12-07")
    row.get_by_role("button", name="保存").click()
    expect(page.locator(".error-summary")).to_be_focused()
    row = page.locator("[data-row]").nth(1)
    row.get_by_label("理由").fill("電話で確認した。")
    row.get_by_role("button", name="保存").click()

    expect(page.locator('[data-verdict="corrected"]')).to_contain_text("電話で確認した。")
    assert verdicts() == ["corrected"]


def test_a_disruption_is_opened_acknowledged_and_closed(visit, live_server, stage):
    page = visit()
    page.goto(live_server.url + stage.path("disruption-list"))

    page.get_by_role("link", name="判断する").click()
    page.get_by_role("button", name="障害を登録する").click()
    expect(page.locator(".badge").first).to_have_text("対応中")
    page.keyboard.press("a")
    expect(page.locator(".toast").first).to_contain_text("12時間後に再び確認します。")
    page.get_by_role("link", name="障害対応を終了").click()
    page.get_by_label("理由").fill("平常どおり届いた。")
    page.get_by_role("button", name="障害対応を終了").click()
    expect(page.locator(".badge").first).to_have_text("終了")
    page.keyboard.press("u")
    expect(page.locator(".badge").first).to_have_text("対応中")

    disruption = Disruption.objects.get(supplier__name="汐彩堂")
    assert DisruptionProposal.objects.get().disruption == disruption
    kinds = disruption.events.order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["opened", "acknowledged", "closed", "reopened"]


def test_a_planned_stop_is_confirmed_and_its_tasks_done_by_keyboard(visit, live_server, stage):
    page = visit()
    page.goto(live_server.url + stage.path("window-list"))

    page.get_by_role("link", name="データベースの更新").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("データベースの更新")
    page.keyboard.press("a")
    expect(page.locator(".badge").first).to_have_text("確認済み")
    page.keyboard.press("j")
    page.keyboard.press("e")
    expect(page.get_by_text("未完了に戻す")).to_be_visible()

    window = MaintenanceWindow.objects.get(purpose="データベースの更新")
    assert (window.state, window.tasks.exclude(done_at=None).count()) == ("confirmed", 1)


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_the_calendar_turns_its_pages_by_key(visit, live_server, stage, width):
    page = visit(width=width)
    page.goto(live_server.url + stage.path("window-list") + "?month=2026-01")

    expect(page.get_by_role("heading", level=2)).to_have_text("2026年1月")
    page.keyboard.press("n")
    expect(page.get_by_role("heading", level=2)).to_have_text("2026年2月")
    page.keyboard.press("p")
    expect(page.get_by_role("heading", level=2)).to_have_text("2026年1月")
