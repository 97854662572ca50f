# ruff: noqa: S608 - table and column names are those of our own models, ids are formatted as :d
"""The match as a job: planned in equal parts, taken by whoever is free, stored set-wise.

A part is claimed from its row; the job is over when every part is done. After an import only
the orders it touched are matched, unless there are so many that all of them is less work.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

import polars as pl
from django.db import IntegrityError, connection, transaction
from django.db.models import F, Q

from accounts.models import User, Workspace
from accounts.operations import audit
from accounts.operations.audit import Actor
from reconciliation.enums import (
    ImportKind,
    JobKind,
    JobPhase,
    Leg,
    MatchScope,
    PartState,
)
from reconciliation.models import ImportBatch, Job, MatchPart, MatchRun, Order, OrderLine
from reconciliation.operations import judging, match_rules, refund_rows, storing
from reconciliation.operations.jobs import Hold, JobAlreadyRunningError, JobPausedError
from reconciliation.operations.judging import Answer
from reconciliation.operations.match_rules import Judge
from reconciliation.operations.paper_columns import TABLES
from reconciliation.operations.scopes import Scope
from reconciliation.operations.storing import Desk, Outcome
from tracker.models import Supplier

PART_LINES = 1_200_000  # order lines that one worker takes at once: about 1.5 GB
MANY_ORDERS = 20_000  # touched by one import; beyond, all is matched
PART_LEASE = timedelta(minutes=4)
LEG_OF = {
    ImportKind.ORDERS: Leg.ORDERS,
    ImportKind.SHIPMENTS: Leg.SHIPMENTS,
    ImportKind.TRANSACTIONS: Leg.TRANSACTIONS,
    ImportKind.BILLING: Leg.TRANSACTIONS,
}


def start(workspace: Workspace, *, by: User, now: datetime) -> Job:
    """Add a match of everything of a company to the queue; ring for it after the commit.

    Raises: JobAlreadyRunningError.
    """
    try:
        with transaction.atomic():
            job = Job.objects.create(
                workspace=workspace, kind=JobKind.MATCH, started_by=by, created_at=now
            )
            audit.record("match.started", job, actor=Actor.person(by), now=now, workspace=workspace)
            return job
    except IntegrityError as error:
        raise JobAlreadyRunningError from error


def match_now(supplier: Supplier, keys: list[str], *, now: datetime) -> Outcome:
    """Match some orders at once, after a person has joined or parted papers."""
    judge = match_rules.judge_of(supplier, now=now, habits=match_rules.known_habits(supplier))
    scope = Scope(supplier, MatchScope.TOUCHED, tuple(keys))
    return match(scope, judge, now=now)


def plan(hold: Hold, job: Job) -> int:
    """Divide the work of a job, once; return how many parts were made."""
    if job.match_parts.exists():
        return 0
    parts = list(_parts(job))
    with transaction.atomic():
        hold.keep(phase=JobPhase.MATCHING, done=0, total=sum(part.row_count for part in parts))
        MatchPart.objects.bulk_create(parts, ignore_conflicts=True)
    return len(parts)


def work(hold: Hold, job: Job) -> None:
    """Do the parts that nobody has.

    Raises: JobPausedError when others still have parts, or the runner's time is over.
    """
    while part := _claim(job, now=hold.clock()):
        hold.pause_if_due()
        run_part(part, hold)
        with transaction.atomic():
            done = job.match_parts.filter(state=PartState.DONE)
            counted = sum(done.values_list("row_count", flat=True))
            hold.keep(phase=JobPhase.MATCHING, done=counted)
    if job.match_parts.exclude(state=PartState.DONE).exists():
        raise JobPausedError


def waiting_parts(job_id: int) -> int:
    return MatchPart.objects.filter(job=job_id, state=PartState.WAITING).count()


def help_with(job_id: int, *, now: datetime) -> bool:
    """Do one part of a job beside its runner. False: there was none to do."""
    job = Job.objects.open().filter(pk=job_id, kind=JobKind.MATCH).first()
    part = _claim(job, now=now) if job else None
    if part is None:
        return False
    run_part(part, None, now=now)
    return True


def run_part(part: MatchPart, hold: Hold | None, *, now: datetime | None = None) -> None:
    """Match one part and note that it is done."""
    at = hold.clock() if hold else now
    assert at is not None  # noqa: S101 - one of the two tells the time
    job = part.job
    scope = _scope_of(part)
    habits = None if scope.is_whole else _habits(part.supplier, now=at)
    judge = match_rules.judge_of(part.supplier, now=at, habits=habits)
    match(scope, judge, now=at, job=job, hold=hold)
    MatchPart.objects.filter(pk=part.pk, token=part.token).update(state=PartState.DONE)


def match(
    scope: Scope,
    judge: Judge,
    *,
    now: datetime,
    job: Job | None = None,
    hold: Hold | None = None,
) -> Outcome:
    """Match a scope and bring what is stored to it."""
    if hold:
        with transaction.atomic():
            hold.keep(phase=JobPhase.LOADING, done=0)
    answer = judging.judge(scope, judge.rules)
    desk = Desk(scope, judge, now, hold)
    outcome = storing.store(answer, desk)
    refund_rows.renew(answer, desk)
    _note(answer, outcome, desk, job)
    return outcome


def _note(answer: Answer, outcome: Outcome, desk: Desk, job: Job | None) -> None:
    supplier = desk.scope.supplier
    MatchRun.objects.create(
        workspace_id=supplier.workspace_id,
        supplier=supplier,
        job=job,
        scope=desk.scope.kind,
        as_of=desk.judge.rules.as_of,
        ran_at=desk.now,
        order_count=answer.order_count,
        line_count=answer.line_count,
        found_count=outcome.found,
        changed_count=outcome.changed,
        reopened_count=outcome.reopened,
        closed_count=outcome.closed,
        same_count=outcome.same,
        tolerated_count=outcome.tolerated,
        refused_count=answer.judged.legs.refused.height,
        notices=_notices(answer),
        habits=answer.habits,
    )


def _notices(answer: Answer) -> dict[str, list[int]]:
    """Return how many notices of each kind there are, and their sum."""
    grouped = answer.judged.notices().group_by("kind")
    rows = grouped.agg(pl.len().alias("count"), pl.col("amount").sum()).sort("kind")
    return {kind: [count, amount] for kind, count, amount in rows.iter_rows()}


def _parts(job: Job) -> Iterator[MatchPart]:
    if job.batch:
        yield from _touched_parts(job, job.batch)
        return
    for supplier in Supplier.objects.filter(workspace=job.workspace).order_by("pk"):
        yield from _parts_of(job, supplier)


def _parts_of(job: Job, supplier: Supplier) -> Iterator[MatchPart]:
    """Divide one supplier's orders by number; one that is never matched yields nothing."""
    lines = OrderLine.objects.filter(supplier=supplier).count()
    if not lines and not judging.has_rows(supplier, Leg.TRANSACTIONS):
        return
    count = -(-lines // PART_LINES) or 1
    if count == 1:
        yield MatchPart(job=job, supplier=supplier, scope=MatchScope.WHOLE, row_count=lines)
        return
    orders = Order.objects.filter(supplier=supplier).order_by("key")
    step = -(-orders.count() // count)
    firsts = ["", *(orders.values_list("key", flat=True)[step * n] for n in range(1, count))]
    for first, last in zip(firsts, [*firsts[1:], ""], strict=True):
        yield MatchPart(
            job=job,
            supplier=supplier,
            scope=MatchScope.RANGE,
            first_key=first,
            last_key=last,
            row_count=lines // count,
        )


def _touched_parts(job: Job, batch: ImportBatch) -> Iterator[MatchPart]:
    if batch.supplier is None or ImportKind(batch.kind) not in LEG_OF:
        return
    touched = len(touched_keys(batch))
    if touched > MANY_ORDERS or match_rules.known_habits(batch.supplier) is None:
        yield from _parts_of(job, batch.supplier)
    elif touched:
        yield MatchPart(
            job=job, supplier=batch.supplier, scope=MatchScope.TOUCHED, row_count=touched
        )


def touched_keys(batch: ImportBatch) -> list[str]:
    """Return the orders that the rows of an import, and those it ended, tell of."""
    table = TABLES[LEG_OF[ImportKind(batch.kind)]]
    keys: set[str] = set()
    with connection.cursor() as cursor:
        for column in ("batch_id", "ended_by_id"):
            cursor.execute(
                f"SELECT DISTINCT order_key FROM {table} WHERE {column} = {batch.pk:d} "
                f"AND order_key <> ''"
            )
            keys.update(key for (key,) in cursor.fetchall())
        if table == TABLES[Leg.TRANSACTIONS]:
            cursor.execute(_ORDERS_OF_PAPERS.format(table=table, batch=batch.pk))
            keys.update(key for (key,) in cursor.fetchall())
    return sorted(keys)


_ORDERS_OF_PAPERS = """SELECT DISTINCT o.order_key FROM {table} p CROSS JOIN {table} o
    WHERE (p.batch_id = {batch:d} OR p.ended_by_id = {batch:d}) AND NOT (p.document_key = '')
    AND o.supplier_id = p.supplier_id AND o.document_key = p.document_key
    AND NOT (o.document_key = '') AND o.order_key <> ''"""


def _scope_of(part: MatchPart) -> Scope:
    scope = MatchScope(part.scope)
    batch = part.job.batch
    keys = touched_keys(batch) if scope == MatchScope.TOUCHED and batch else []
    return Scope(part.supplier, scope, tuple(keys), part.first_key, part.last_key)


def _habits(supplier: Supplier, *, now: datetime) -> dict[str, object]:
    """Return the habits of a supplier; of the first part of its papers when nothing is known."""
    known = match_rules.known_habits(supplier)
    if known:
        return known
    rules = match_rules.judge_of(supplier, now=now, habits=None).rules
    keys = Order.objects.filter(supplier=supplier).order_by("-pk").values_list("key", flat=True)
    sample = Scope(supplier, MatchScope.TOUCHED, tuple(keys[:MANY_ORDERS]))
    return judging.habits_of_sample(sample, rules)


def _claim(job: Job, *, now: datetime) -> MatchPart | None:
    """Take a part that nobody has. None: there is none left."""
    free = Q(state=PartState.WAITING) | Q(state=PartState.RUNNING, lease_until__lte=now)
    for part in job.match_parts.filter(free).order_by("pk"):
        taken = MatchPart.objects.filter(free, pk=part.pk, token=part.token).update(
            state=PartState.RUNNING, lease_until=now + PART_LEASE, token=F("token") + 1
        )
        if taken:
            claimed = MatchPart.objects.select_related("job__batch", "supplier__workspace")
            return claimed.get(pk=part.pk)
    return None
