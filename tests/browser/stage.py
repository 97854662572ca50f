"""The company that browser tests look at: one supplier has stopped, one is quiet, one is lost."""

from dataclasses import dataclass
from datetime import date, time, timedelta

from django.urls import reverse
from django.utils import timezone

from accounts.models import Membership, User
from tests.factories import (
    ChangeFactory,
    ClaimFactory,
    CompanyDayFactory,
    DisruptionFactory,
    DisruptionProposalFactory,
    MaintenanceWindowFactory,
    MeasuredCheckFactory,
    MembershipFactory,
    PageFactory,
    ReadingFactory,
    SnapshotFactory,
    SourceFactory,
    SupplierFactory,
    TimelineRecordFactory,
    UserFactory,
    WindowSlotFactory,
    WorkspaceFactory,
)
from tests.tracker.operations.telling import claim, day, follow, items, tell
from tests.tracker.targets import packed
from tracker.enums import (
    Agreement,
    ChangeKind,
    CheckOutcome,
    CompanyDayKind,
    Folder,
    Observed,
    ObservedResult,
    PageHealth,
    RecordKind,
    WatchPart,
)
from tracker.models import (
    Change,
    CheckSpan,
    DisruptionProposal,
    Heartbeat,
    MaintenanceWindow,
    Page,
    Source,
    Supplier,
)
from tracker.operations import windows

OLD = """システム障害に関するお知らせ(第10報)
ケース品37品目について、FAXでのご注文を承ります。
対象拠点は2拠点です。
Webでのご注文の再開時期は未定です。"""
NEW = """システム障害に関するお知らせ(第11報)
ケース品237品目について、FAXおよびWebサイトでのご注文を承ります。
対象拠点は7拠点です。
Webでのご注文は12月第1週に再開する予定です。"""

CLAIMS = [  # what was read from the newest version
    (
        "orders",
        "partial",
        "good_news",
        "ケース品237品目について、FAXおよびWebサイトでのご注文を承ります。",
        {"limits": ["items"], "channel": "fax", "words": ["承り"], "rule": "go.limited"},
    ),
    (
        "orders",
        "planned_resume",
        "date",
        "Webでのご注文は12月第1週に再開する予定です。",
        {"channel": "web", "words": ["再開", "予定"], "context": ["再開の予定"], "rule": "plan"},
    ),
]


@dataclass
class Stage:
    """The company, the person who looks, and what is looked at."""

    membership: Membership
    supplier: Supplier
    source: Source
    change: Change

    @property
    def user(self) -> User:
        return self.membership.user

    @property
    def slug(self) -> str:
        return self.membership.workspace.slug

    def path(self, name: str, *args: object) -> str:
        return reverse(f"tracker:{name}", args=[self.slug, *args])

    def speak(self, language: str) -> None:
        User.objects.filter(pk=self.user.pk).update(language=language)

    def screens(self) -> dict[str, str]:
        """Return the address of every screen of the tracker, by name."""
        supplier, source, change = self.supplier.pk, self.source.pk, self.change
        record = self.supplier.records.first().pk
        disruption = self.supplier.disruptions.first().pk
        add = self.path("record-add", supplier)
        return {
            "today": self.path("today"),
            "board": self.path("supplier-list"),
            "find": self.path("find") + "?q=みどり",
            "supplier": self.path("supplier-detail", supplier),
            "print": self.path("supplier-print", supplier),
            "change": self.path("change-detail", supplier, change.pk),
            "inline": self.path("change-detail", supplier, change.pk) + "?view=inline",
            "compare": self.path("compare", change.page_id),
            "version": self.path("snapshot-detail", change.after_id),
            "record": self.path("record-detail", supplier, record),
            "observation": f"{add}?kind=observation",
            "cross_check": f"{add}?kind=cross_check",
            "recovery": self.path("recovery", supplier),
            "recovery_then": self.path("recovery", supplier) + "?on=2025-11-20",
            "board_then": self.path("supplier-list") + "?on=2025-11-20",
            "override": self.path("override-set", supplier),
            "test_order": self.path("check-add", supplier),
            "fact": self.path("fact-add", supplier),
            "exception": self.path("exception-add", disruption),
            "verification": self.path("verification-add", disruption),
            "supplier_form": self.path("supplier-edit", supplier),
            "disruption_form": self.path("disruption-open", supplier),
            "disruptions": self.path("disruption-list"),
            "disruption": self.path("disruption-detail", disruption),
            "claims": self.path("claim-list"),
            "claims_all": self.path("claim-list") + "?show=all",
            "reading": self.path("reading-detail", self.change.after.reading.pk),
            "windows": self.path("window-list"),
            "month": self.path("window-list") + "?month=now",
            "window": self.path("window-detail", MaintenanceWindow.objects.first().pk),
            "window_confirmed": self.path("window-detail", MaintenanceWindow.objects.last().pk),
            "window_form": self.path("window-add"),
            "window_edit": self.path("window-edit", MaintenanceWindow.objects.first().pk),
            "company_days": self.path("company-day-list"),
            "proposal": self.path("proposal-detail", DisruptionProposal.objects.get().pk),
            "disruption_close": self.path("disruption-close", disruption),
            "sources": self.path("source-list"),
            "source": self.path("source-detail", source),
            "ignored": self.path("ignored-list", source),
            "source_add": self.path("source-add", supplier),
            "source_edit": self.path("source-edit", source),
            "source_end": self.path("source-end", source),
            "import": self.path("source-import"),
        }


