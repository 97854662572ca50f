# ruff: noqa: S608 - table and column names are those of our own models, ids are formatted as :d
"""What a match says against what is stored: new, changed, same, gone; set-wise, in slices.

Every slice is one short transaction, and storing twice changes nothing, so a killed run goes on.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import polars as pl
from django.db import connection, transaction
from polars import col

from reconciliation.domain.facts import line_facts
from reconciliation.domain.identity import IDENTITY, compare_findings
from reconciliation.domain.keys import KEY, with_keys
from reconciliation.domain.shaping import Constant
from reconciliation.enums import (
    UNSETTLED_STATES,
    DecisionKind,
    DiscrepancyKind,
    DiscrepancyState,
    JobPhase,
)
from reconciliation.operations.findings import found_of
from reconciliation.operations.frames import frame
from reconciliation.operations.jobs import Hold
from reconciliation.operations.judging import Answer
from reconciliation.operations.loading import load, wide_cache
from reconciliation.operations.match_rules import Judge
from reconciliation.operations.scopes import Scope

SLICE = 50_000  # rows per transaction: about half a second, in which other writers wait
TABLE = "reconciliation_discrepancy"
ENTRIES = "reconciliation_discrepancyentry"
KNOWN = {
    "id": pl.Int64(),
    IDENTITY: pl.String(),
    "amount": pl.Int64(),
    "fingerprint": pl.String(),
    "state": pl.String(),
    "order_key": pl.String(),
    "document_key": pl.String(),
}


@dataclass(frozen=True)
class Outcome:
    """How many findings were new, changed, opened again, closed and the same."""

    found: int
    changed: int
    reopened: int
    closed: int
    same: int
    tolerated: int


@dataclass(frozen=True)
class Desk:
    """Where the results of one match go, and who keeps the job while they do."""

    scope: Scope
    judge: Judge
    now: datetime
    hold: Hold | None = None

    def keep(self, done: int, total: int) -> None:
        if self.hold:
            self.hold.keep(phase=JobPhase.STORING, done=done, total=total)


def store(answer: Answer, desk: Desk) -> Outcome:
    """Bring the stored discrepancies of a scope to what the match says."""
    supplier = desk.scope.supplier
    found = found_of(answer, supplier, desk.judge.tolerances)
    known = _known(answer, desk.scope)
    sorted_out = compare_findings(known, found.rows)
    unsettled = [state.value for state in UNSETTLED_STATES]
    is_open = col("state").is_in(unsettled)
    gone = sorted_out.gone.filter(is_open)
    closed_before = known.filter(col("state") == DiscrepancyState.CLOSED.value)
    again = found.rows.join(closed_before, on=IDENTITY, suffix="_before")
    changed = sorted_out.changed.filter(col("state") != DiscrepancyState.CLOSED.value)
    reopened = pl.concat([again, changed.filter(~is_open)])
    with wide_cache():
        _insert(sorted_out.appeared, desk)
    _change(changed.filter(is_open), DecisionKind.CHANGED, desk)
    _change(reopened, DecisionKind.REOPENED, desk)
    _close(gone, answer, desk)
    return Outcome(
        found=sorted_out.appeared.height,
        changed=changed.filter(is_open).height,
        reopened=reopened.height,
        closed=gone.height,
        same=sorted_out.same_count,
        tolerated=found.tolerated_count,
    )


def _known(answer: Answer, scope: Scope) -> pl.DataFrame:
    """Return the stored discrepancies that the match speaks for."""
    columns = {name: f"d.{name}" for name in KNOWN}
    columns["document_key"] = "d.document_number"
    where = f"d.supplier_id = {scope.supplier.pk:d}"
    if answer.orders is None or answer.doc_nos is None:
        return frame(columns, f"{TABLE} d WHERE {where}", KNOWN).with_columns(_no_nulls())
    asked = frame(
        columns,
        f"near_asked n CROSS JOIN {TABLE} d WHERE {where} AND d.order_key = n.key "
        "AND d.order_key <> ''",
        KNOWN,
    )
    papers = frame(columns, f"{TABLE} d WHERE {where} AND d.order_key = ''", KNOWN)
    mine = papers.filter(col("document_key").is_in(answer.doc_nos.implode()))
    return pl.concat([asked, mine]).with_columns(_no_nulls())


def _no_nulls() -> pl.Expr:
    return col("order_key", "document_key", "fingerprint").fill_null("")


def _insert(rows: pl.DataFrame, desk: Desk) -> None:
    waits = DiscrepancyKind.REFUND_PENDING.value
    state = pl.when(col("kind") == waits).then(pl.lit(DiscrepancyState.WAITING.value))
    rows = rows.with_columns(state=state.otherwise(pl.lit(DiscrepancyState.OPEN.value)))
    supplier = desk.scope.supplier
    done = 0
    for part in rows.iter_slices(SLICE):
        columns: dict[str, Any] = {
            "workspace_id": Constant(supplier.workspace_id),
            "supplier_id": Constant(supplier.pk),
            "currency": Constant("JPY"),
            "found_at": Constant(_stamp(desk.now)),
            "changed_at": Constant(_stamp(desk.now)),
            "line_number": part["line_number"].to_list(),
            "document_number": part["document_key"].to_list(),
        }
        names = (
            *("identity", "fingerprint", "kind", "order_id", "order_key", "amount"),
            *("is_main", "facts", "dated_on", "is_provisional", "state"),
        )
        columns |= {name: cells(part[name]) for name in names}
        done += part.height
        with transaction.atomic():
            desk.keep(done, rows.height)
            load(TABLE, columns, count=part.height)


def cells(column: pl.Series) -> list[Any]:
    if column.dtype == pl.Date and connection.vendor == "sqlite":
        return column.dt.to_string("%Y-%m-%d").to_list()
    return column.to_list()


def _stamp(now: datetime) -> str:
    return now.strftime("%Y-%m-%d %H:%M:%S.%f") + (
        "+00" if connection.vendor == "postgresql" else ""
    )


def _change(rows: pl.DataFrame, kind: DecisionKind, desk: Desk) -> None:
    """Give discrepancies their new amount and facts, and say what they were."""
    for part in rows.iter_slices(SLICE):
        with transaction.atomic():
            desk.keep(part.height, rows.height)
            before = dict(_facts_of(part["id"].to_list()))
            entries = [
                _entry(
                    row["id"],
                    kind,
                    before={"amount": row["amount_before"], "facts": before[row["id"]]},
                    after={"amount": row["amount"], "facts": json.loads(row["facts"])},
                    desk=desk,
                )
                for row in part.iter_rows(named=True)
            ]
            _append(entries)
            names = ["amount", "facts", "fingerprint", "is_main", "order_id", "dated_on", "id"]
            values = zip(*[cells(part[name]) for name in names], strict=True)
            with connection.cursor() as cursor:
                cursor.executemany(
                    f"UPDATE {TABLE} SET amount = %s, facts = %s, fingerprint = %s, "
                    f"is_main = %s, order_id = %s, dated_on = %s, "
                    f"state = '{DiscrepancyState.OPEN}', changed_at = '{_stamp(desk.now)}' "
                    "WHERE id = %s",
                    list(values),
                )


def _close(rows: pl.DataFrame, answer: Answer, desk: Desk) -> None:
    """Close what the match no longer finds, with the facts as they are now."""
    facts = _facts_now(rows, answer)
    for part in rows.iter_slices(SLICE):
        with transaction.atomic():
            desk.keep(part.height, rows.height)
            before = dict(_facts_of(part["id"].to_list()))
            entries = [
                _entry(
                    row["id"],
                    DecisionKind.CLOSED,
                    before={"amount": row["amount"], "facts": before[row["id"]]},
                    after={"facts": facts.get(row["id"], {})},
                    desk=desk,
                )
                for row in part.iter_rows(named=True)
            ]
            _append(entries)
            with connection.cursor() as cursor:
                cursor.executemany(
                    f"UPDATE {TABLE} SET state = '{DiscrepancyState.CLOSED}', "
                    f"changed_at = '{_stamp(desk.now)}' WHERE id = %s",
                    [(pk,) for pk in part["id"].to_list()],
                )


def _facts_now(rows: pl.DataFrame, answer: Answer) -> dict[int, dict[str, Any]]:
    """Return the facts of the lines of closed discrepancies, as they are after the match."""
    legs = answer.judged.legs
    lines = rows.filter(col("order_key") != "")
    if lines.is_empty():
        return {}
    numbers = _line_numbers(lines["id"].to_list())
    named = lines.select("id", order_no="order_key").join(numbers, on="id")
    keyed = with_keys(named, legs.numbers)
    facts = line_facts(answer.judged.lines, keyed[KEY].unique(), legs.parts, legs.documents)
    told = keyed.join(facts, on=KEY)
    return {pk: json.loads(text) for pk, text in told.select("id", "facts").iter_rows()}


def _line_numbers(ids: list[int]) -> pl.DataFrame:
    with connection.cursor() as cursor:
        rows = list(_by_ids(cursor, f"SELECT id, line_number FROM {TABLE}", ids))
    return pl.DataFrame(rows, schema={"id": pl.Int64, "line_no": pl.Int64}, orient="row")


def _facts_of(ids: list[int]) -> Iterator[tuple[int, dict[str, Any]]]:
    with connection.cursor() as cursor:
        for pk, facts in _by_ids(cursor, f"SELECT id, facts FROM {TABLE}", ids):
            yield pk, json.loads(facts) if isinstance(facts, str) else facts


def _by_ids(cursor: Any, select: str, ids: list[int]) -> Iterator[tuple[Any, ...]]:
    if connection.vendor == "postgresql":
        cursor.execute(f"{select} WHERE id = ANY(%s)", [ids])
    else:
        cursor.execute(f"{select} WHERE id IN (SELECT value FROM json_each(%s))", [json.dumps(ids)])
    yield from cursor.fetchall()


def _entry(
    pk: int, kind: DecisionKind, *, before: dict[str, Any], after: dict[str, Any], desk: Desk
) -> tuple[Any, ...]:
    return (pk, kind.value, _stamp(desk.now), json.dumps(before), json.dumps(after))


def _append(entries: list[tuple[Any, ...]]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {ENTRIES} (discrepancy_id, kind, made_at, before, after, reason, "
            "act) VALUES (%s, %s, %s, %s, %s, '', '')",
            entries,
        )
