"""The sample company's files, brought in the way a person would do it."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from accounts.models import User
from reconciliation.enums import EvidenceArea, EvidenceKind, ImportKind
from reconciliation.models import ImportBatch, Job, Order
from reconciliation.operations import evidence, files, importing, mails, running
from reconciliation.operations.evidence import Facts
from tracker.models import Supplier

FOLDER = Path(__file__).parent.parent / "sample"


@dataclass(frozen=True, slots=True)
class SampleFile:
    """One file in the folder: what it is, and the name under which it is handed out."""

    name: str
    label: str
    kind: ImportKind
    account: str = ""  # of a statement

    @property
    def path(self) -> Path:
        return FOLDER / self.name


FILES = (
    SampleFile("orders.csv", "注文履歴.csv", ImportKind.ORDERS),
    SampleFile("shipments.csv", "出荷実績.csv", ImportKind.SHIPMENTS),
    SampleFile("transactions.csv", "請求・入金明細.csv", ImportKind.TRANSACTIONS),
    SampleFile("bank.csv", "普通預金_入出金明細.csv", ImportKind.BANK, "普通 4567"),
    SampleFile("card.csv", "カード利用明細.csv", ImportKind.CARD, "カード 8801"),
    SampleFile("zengin.txt", "全銀_入出金取引明細.txt", ImportKind.BANK, "普通 9012"),
)


def bring_in(supplier: Supplier, *, by: User, now: datetime) -> list[ImportBatch]:
    """Import every file of the sample; the rows of statements belong to no supplier yet."""
    batches = [_bring_in(each, supplier, by, now) for each in FILES]
    _keep_evidence(supplier, by, now)
    return batches


def _keep_evidence(supplier: Supplier, by: User, now: datetime) -> None:
    """Keep what the accountant has on one order: a mail with its invoice, and a call."""
    order = Order.objects.filter(supplier=supplier).order_by("key")[0]
    stored = files.store(
        [(FOLDER / "mail.eml").read_bytes()],
        label="請求書再送のご案内.eml",
        workspace=supplier.workspace,
        by=by,
        now=now,
    )
    mails.add(stored, area=EvidenceArea.BILLING, supplier=supplier, targets=[order], by=by, now=now)
    call = Facts(
        kind=EvidenceKind.CALL_NOTE,
        area=EvidenceArea.SHIPPING,
        title="出荷見込みの電話確認",
        counterparty=supplier.name,
        obtained_at=now,
        obtained_from="お客様サポート 佐伯様",
        supplier=supplier,
        body="出荷再開の時期は未定。ご注文の取消はFAXで受け付けるとのこと。請求は月末締めで変更なし。",
    )
    note = evidence.add(supplier.workspace, call, file=None, by=by, now=now)
    evidence.link(note, order, by=by, now=now)


def _bring_in(each: SampleFile, supplier: Supplier, by: User, now: datetime) -> ImportBatch:
    content = each.path.read_bytes()
    stored = files.store([content], label=each.label, workspace=supplier.workspace, by=by, now=now)
    batch = importing.receive(
        stored,
        kind=each.kind,
        supplier=None if each.account else supplier,
        account=each.account,
        by=by,
        now=now,
    )
    _work(importing.start_check(batch, by=by, now=now), now)
    _work(importing.start_apply(batch, by=by, now=now), now)
    batch.refresh_from_db()
    return batch


def _work(job: Job, now: datetime) -> None:
    while running.run(job.pk, clock=lambda: now):
        pass