def build() -> Stage:
    now = timezone.now()
    workspace = WorkspaceFactory(slug="aozora", name="青空製作所", colour="teal")
    membership = MembershipFactory(workspace=workspace, user=UserFactory(name="佐藤 美咲"))
    for part in WatchPart:
        Heartbeat.objects.create(part=part, beat_at=now + timedelta(hours=1))
    supplier = SupplierFactory(workspace=workspace, name="みどり野商会", customer_number="K-204")
    page = _page(now, title="障害のお知らせ", last_changed_at=now)
    source = SourceFactory(
        workspace=workspace, supplier=supplier, page=page, name="障害のお知らせ", is_starred=True
    )
    change = _history(now, page)
    _news(now, supplier)
    _records(now, supplier, membership.user)
    DisruptionFactory(
        workspace=workspace,
        supplier=supplier,
        title="受注・出荷の停止",
        started_at=now - timedelta(days=30),
        owner=membership.user,
    )
    _recovering(supplier)
    _others(now, membership)
    _said(now, source, change)
    _planned(now, supplier, membership.user)
    return Stage(membership, supplier, source, change)


def _recovering(supplier) -> None:
    """Let the supplier stop, promise, put off and come back in part; news say more than it does."""
    page = follow(supplier, name="ご利用状況")
    tell(page, "10-19", claim("orders", "stopped", "10-19"), claim("shipping", "stopped", "10-19"))
    for on, by, count in (("10-29", "11-10", 37), ("11-12", "12-07", 237)):
        tell(
            page,
            on,
            claim("orders", "partial", on, limits=("items",), evidence=f"{count}品目を承ります"),
            claim("orders", "planned_resume", on, by=by, channel="web", evidence="Webを再開予定"),
            claim("shipping", "partial", on, services=("オフィス便",), limits=("areas",)),
            numbers=(items(on, count),),
            told_on=on,
        )
    paper = follow(supplier, name="日刊流通", folder=Folder.NEWS)
    tell(paper, "11-13", claim("orders", "resumed", "11-13", evidence="全面再開と報道"))
    mine = {"supplier": supplier, "workspace": supplier.workspace}
    MeasuredCheckFactory(**mine, placed_on=day("11-12"), accepted_on=day("11-13"))


def _page(now, **more) -> Page:
    state = {
        "health": PageHealth.READABLE,
        "last_read_at": now - timedelta(minutes=3),
        "last_checked_at": now - timedelta(minutes=3),
        "due_at": now + timedelta(hours=1),
    }
    return PageFactory(**state | more)


def _history(now, page) -> Change:
    old, new = (
        SnapshotFactory(page=page, version=number, charset="utf-8", **packed(text.encode(), text))
        for number, text in enumerate((OLD, NEW), start=1)
    )
    ChangeFactory(page=page, kind=ChangeKind.COSMETIC, reason="counter", before=old, after=new)
    for outcome, reason in ((CheckOutcome.UNREACHABLE, "deadline"), (CheckOutcome.UNCHANGED, "")):
        CheckSpan.objects.create(
            page=page,
            outcome=outcome,
            reason=reason,
            first_at=now - timedelta(days=1),
            last_at=now,
            check_count=144,
            is_latest=not reason,
        )
    return ChangeFactory(
        page=page,
        kind=ChangeKind.EDITED,
        title="第11報 ケース品の出荷再開",
        seen_at=now - timedelta(minutes=20),
        told_on=date(2025, 11, 28),
        before=old,
        after=new,
        added_count=31,
        removed_count=14,
    )


