"""The sample company in the middle of its response: every row is made as a person would make it."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from decimal import Decimal

from django.utils import timezone

from accounts.enums import Role
from accounts.models import Membership, Workspace
from accounts.operations.audit import Actor
from procurement import sample_plan as plan
from procurement.enums import (
    ChecklistAnswer,
    ChecklistResult,
    ChecklistStep,
    Decision,
    EmergencyKind,
    Kinship,
    Seating,
)
from procurement.models import Checklist, Item, Offer, SubstituteOrder, SupplierTerms
from procurement.operations import (
    approving,
    checklists,
    looking,
    routes,
    rules,
    substituting,
    switching,
)
from procurement.operations.open_lines import line_states
from procurement.operations.reorders import candidates
from procurement.operations.routes import BudgetPlan, Plan, PlannedStep
from procurement.operations.rules import RuleWish
from procurement.operations.substituting import Draft
from reconciliation.enums import ImportKind
from reconciliation.models import Order
from reconciliation.operations import files, importing, running
from tracker.models import Disruption, Supplier
from tracker.operations import disruptions
from tracker.operations.disruptions import Opening

ORDER_HEAD = (
    *("注文番号", "明細番号", "注文日", "納期", "部門名", "注文者", "商品コード", "商品名"),
    *("数量", "単位", "単価", "ステータス", "キャンセル数量", "キャンセル日", "直送", "お届け先"),
)
SHIPMENT_HEAD = (
    "注文番号",
    "明細番号",
    "出荷日",
    "納品書番号",
    "商品コード",
    "出荷数量",
    "送り状番号",
)
PLACE = "本社 総務部（東京都千代田区）"


class Scene:
    """The company and its people while the sample is made."""

    def __init__(self, workspace: Workspace, *, now: datetime) -> None:
        self.workspace, self.now = workspace, now
        self.today = timezone.localdate(now)
        self.suppliers = list(Supplier.objects.in_workspace(workspace).order_by("pk"))
        self.buyer = self._member(Role.PURCHASER)
        self.manager = self._member(Role.MANAGER)
        self.items: dict[str, Item] = {}

    @property
    def stopped(self) -> Supplier:
        return self.suppliers[plan.STOPPED]

    def ago(self, **span: float) -> datetime:
        return self.now - timedelta(**span)

    def day(self, offset: int) -> str:
        return (self.today + timedelta(days=offset)).isoformat()

    def order(self, number: str) -> Order:
        return Order.objects.select_related("supplier").get(supplier=self.stopped, number=number)

    def _member(self, role: Role) -> Membership:
        members = Membership.objects.current().filter(workspace=self.workspace, role=role)
        return members.select_related("user", "workspace").order_by("pk")[:1].get()


def respond(workspace: Workspace, *, now: datetime) -> None:
    """Fill a sample company with what it buys, and let its people have begun to respond."""
    scene = Scene(workspace, now=now)
    _offer(scene)
    _govern(scene)
    _bring_in(scene, ImportKind.ORDERS, ORDER_HEAD, _order_rows(scene), "注文データ.csv")
    _bring_in(
        scene, ImportKind.SHIPMENTS, SHIPMENT_HEAD, _shipment_rows(scene, plan.SHIPPED), "出荷.csv"
    )
    opening = Opening("受注・出荷の停止", started_at=scene.ago(hours=6), owner=scene.buyer.user)
    disruption = disruptions.open_disruption(
        scene.stopped, opening, actor=Actor.person(scene.buyer.user), now=scene.ago(hours=5)
    )
    looking.look(scene.stopped.pk, now=now)
    _check(scene, disruption)
    _buy_elsewhere(scene, disruption)
    late = _shipment_rows(scene, [plan.SHIPPED_AFTER_ALL])
    _bring_in(scene, ImportKind.SHIPMENTS, SHIPMENT_HEAD, late, "出荷（追加）.csv")
    for supplier in scene.suppliers:
        looking.look(supplier.pk, now=now)


def _offer(scene: Scene) -> None:
    own = {"workspace": scene.workspace}
    for planned in plan.ITEMS:
        scene.items[planned.code] = Item(
            **own,
            code=planned.code,
            name=planned.name,
            unit=planned.unit,
            item_class=planned.item_class,
            category=planned.category,
            priority=planned.priority,
            stock_quantity=planned.stock,
            counted_on=scene.today,
            daily_use=Decimal(planned.daily_use),
        )
    Item.objects.bulk_create(scene.items.values())
    Offer.objects.bulk_create(
        offer for planned in plan.ITEMS for offer in _offers_of(scene, planned)
    )
    SupplierTerms.objects.bulk_create(
        SupplierTerms(supplier=supplier, **terms)
        for supplier, terms in zip(scene.suppliers, plan.TERMS, strict=True)
    )


def _offers_of(scene: Scene, planned: plan.PlannedItem) -> Iterable[Offer]:
    item = scene.items[planned.code]
    own = {"workspace": scene.workspace, "item": item}
    code, price, size = planned.usual
    yield Offer(
        **own,
        supplier=scene.stopped,
        kinship=Kinship.ORIGINAL,
        item_code=code,
        pack_price=price,
        pack_size=size,
        lead_days=1,
    )
    kinship = Kinship.COMPATIBLE if planned.is_compatible else Kinship.SAME
    for place, offered in ((plan.OWL, planned.owl), (plan.TIDE, planned.tide)):
        if offered is not None:
            code, price, size, days, most = offered
            yield Offer(
                **own,
                supplier=scene.suppliers[place],
                kinship=kinship,
                item_code=code,
                pack_price=price,
                pack_size=size,
                lead_days=days,
                most_packs=most,
            )


def _govern(scene: Scene) -> None:
    """Set route, threshold and budgets, and an emergency rule."""
    manager, now = scene.manager, scene.ago(days=30)
    step = PlannedStep((manager.user,), Seating.ANY)
    routes.write_route(Plan("部長決裁", 1, plan.THRESHOLD, None, {}, (step,)), by=manager, now=now)
    routes.set_policy(plan.THRESHOLD, [manager.user], by=manager, now=now)
    begin = scene.today.replace(day=1)
    until = (begin + timedelta(days=32)).replace(day=1)
    for department, amount, spent in plan.BUDGETS:
        budget = BudgetPlan(department, begin, until, amount, spent)
        routes.set_budget(budget, by=manager, now=now)
    wish = RuleWish(
        kind=EmergencyKind.ALLOWANCE,
        starts_on=scene.today,
        ends_on=scene.today + timedelta(days=14),
        owner=manager.user,
        amount=20_000,
    )
    rules.start_rule(scene.workspace, wish, by=manager, now=scene.ago(hours=4))


def _order_rows(scene: Scene) -> Iterable[Sequence[object]]:
    planned = {item.code: item for item in plan.ITEMS}
    for line in plan.LINES:
        item = planned[line.item]
        code, price, _size = item.usual
        lost = (line.cancelled, scene.day(0)) if line.cancelled else ("", "")
        yield (
            *(line.order, line.line, scene.day(-line.ordered), scene.day(line.promised)),
            *(line.department, scene.buyer.user.name, code, item.name, line.packs, "パック"),
            *(price, line.state, *lost, "在庫品", PLACE),
        )


def _shipment_rows(
    scene: Scene, shipped: Iterable[tuple[str, int, int]]
) -> Iterable[Sequence[object]]:
    planned = {item.code: item for item in plan.ITEMS}
    lines = {(line.order, line.line): line for line in plan.LINES}
    for order, number, packs in shipped:
        code = planned[lines[order, number].item].usual[0]
        slip = f"D{order[-4:]}{number}"
        yield (order, number, scene.day(0), slip, code, packs, f"4401-{order[-4:]}-{number:04}")


def _bring_in(
    scene: Scene,
    kind: ImportKind,
    head: Sequence[str],
    rows: Iterable[Sequence[object]],
    label: str,
) -> None:
    """Import a file as a person does: upload, check, apply."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows([head, *rows])
    by = scene.buyer.user
    stored = files.store(
        [text.getvalue().encode("cp932")],
        label=label,
        workspace=scene.workspace,
        by=by,
        now=scene.now,
    )
    batch = importing.receive(stored, kind=kind, supplier=scene.stopped, by=by, now=scene.now)
    for start in (importing.start_check, importing.start_apply):
        batch.refresh_from_db()
        job = start(batch, by=by, now=scene.now)
        while running.run(job.pk, clock=lambda: scene.now):
            pass


