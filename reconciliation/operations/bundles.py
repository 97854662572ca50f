"""Everything about one request in one file: papers, notes, an index, and a hash of each."""

import csv
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from io import StringIO
from typing import IO

from django.db.models import QuerySet
from django.utils import timezone

from accounts.domain.spreadsheet import safe_cell
from reconciliation.domain.labels import download_name
from reconciliation.models import Evidence, EvidenceVersion, Order, ShipmentLine, Transaction
from reconciliation.operations import evidence, files

INDEX_HEADINGS = [
    *("番号", "取引年月日", "金額", "通貨", "取引先", "種類", "内容"),
    *("ファイル名", "SHA-256", "保存日時", "版", "暫定"),
]
BUNDLE_HEADINGS = [*INDEX_HEADINGS, "同梱ファイル"]
SHIPMENTS = {
    "納品書番号": "shipment_number",
    "明細": "line_number",
    "商品コード": "item_code",
    "出荷日": "shipped_on",
    "到着日": "delivered_on",
    "区分": "direction",
    "数量": "quantity",
    "受領数量": "received_quantity",
    "配送会社": "carrier",
    "送り状番号": "tracking_number",
}
TRANSACTIONS = {
    "取引番号": "transaction_number",
    "区分": "kind",
    "取引日": "occurred_on",
    "請求番号": "document_number",
    "明細": "line_number",
    "金額": "amount",
    "通貨": "currency",
    "状態": "status",
    "支払方法": "method",
    "決済番号": "settlement_number",
}


@dataclass(frozen=True, slots=True)
class Packed:
    """One file in the bundle."""

    name: str
    sha256: str


def pack_order(target: IO[bytes], order: Order) -> None:
    """Write a bundle of an order: its evidence, its shipments, its payments."""
    own = {"supplier": order.supplier_id, "order_key": order.key}
    shipments = ShipmentLine.objects.current().filter(**own).order_by("shipped_on", "pk")
    money = Transaction.objects.current().of_orders().filter(**own)
    transactions = money.order_by("occurred_on", "pk")
    tables = {
        "shipments.csv": _table(SHIPMENTS, shipments.values_list(*SHIPMENTS.values())),
        "transactions.csv": _table(TRANSACTIONS, transactions.values_list(*TRANSACTIONS.values())),
    }
    pack(target, evidence.of(order), tables=tables)


def pack(
    target: IO[bytes], found: QuerySet[Evidence], *, tables: dict[str, bytes] | None = None
) -> None:
    """Write a ZIP of every version of some evidence, with an index and the hashes.

    Raises: DamagedFileError when stored bytes no longer fit their hash; no bundle is made.
    """
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as bundle:
        packed = [_put(bundle, name, [content]) for name, content in (tables or {}).items()]
        rows: list[list[str]] = []
        for each in found.prefetch_related("versions__file").iterator(chunk_size=200):
            for version in sorted(each.versions.all(), key=lambda version: version.number):
                names = list(_put_version(bundle, version))
                packed += names
                cells = [*index_row(each, version), " ".join(one.name for one in names)]
                rows.append([safe_cell(cell) for cell in cells])
        packed.append(_put(bundle, "index.csv", [_csv([BUNDLE_HEADINGS, *rows])]))
        sums = "".join(f"{one.sha256}  {one.name}\n" for one in packed)
        bundle.writestr("SHA256SUMS.txt", sums)


def index_row(each: Evidence, version: EvidenceVersion) -> list[str]:
    """Return what the index says of one version, as the tax office may ask for it."""
    return [
        str(each.pk),
        each.dealt_on.isoformat() if each.dealt_on else "",
        "" if each.amount is None else str(each.amount),
        each.currency,
        each.counterparty,
        each.get_kind_display(),
        each.title,
        version.file.label if version.file else "",
        version.file.sha256 if version.file else "",
        timezone.localtime(version.recorded_at).isoformat(timespec="seconds"),
        str(version.number),
        "○" if each.is_provisional else "",
    ]


def _put_version(bundle: zipfile.ZipFile, version: EvidenceVersion) -> Iterator[Packed]:
    stem = f"evidence/{version.evidence_id:06d}-v{version.number}"
    if version.file:
        suffix = ".quarantined" if version.file.is_quarantined else ""
        name = f"{stem}-{download_name(version.file.label, suffix=suffix)}"
        yield _put(bundle, name, files.pieces_of(version.file))
    if version.body:
        yield _put(bundle, f"{stem}-note.txt", [version.body.encode()])


def _put(bundle: zipfile.ZipFile, name: str, pieces: Iterable[bytes]) -> Packed:
    digest = sha256()
    with bundle.open(name, "w", force_zip64=True) as entry:
        for piece in pieces:
            digest.update(piece)
            entry.write(piece)
    return Packed(name, digest.hexdigest())


def _table(columns: dict[str, str], rows: Iterable[tuple[object, ...]]) -> bytes:
    return _csv([list(columns), *([_cell(cell) for cell in row] for row in rows)])


def _cell(value: object) -> str:
    """Return a text without formulas; amounts keep their sign."""
    return safe_cell(value) if isinstance(value, str) else "" if value is None else str(value)


def _csv(rows: Iterable[list[str]]) -> bytes:
    text = StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode("utf-8-sig")