def _news(now, supplier) -> None:
    news = SourceFactory(
        workspace=supplier.workspace,
        supplier=supplier,
        folder=Folder.NEWS,
        name="流通新聞",
        page=_page(now),
    )
    ChangeFactory(page=news.page, title="復旧は年明けか", seen_at=now - timedelta(days=2))


def _records(now, supplier, author) -> None:
    mine = {
        "workspace": supplier.workspace,
        "supplier": supplier,
        "author": author,
        "recorded_at": now,
    }
    note = TimelineRecordFactory(**mine, happened_at=now - timedelta(hours=5), body="電話した。")
    TimelineRecordFactory(**mine, happened_at=now, body="訂正: 12月下旬", corrects=note)
    for observed, result in zip(Observed, (*ObservedResult, *ObservedResult), strict=False):
        TimelineRecordFactory(
            **mine,
            kind=RecordKind.OBSERVATION,
            happened_at=now - timedelta(hours=1),
            observed=observed,
            result=result,
            retry_at=now - timedelta(minutes=1) if observed is Observed.CART else None,
        )
    TimelineRecordFactory(
        **mine,
        kind=RecordKind.CROSS_CHECK,
        happened_at=now - timedelta(days=1),
        agreement=Agreement.CONTRADICTS,
        body="報道は年明け、公式は未定。",
    )


def _said(now, source, change) -> None:
    """Let another supplier's page say that it has stopped, so that somebody has to decide."""
    supplier = Supplier.objects.get(name="汐彩堂")
    page = supplier.sources.get().page
    reading = ReadingFactory(page=page, taken_at=now - timedelta(hours=2), told_on=now.date())
    claim = ClaimFactory(
        reading=reading, words=["停止"], context=["ご注文について"], rule="stop.present"
    )
    told = ReadingFactory(
        page=source.page, snapshot=change.after, taken_at=now, told_on=date(2025, 11, 28)
    )
    for domain, state, doubt, sentence, more in CLAIMS:
        ClaimFactory(
            reading=told, domain=domain, state=state, doubt=doubt, evidence=sentence, **more
        )
    DisruptionProposalFactory(
        workspace=supplier.workspace, supplier=supplier, claim=claim, proposed_at=now
    )


def _planned(now, supplier, user) -> None:
    """Let the supplier plan two nights of work: one waits, one is confirmed with its tasks."""
    mine = {"workspace": supplier.workspace, "supplier": supplier}
    noon = now.replace(hour=3, minute=0, second=0, microsecond=0)
    CompanyDayFactory(workspace=supplier.workspace, kind=CompanyDayKind.CLOSING)
    CompanyDayFactory(
        workspace=supplier.workspace,
        kind=CompanyDayKind.ORDER_CUT_OFF,
        name="翌日配送の締切",
        day_of_month=None,
        at=time(15),
    )
    for days, purpose in ((3, "データベースの更新"), (1, "決済システムの更改")):
        row = MaintenanceWindowFactory(
            **mine,
            purpose=purpose,
            start_at=noon + timedelta(days=days),
            end_at=noon + timedelta(days=days, hours=5),
            reserve_start_at=noon + timedelta(days=days + 7),
            reserve_end_at=noon + timedelta(days=days + 7, hours=5),
            rollback_rule="不具合が発生した場合は切戻しを行い、予備日に作業を行います。",
            contact="カードセンター 03-0000-0000",
        )
        for group, service, alternative in (
            ("決済取引", "クレジットカード", "手書き伝票を起票し、オーソリセンターへ電話。"),
            ("日計処理", "全取引", "作業終了後に手動で日計処理を実施。"),
        ):
            WindowSlotFactory(
                window=row,
                group=group,
                service=service,
                behaviour="端末にエラーを表示",
                alternative=alternative,
                condition="電子マネーの契約がある場合のみ",
            )
    windows.confirm(row, by=user, now=now)


def _others(now, membership) -> None:
    workspace = membership.workspace
    quiet = SupplierFactory(workspace=workspace, name="汐彩堂")
    SourceFactory(workspace=workspace, supplier=quiet, page=_page(now), name="お知らせ")
    lost = SupplierFactory(workspace=workspace, name="ふくろう堂")
    missed = {
        "health": PageHealth.UNREADABLE,
        "health_reason": "captcha",
        "miss_count": 7,
        "missed_since": now - timedelta(hours=2),
        "last_read_at": now - timedelta(days=2),
    }
    SourceFactory(
        workspace=workspace,
        supplier=lost,
        page=_page(now, **missed),
        name="新着情報",
        keeper=membership.user,
    )
    SupplierFactory(workspace=workspace, name="東和オフィス")
