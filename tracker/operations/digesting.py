"""Taking in what was read: every company that follows the page sees its supplier anew."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Max, Q

from accounts.operations import audit
from accounts.operations.audit import Actor
from tracker.enums import DisruptionEventKind
from tracker.models import (
    Disruption,
    DisruptionEvent,
    Override,
    Reading,
    Snapshot,
    Source,
    Supplier,
)
from tracker.operations import alarms, proposals, states, unread, windows
from tracker.operations.pictures import Picture, picture

BATCH = 500  # readings looked at together: a supplier's picture is drawn once for all of them


def is_waited_for(*, now: datetime) -> bool:
    return Snapshot.objects.unread(now=now).exists() or Reading.objects.undigested().exists()


def digest_due(*, now: datetime) -> list[int]:
    """Read what was kept and take in the oldest readings that wait; return new messages."""
    unread.read_due(now=now)
    due = list(Reading.objects.undigested().select_related("page").order_by("pk")[:BATCH])
    groups: dict[tuple[int, ...], list[Reading]] = defaultdict(list)
    for reading, suppliers in zip(due, _followers(due), strict=True):
        groups[tuple(suppliers)].append(reading)
    return [
        message
        for suppliers, readings in groups.items()
        for message in _digest(readings, suppliers, now)
    ]


def digest(reading_id: int, *, now: datetime) -> list[int]:
    """Take one reading in, once, however often it is asked for."""
    reading = Reading.objects.select_related("page").get(pk=reading_id)
    return _digest([reading], _followers([reading])[0], now)


def _followers(readings: Sequence[Reading]) -> list[list[int]]:
    """Return for each reading the suppliers, one per company, whose page it is of."""
    pages = [(reading.page_id, reading.page.parent_id) for reading in readings]
    followed = Source.objects.current().filter(
        page__in={page for pair in pages for page in pair if page},
        supplier__in=Supplier.objects.active(),
    )
    suppliers: dict[int | None, set[int]] = defaultdict(set)
    for page_id, supplier_id in followed.values_list("page_id", "supplier_id"):
        suppliers[page_id].add(supplier_id)
    return [sorted(suppliers[page] | suppliers[parent]) for page, parent in pages]


def _digest(readings: Sequence[Reading], supplier_ids: Sequence[int], now: datetime) -> list[int]:
    """Take in readings that have the same followers; those that another took meanwhile are left.

    The pictures are drawn before the transaction: drawing is slow, and all writers wait for it.
    """
    suppliers = Supplier.objects.filter(pk__in=supplier_ids).select_related("workspace")
    newest = Reading.objects.aggregate(newest=Max("pk"))["newest"]
    seen = [picture(supplier, at=now) for supplier in suppliers.order_by("pk")]
    with transaction.atomic():
        if not _is_overtaken(newest):
            return _take_in_group(readings, seen, now)
    return _digest(readings, supplier_ids, now)


def _is_overtaken(newest: int) -> bool:
    """Whether a later reading was taken in, which pictures drawn before do not show."""
    return Reading.objects.filter(pk__gt=newest, digested_at__isnull=False).exists()


def _take_in_group(
    readings: Sequence[Reading], seen: Sequence[Picture], now: datetime
) -> list[int]:
    waiting = Reading.objects.undigested().filter(pk__in=[reading.pk for reading in readings])
    found = set(waiting.select_for_update().values_list("pk", flat=True))
    Reading.objects.filter(pk__in=found).update(digested_at=now)
    mine = [reading for reading in readings if reading.pk in found]
    return [message for one in seen if mine for message in _take_in(mine, one, now)]


def keep_up(*, now: datetime) -> None:
    """Do what the clock asks for: confirmed good news, ended overrides, lapsed acknowledgements."""
    for supplier in alarms.waiting_for_confirmation():
        alarms.tell_confirmed(supplier, now=now)
    ended = Override.objects.filter(_still_lies(now)).values("supplier")
    for supplier in Supplier.objects.filter(pk__in=ended).select_related("workspace"):
        states.refresh(supplier, now=now)
    for disruption in _lapsed(now):
        _ask_again(disruption, now)
    windows.advance(now=now)


def _still_lies(now: datetime) -> Q:
    """Return overrides that still lie over a row although their time is up."""
    return Q(states__isnull=False) & (Q(expires_at__lte=now) | Q(ended_at__lte=now))


def _take_in(readings: Sequence[Reading], seen: Picture, now: datetime) -> list[int]:
    states.write(seen, now=now)
    supplier = seen.supplier
    planned = [windows.take_in(reading, supplier, now=now) for reading in readings]
    return [
        *alarms.tell_worse(supplier, now=now),
        *proposals.follow(seen, now=now),
        *[message for messages in planned for message in messages],
    ]


def _lapsed(now: datetime) -> list[Disruption]:
    rows = Disruption.objects.open().filter(acknowledged_until__lte=now)
    return list(rows.select_related("supplier__workspace", "owner").order_by("pk"))


def _ask_again(disruption: Disruption, now: datetime) -> None:
    """Let an acknowledgement run out: the disruption asks for somebody again."""
    with transaction.atomic():
        lapsed = Disruption.objects.filter(
            pk=disruption.pk, acknowledged_until=disruption.acknowledged_until
        )
        if not lapsed.update(acknowledged_at=None, acknowledged_until=None):
            return
        DisruptionEvent.objects.create(
            disruption=disruption,
            kind=DisruptionEventKind.LAPSED,
            happened_at=now,
            recorded_at=now,
        )
        audit.record(
            "disruption.lapsed",
            disruption,
            actor=Actor.task("keep_up"),
            now=now,
            workspace=disruption.workspace,
        )
        alarms.tell_lapsed(disruption, now=now)