ANSWERS = (
    (ChecklistStep.SHIPPING, ChecklistAnswer.NOTHING_SHIPPED, "電話 佐伯様 未出荷と確認"),
    (ChecklistStep.DELAY, ChecklistAnswer.BEYOND, "再開時期は未定との回答"),
    (ChecklistStep.DIRECT, ChecklistAnswer.STOCK_GOODS, ""),
    (ChecklistStep.COST, ChecklistAnswer.FREE, "規約 第9条"),
    (ChecklistStep.REORDER, ChecklistAnswer.READY, "ふくろう堂に在庫あり"),
)


def _check(scene: Scene, disruption: Disruption) -> None:
    """Open checklists; two are decided, one waits for the supplier, one for its answers."""
    numbers = (plan.CANCELLED_ORDER, plan.ASKED_ORDER, plan.WAITING_ORDER, plan.SENT_ORDER)
    orders = Order.objects.filter(supplier=scene.stopped, number__in=numbers)
    checklists.prepare(
        scene.stopped, orders.order_by("pk"), disruption=disruption, by=scene.buyer, now=scene.now
    )
    asked = Checklist.objects.open().get(order__number=plan.ASKED_ORDER)
    step = (ChecklistStep.SHIPPING, ChecklistAnswer.NOT_KNOWN, "つながらず、FAXで照会")
    _answer(scene, asked, *step)
    for number, result, reason in plan.DECIDED:
        decided = Checklist.objects.open().get(order__number=number)
        for answered in ANSWERS:
            _answer(scene, decided, *answered)
        checklists.close(
            decided, ChecklistResult(result), by=scene.buyer, reason=reason, now=scene.now
        )


