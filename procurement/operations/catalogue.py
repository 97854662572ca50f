"""Item and offer lists from files: checked first, applied whole, and again without effect."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import Membership, Workspace
from accounts.operations import audit
from accounts.operations.audit import Actor
from procurement.domain.catalogue import Fault, ReadRow, read_rows
from procurement.enums import CatalogueFault, CatalogueKind, RowState
from procurement.models import Item, Offer
from reconciliation.models import StoredFile
from reconciliation.operations import files
from reconciliation.sources import tables
from tracker.models import Supplier

MOST_ROWS = 20_000  # more is no list of what one company buys
BATCH = 1000


@dataclass(frozen=True, slots=True)
class CheckedRow:
    """One row of the file against what is known."""

    number: int
    label: str
    state: RowState
    faults: tuple[Fault, ...] = ()
    row: Item | Offer | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """What an import would do."""

    missing: list[str]
    rows: list[CheckedRow] = field(default_factory=list)

    @property
    def counts(self) -> dict[RowState, int]:
        found = Counter(row.state for row in self.rows)
        return {state: found[state] for state in RowState}

    @property
    def refused(self) -> list[CheckedRow]:
        return [row for row in self.rows if row.state == RowState.REFUSED]

    @property
    def is_applicable(self) -> bool:
        return not self.missing and any(row.row for row in self.rows)


def check(stored: StoredFile, kind: CatalogueKind) -> Check:
    """Return what the file would change. Raises: FileError when it is no table."""
    with files.open_bytes(stored) as opened:
        layout = tables.find_layout(opened, stored.file_type)
        near = stored.stored_at.date()
        rows = list(islice(tables.rows(opened, layout, near=near), MOST_ROWS))
    missing, read = read_rows(kind, rows)
    judge = _Items if kind == CatalogueKind.ITEMS else _Offers
    return Check(missing, judge(stored.workspace).check(read))


def apply(stored: StoredFile, kind: CatalogueKind, *, by: Membership, now: datetime) -> Check:
    """Write what is new and changed; refused rows stay out. Applying it twice writes nothing."""
    with transaction.atomic():
        Workspace.objects.select_for_update().get(pk=stored.workspace_id)  # one list at a time
        found = check(stored, kind)
        model = Item if kind == CatalogueKind.ITEMS else Offer
        new = [one.row for one in found.rows if one.state == RowState.NEW and one.row]
        changed = [one.row for one in found.rows if one.state == RowState.CHANGED and one.row]
        model._default_manager.bulk_create(new, batch_size=BATCH)  # type: ignore[arg-type]
        if changed:
            names = [each.name for each in model._meta.concrete_fields if not each.primary_key]
            model._default_manager.bulk_update(changed, names, batch_size=200)  # type: ignore[arg-type]
        audit.record(
            "catalogue.imported",
            stored,
            actor=Actor.person(by.user),
            now=now,
            workspace=stored.workspace,
            after={str(state): number for state, number in found.counts.items()},
        )
    return found


class _Items:
    """Rows of an item list against the items of one company."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.known = {item.code: item for item in Item.objects.in_workspace(workspace)}
        self.seen: set[Any] = set()

    def check(self, rows: list[ReadRow]) -> list[CheckedRow]:
        return [self._check(row) for row in rows]

    def _check(self, row: ReadRow) -> CheckedRow:
        code = row.values.get("code", "")
        if row.faults:
            return CheckedRow(row.number, code, RowState.REFUSED, row.faults)
        known = self.known.get(code)
        blank = Item(workspace=self.workspace, code=code)
        return _judge(row, code, known or blank, row.values, is_twice=_is_twice(self.seen, code))


class _Offers:
    """Rows of an offer list against items, suppliers and offers of one company."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.items = {item.code: item for item in Item.objects.in_workspace(workspace)}
        active = Supplier.objects.in_workspace(workspace).active()
        self.suppliers = {supplier.name: supplier for supplier in active}
        offers = Offer.objects.in_workspace(workspace)
        self.known = {(o.item_id, o.supplier_id, o.item_code): o for o in offers}
        self.seen: set[Any] = set()

    def check(self, rows: list[ReadRow]) -> list[CheckedRow]:
        return [self._check(row) for row in rows]

    def _check(self, row: ReadRow) -> CheckedRow:
        said = dict(row.values)
        label = f"{said.get('supplier', '')} {said.get('item_code', '')}"
        item = self.items.get(said.pop("item", ""))
        supplier = self.suppliers.get(said.pop("supplier", ""))
        faults = list(row.faults)
        if not faults and item is None:
            faults.append(Fault("品目コード", CatalogueFault.UNKNOWN_ITEM))
        if not faults and supplier is None:
            faults.append(Fault("仕入先", CatalogueFault.UNKNOWN_SUPPLIER))
        if faults or item is None or supplier is None:
            return CheckedRow(row.number, label, RowState.REFUSED, tuple(faults))
        key = (item.pk, supplier.pk, said["item_code"])
        blank = Offer(workspace=self.workspace, item=item, supplier=supplier)
        known = self.known.get(key, blank)
        return _judge(row, label, known, said, is_twice=_is_twice(self.seen, key))


def _is_twice(seen: set[Any], key: Any) -> bool:
    is_twice = key in seen
    seen.add(key)
    return is_twice


def _judge(
    row: ReadRow, label: str, target: Item | Offer, said: Mapping[str, Any], *, is_twice: bool
) -> CheckedRow:
    """Compare one row with what is known. A blank cell where a value is usual says nothing."""
    if is_twice:
        fault = Fault("", CatalogueFault.TWICE)
        return CheckedRow(row.number, label, RowState.REFUSED, (fault,))
    changed = False
    for name, value in said.items():
        if value is None and not target._meta.get_field(name).null:
            continue
        changed |= getattr(target, name) != value
        setattr(target, name, value)
    try:
        target.clean_fields(exclude=["workspace", "item", "supplier"])
        target.validate_constraints(exclude=["workspace", "item", "supplier", "code", "item_code"])
    except ValidationError:
        fault = Fault("", CatalogueFault.IMPOSSIBLE)
        return CheckedRow(row.number, label, RowState.REFUSED, (fault,))
    if target._state.adding:
        return CheckedRow(row.number, label, RowState.NEW, row=target)
    state = RowState.CHANGED if changed else RowState.SAME
    return CheckedRow(row.number, label, state, row=target if changed else None)
