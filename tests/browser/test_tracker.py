"""The tracker as a person meets it: by mouse, by keyboard, on a phone, with a screen reader."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.conftest import NARROW
from tests.tracker.site import Site
from tracker.models import Source, TimelineRecord

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser"), pytest.mark.timeout(240)]
SERIOUS = {"serious", "critical"}


def test_from_the_board_to_the_difference(visit, live_server, stage):
    page = visit()
    page.goto(live_server.url + stage.path("supplier-list"))

    page.get_by_role("rowheader", name="みどり野商会").get_by_role("link").click()
    page.locator("#timeline").get_by_role("link", name="第11報 ケース品の出荷再開").click()

    expect(page.locator("del").nth(1)).to_contain_text("37")
    expect(page.locator("ins").nth(1)).to_contain_text("237")
    page.get_by_role("link", name="1列で見る").click()
    expect(page.locator('table[data-view="inline"]')).to_be_visible()


def test_the_timeline_filters_without_leaving_the_page(visit, live_server, stage):
    page = visit()
    page.goto(live_server.url + stage.path("supplier-detail", stage.supplier.pk))

    page.get_by_label("種類").select_option("cross_check")

    expect(page.locator(".timeline-event")).to_have_count(1)
    assert "kind=cross_check" in page.url


def test_a_source_is_added_after_its_preview(visit, live_server, stage, settings):
    site = Site()
    settings.ADMITTED_ADDRESSES = site.admitted
    page = visit()
    page.goto(live_server.url + stage.path("source-add", stage.supplier.pk))

    page.get_by_label("アドレス").fill(site.url())
    page.get_by_label("名前").fill("出荷状況")
    page.get_by_role("button", name="プレビュー").click()
    expect(page.locator(".preview")).to_contain_text("237品目")
    page.get_by_role("button", name="この情報源を追加").click()

    expect(page.locator(".toast").first).to_contain_text("情報源を追加しました。")
    site.stop()
    assert Source.objects.get(name="出荷状況").page.url == site.url()


def test_a_refused_form_takes_the_focus_to_its_summary(visit, live_server, stage):
    page = visit()
    page.goto(live_server.url + stage.path("source-add", stage.supplier.pk))

    page.get_by_label("アドレス").fill("ftp://example.com/")
    page.get_by_role("button", name="プレビュー").click()

    expect(page.locator(".error-summary")).to_be_focused()
    expect(page.get_by_label("アドレス")).to_have_value("ftp://example.com/")


def test_everything_goes_by_keyboard(visit, live_server, stage):
    page = visit()
    page.goto(live_server.url + stage.path("today"))

    page.keyboard.press("g")
    page.keyboard.press("s")
    expect(page).to_have_url(live_server.url + stage.path("supplier-list"))
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("みどり野商会")
    page.keyboard.press("n")
    page.get_by_label("内容").fill("電話で確認した。")
    page.get_by_role("button", name="メモを追加").click()
    expect(page.locator(".toast").first).to_contain_text("経過に追加しました。")

    assert TimelineRecord.objects.filter(body="電話で確認した。").count() == 1


def test_the_palette_finds_and_goes(visit, live_server, stage):
    page = visit()
    page.goto(live_server.url + stage.path("today"))

    page.keyboard.press("Control+k")
    page.keyboard.type("汐彩")
    page.locator("#palette-results").get_by_role("link", name="汐彩堂").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("汐彩堂")


def test_no_shortcut_fires_while_japanese_is_composed_or_typed(visit, live_server, stage):
    page = visit()
    page.goto(live_server.url + stage.path("today"))

    page.evaluate(
        """() => { for (const key of ["g", "s"]) document.body.dispatchEvent(
          new KeyboardEvent("keydown", { key, isComposing: true, bubbles: true })) }"""
    )
    page.locator("#palette-input").focus()
    page.keyboard.type("gs?")

    expect(page.locator("#shortcuts")).to_be_hidden()
    expect(page).to_have_url(live_server.url + stage.path("today"))


def test_single_letters_can_be_switched_off(visit, live_server, stage):
    stage.user.has_shortcuts = False
    stage.user.save()
    page = visit()
    page.goto(live_server.url + stage.path("today"))

    page.keyboard.press("?")

    expect(page.locator("#shortcuts")).to_be_hidden()


def test_every_screen_works_without_scripts(visit, live_server, stage):
    page = visit(java_script_enabled=False)
    page.goto(live_server.url + stage.path("supplier-detail", stage.supplier.pk))

    page.get_by_label("種類").select_option("note")
    page.get_by_role("button", name="絞り込む").click()

    expect(page.locator(".timeline-event")).to_have_count(2)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_no_screen_scrolls_sideways_on_a_phone(visit, live_server, stage, language):
    page = visit(width=NARROW, language=language)
    too_wide = {}

    for name, path in stage.screens().items():
        page.goto(live_server.url + path)
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > NARROW:
            too_wide[name] = width

    assert too_wide == {}


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("language", ["ja", "en"])
def test_axe_finds_nothing_serious(visit, live_server, stage, theme, language):
    page = visit(theme=theme, language=language, bypass_csp=True)  # axe styles what it tests
    axe = Axe()
    found = {}

    for name, path in stage.screens().items():
        page.goto(live_server.url + path)
        faults = [
            (fault["id"], [node["target"] for node in fault["nodes"]][:3])
            for fault in axe.run(page, options={"preload": False}).response["violations"]
            if fault["impact"] in SERIOUS
        ]
        if faults:
            found[name] = faults

    assert found == {}


def test_the_timeline_prints_on_a4(visit, live_server, stage):
    page = visit()
    page.goto(live_server.url + stage.path("supplier-print", stage.supplier.pk))

    page.emulate_media(media="print")

    expect(page.locator(".print-head")).to_be_visible()
    expect(page.locator(".header")).to_be_hidden()
    expect(page.locator(".places")).to_be_hidden()