def _answer(
    scene: Scene, checklist: Checklist, step: ChecklistStep, given: ChecklistAnswer, note: str
) -> None:
    checklists.answer(checklist, step, given, by=scene.buyer, note=note, now=scene.now)


def _buy_elsewhere(scene: Scene, disruption: Disruption) -> None:
    """Let one substitute order be approved and sent, and another wait for the manager."""
    sent = _submit(scene, disruption, plan.SENT_ORDER, scene.ago(hours=3))
    if sent.request is not None:
        approving.decide(
            sent.request,
            Decision.APPROVE,
            by=scene.manager,
            version=sent.request.version,
            now=scene.ago(hours=2),
        )
    substituting.dispatch(sent, by=scene.buyer, now=scene.ago(hours=1))
    _submit(scene, disruption, plan.WAITING_ORDER, scene.ago(minutes=20))


def _submit(
    scene: Scene, disruption: Disruption, number: str, asked_at: datetime
) -> SubstituteOrder:
    original = scene.order(number)
    lines = line_states(scene.stopped, [original])
    options = candidates(scene.stopped, lines, expected_on=original.promised_on, now=scene.now)
    reason = "現場の在庫が2日で切れるため"
    draft = Draft(original, options[0], disruption, reason, others=options)
    substitute = substituting.submit(draft, by=scene.buyer, now=asked_at)
    items = [line.state.item for line in options[0].mapped if line.state.item]
    switching.switch(items, disruption=disruption, by=scene.buyer, now=asked_at)
    return substitute
