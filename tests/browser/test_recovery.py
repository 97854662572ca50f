"""The board and the recovery page as a person meets them."""

import pytest
from playwright.sync_api import expect

from tracker.models import Override, StageDecision

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser"), pytest.mark.timeout(240)]


def test_from_a_square_of_the_board_to_the_words_behind_it(visit, live_server, stage):
    page = visit()
    page.goto(live_server.url + stage.path("supplier-list"))

    row = page.get_by_role("row").filter(has_text="みどり野商会")
    row.get_by_role("link", name="限定").first.click()

    expect(page).to_have_url(
        live_server.url + stage.path("recovery", stage.supplier.pk) + "#domain-orders"
    )
    expect(page.locator("#domain-orders")).to_contain_text("237品目を承ります")
    expect(page.locator("#conflicts")).to_contain_text("全面再開と報道")


def test_a_stage_is_decided_only_as_far_as_it_was_measured(visit, live_server, stage):
    page = visit()
    page.goto(live_server.url + stage.path("recovery", stage.supplier.pk))

    page.locator(".decide").get_by_label("段階").select_option("partial_recovery")
    page.locator(".decide").get_by_label("理由").fill("発表による")
    page.get_by_role("button", name="段階を決定").click()
    expect(page.locator(".error-summary")).to_contain_text("自社の注文が出荷された")
    page.locator(".decide").get_by_label("段階").select_option("temporary_stability")
    page.get_by_role("button", name="段階を決定").click()

    expect(page.locator(".rung[data-decided]")).to_contain_text("一時安定")
    made = StageDecision.objects.get()
    assert (made.stage, made.decided_by) == ("temporary_stability", stage.user)


def test_a_level_is_set_and_ended(visit, live_server, stage):
    page = visit()
    page.goto(live_server.url + stage.path("recovery", stage.supplier.pk))

    page.get_by_role("link", name="状態を設定").click()
    page.get_by_label("業務").select_option("fax")
    page.get_by_label("状態").select_option("unknown")
    page.locator("#id_expires_at_0").fill("2099-01-01")
    page.locator("#id_expires_at_1").fill("09:00")
    page.get_by_label("理由").fill("支店の話と違う")
    page.get_by_role("button", name="保存").click()
    expect(page.locator(".override")).to_contain_text("支店の話と違う")
    page.get_by_role("button", name="終了する").click()

    expect(page.locator(".override")).to_have_count(0)
    assert Override.objects.get().ended_at is not None


def test_the_board_goes_back_to_an_earlier_day_without_leaving_the_page(visit, live_server, stage):
    page = visit()
    page.goto(live_server.url + stage.path("supplier-list"))

    page.get_by_label("次の日の時点で見る").fill("2025-10-20")

    row = page.get_by_role("row").filter(has_text="みどり野商会")
    expect(row.locator('.level[data-level="down"]')).to_have_count(2)
    assert "on=2025-10-20" in page.url
    page.get_by_role("link", name="現在に戻る").click()
    expect(row.locator('.level[data-level="limited"]')).to_have_count(2)


def test_the_board_goes_by_keyboard(visit, live_server, stage):
    page = visit()
    page.goto(live_server.url + stage.path("supplier-list"))

    page.keyboard.press("j")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("みどり野商会")


def test_every_plot_has_a_table_with_its_figures(visit, live_server, stage):
    page = visit()
    page.goto(live_server.url + stage.path("recovery", stage.supplier.pk))

    plot = page.locator("figure.plot").first
    expect(plot.locator(".chart-promise")).to_have_count(2)
    expect(plot.locator(".chart-slip")).to_have_count(1)
    plot.get_by_text("同じ内容の表").click()
    expect(plot.get_by_role("row").nth(1)).to_contain_text("受注")
