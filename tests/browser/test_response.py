"""The tasks of purchaser and manager within their clicks and seconds (product budgets), and every
screen of the response on a phone."""

import time
from datetime import date

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from accounts.enums import Role
from accounts.models import Membership
from procurement.enums import ChecklistResult, RequestState
from procurement.models import (
    ApprovalRequest,
    Checklist,
    Deputy,
    Errand,
    SubstituteOrder,
    SupplierTerms,
)
from procurement.operations import checklists, impacts, substituting, switching
from procurement.operations.open_lines import line_states
from procurement.operations.reorders import candidates
from procurement.operations.substituting import Draft
from tests.browser.conftest import NARROW, WIDE
from tests.factories import ShipmentLineFactory
from tests.factories.procurement import (
    BudgetFactory,
    EmergencyRuleFactory,
    ErrandFactory,
    SupplyAlarmFactory,
)
from tests.procurement.story import stopped

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser"), pytest.mark.timeout(240)]
SERIOUS = {"serious", "critical"}


class Task:
    """One task from the home screen, with its clicks counted and its time taken."""

    def __init__(self, page, home):
        self.page, self.count = page, 0
        page.goto(home)
        self.begun = time.monotonic()

    def click(self, locator):
        self.count += 1
        locator.click()

    def choose(self, locator, value):
        self.count += 1
        locator.select_option(value)

    def took(self, *, clicks, seconds):
        assert self.count <= clicks
        assert time.monotonic() - self.begun <= seconds


@pytest.fixture
def story(stage):
    """Return an order that a stop holds up, in the company of the stage."""
    workspace = stage.membership.workspace
    stage.supplier.disruptions.update(closed_at=timezone.now())  # one stop at a time
    found = stopped(workspace, now=timezone.now())
    SupplierTerms.objects.create(
        supplier=found.supplier, cancel_fee_amount=0, accepted_days=3, source="規約 第9条"
    )
    # papers of other orders, so that it is known that nothing of this one was shipped
    ShipmentLineFactory(workspace=workspace, supplier=found.supplier, order_key="Z-9")
    impacts.refresh(found.disruption, now=timezone.now())
    Membership.objects.filter(pk=stage.membership.pk).update(role=Role.PURCHASER)
    return found


@pytest.fixture
def manager(stage, story):
    """Let the stage's person be the manager, with a substitute order waiting."""
    Membership.objects.filter(pk=story.manager.pk).update(ended_at=timezone.now())
    Membership.objects.filter(pk=stage.membership.pk).update(role=Role.MANAGER)
    BudgetFactory(
        workspace=story.order.workspace, from_on=date(2020, 1, 1), until_on=date(2099, 1, 1)
    )
    return submit(story)


def submit(story):
    lines = line_states(story.supplier, [story.order])
    options = candidates(story.supplier, lines, expected_on=date(2025, 10, 28), now=timezone.now())
    draft = Draft(story.order, options[0], story.disruption, "在庫が切れます", others=options)
    return substituting.submit(draft, by=story.buyer, now=timezone.now())


def home(live_server, stage):
    return live_server.url + stage.path("today")


def room_link(page, story):
    path = reverse("procurement:room", args=[story.order.workspace.slug, story.disruption.pk])
    return page.locator(f'main a[href="{path}"]').first


def test_purchaser_sees_what_is_hit_and_takes_charge(visit, live_server, stage, story):
    task = Task(visit(), home(live_server, stage))

    task.click(room_link(task.page, story))
    expect(task.page.locator("main")).to_contain_text("10,000円")
    task.click(task.page.get_by_role("button", name="担当になる"))
    expect(task.page.locator(".toast").first).to_contain_text("あなたが担当になりました。")

    task.took(clicks=2, seconds=10)


def test_purchaser_completes_a_cancellation_with_evidence(visit, live_server, stage, story):
    task = Task(visit(), home(live_server, stage))
    page = task.page

    task.click(room_link(page, story))
    task.click(page.locator(f'input[name="order"][value="{story.order.pk}"]'))
    task.click(page.get_by_role("button", name="選んだ注文の点検を始める"))
    page.locator('[name="delay_note"]').fill("電話 佐藤様 10:20")
    task.click(page.locator('input[name="delay"][value="beyond"]'))
    page.locator('[name="reason"]').fill("間に合わないため")
    task.choose(page.locator('[name="result"]'), "cancel")
    task.click(page.get_by_role("button", name="保存"))
    expect(page.locator("main")).to_contain_text("部署への連絡")

    task.took(clicks=6, seconds=90)
    assert Checklist.objects.get().result == ChecklistResult.CANCEL


def test_purchaser_submits_a_substitute_order(visit, live_server, stage, story):
    task = Task(visit(), home(live_server, stage))
    page = task.page

    task.click(room_link(page, story))
    task.click(page.get_by_role("link", name="代替", exact=True))
    page.locator('[name="reason"]').first.fill("在庫が切れます")
    task.click(page.locator('button[name="way"][value="ask"]').first)
    expect(page.locator("main")).to_contain_text("承認待ち")

    task.took(clicks=5, seconds=60)
    assert SubstituteOrder.objects.get().request.state == RequestState.PENDING


