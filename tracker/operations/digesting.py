"""Taking in what was read: every company that follows the page sees its supplier anew."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from accounts.operations import audit
from accounts.operations.audit import Actor
from tracker.enums import DisruptionEventKind
from tracker.models import Disruption, DisruptionEvent, Override, Reading, Supplier
from tracker.operations import alarms, proposals, states, windows
from tracker.operations.pictures import picture

BATCH = 50  # readings per message


def is_waited_for() -> bool:
    return Reading.objects.undigested().exists()


def digest_due(*, now: datetime) -> list[int]:
    """Take in everything that was read and not taken in yet, oldest first; return new messages."""
    due = Reading.objects.undigested().order_by("pk").values_list("pk", flat=True)[:BATCH]
    return [message for pk in list(due) for message in digest(pk, now=now)]


def digest(reading_id: int, *, now: datetime) -> list[int]:
    """Take one reading in, once, however often it is asked for."""
    with transaction.atomic():
        waiting = Reading.objects.undigested().filter(pk=reading_id)
        if not waiting.update(digested_at=now):
            return []
        reading = Reading.objects.select_related("page").get(pk=reading_id)
        return [
            message
            for supplier in followers(reading)
            for message in _take_in(reading, supplier, now)
        ]


def followers(reading: Reading) -> list[Supplier]:
    """Return the suppliers, one per company, whose page this is."""
    page = reading.page
    follows = Q(sources__page=page, sources__ended_at=None)
    if page.parent_id:
        follows |= Q(sources__page=page.parent_id, sources__ended_at=None)
    found = Supplier.objects.active().filter(follows).select_related("workspace").distinct()
    return list(found.order_by("pk"))


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


def _take_in(reading: Reading, supplier: Supplier, now: datetime) -> list[int]:
    states.refresh(supplier, now=now)
    seen = picture(supplier, at=now)
    return [
        *alarms.tell_worse(supplier, now=now),
        *proposals.follow(seen, now=now),
        *windows.take_in(reading, supplier, now=now),
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