def test_manager_decides_in_two_taps_on_a_phone(visit, live_server, stage, manager):
    task = Task(visit(width=NARROW), home(live_server, stage))
    page = task.page

    task.click(page.get_by_role("link", name="承認の依頼があります").first)
    expect(page.locator("main")).to_contain_text("この注文の後")
    approve = page.get_by_role("button", name="承認", exact=True)
    expect(approve).to_be_in_viewport()  # within reach of the thumb
    task.click(approve)
    expect(page.locator(".toast").first).to_be_visible()

    task.took(clicks=2, seconds=20)
    assert ApprovalRequest.objects.get().state == RequestState.APPROVED


def test_manager_names_a_deputy_for_next_week(visit, live_server, stage, manager, story):
    task = Task(visit(width=NARROW), home(live_server, stage))
    page = task.page

    task.click(page.locator(".places").get_by_role("link", name="承認"))
    task.click(page.get_by_role("link", name="代理人を設定"))
    task.choose(page.locator('[name="deputy"]'), str(story.buyer.user_id))
    task.click(page.locator("main form .button-primary").first)
    expect(page.locator(".toast").first).to_be_visible()

    task.took(clicks=4, seconds=20)
    row = Deputy.objects.get()
    assert (row.from_on.weekday(), (row.until_on - row.from_on).days) == (0, 5)


def test_manager_answers_how_much_and_until_when(visit, live_server, stage, manager, story):
    task = Task(visit(width=NARROW), home(live_server, stage))

    task.click(room_link(task.page, story))
    expect(task.page.locator("main")).to_contain_text("10,000円")

    task.took(clicks=1, seconds=5)


def screens(story) -> dict[str, str]:
    """Return the address of every screen of the response, by name."""
    workspace, now = story.order.workspace, timezone.now()
    orders = {"disruption": story.disruption, "by": story.buyer, "now": now}
    checklists.prepare(story.supplier, [story.order], **orders)
    substitute = SubstituteOrder.objects.first() or submit(story)
    switching.switch([story.item], disruption=story.disruption, by=story.buyer, now=now)
    SupplyAlarmFactory(workspace=workspace)
    EmergencyRuleFactory(workspace=workspace, owner=story.buyer.user)
    errand = ErrandFactory(
        workspace=workspace,
        started_by=story.buyer.user,
        about={"disruption": story.disruption.pk, "orders": []},
    )
    named = {
        "approval-list": (),
        "approval-detail": (substitute.request_id,),
        "approval-slip": (substitute.request_id,),
        "route-list": (),
        "route-add": (),
        "budget-list": (),
        "deputy-list": (),
        "room": (story.disruption.pk,),
        "situation-sheet": (story.disruption.pk,),
        "basket-choose": (story.disruption.pk,),
        "errand-detail": (errand.pk,),
        "checklist-list": (),
        "checklist-detail": (Checklist.objects.get().pk,),
        "substitute-add": (story.order.pk,),
        "substitute-detail": (substitute.pk,),
        "substitute-print": (substitute.pk,),
        "item-list": (),
        "item-detail": (story.item.pk,),
        "item-add": (),
        "offer-edit": (story.offer.pk,),
        "supplier-compare": (),
        "terms-edit": (story.supplier.pk,),
        "catalogue-upload": (),
        "rule-list": (),
        "switch-board": (),
        "double-supply": (),
    }
    return {
        name: reverse(f"procurement:{name}", args=[workspace.slug, *args])
        for name, args in named.items()
    }


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("language", ["ja", "en"])
def test_no_screen_of_the_response_scrolls_sideways(
    visit, live_server, stage, story, width, language
):
    Membership.objects.filter(pk=stage.membership.pk).update(role=Role.ADMINISTRATOR)
    paths = screens(story)
    page = visit(width=width, language=language)
    wide = {}

    for name, path in paths.items():
        answer = page.goto(live_server.url + path)
        assert answer.status == 200, name
        found = page.evaluate("document.documentElement.scrollWidth")
        if found > width:
            wide[name] = found

    assert wide == {}
    assert Errand.objects.count() == 1


@pytest.mark.parametrize(("theme", "language"), [("light", "ja"), ("dark", "en")])
def test_axe_finds_nothing_serious_in_the_response(
    visit, live_server, stage, story, theme, language
):
    Membership.objects.filter(pk=stage.membership.pk).update(role=Role.ADMINISTRATOR)
    paths = screens(story)
    page = visit(theme=theme, language=language, bypass_csp=True)  # axe styles what it tests
    axe, faults = Axe(), []

    for name, path in paths.items():
        page.goto(live_server.url + path)
        found = axe.run(page, options={"preload": False}).response["violations"]
        faults += [
            (name, fault["id"], [node["target"] for node in fault["nodes"]][:2])
            for fault in found
            if fault["impact"] in SERIOUS
        ]

    assert faults == []
