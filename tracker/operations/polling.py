"""One visit to one host: claim it, ask for what is due, write down what was seen, leave."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings

from accounts.models import User
from tracker.models import Host, Page
from tracker.operations import hosts, looking, recording, robots
from tracker.operations.looking import Look
from tracker.sources import gate

BATCH = 50  # pages of one host per claim
BATCH_SECONDS = 60.0  # no new request after that

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Visit:
    """What one claim of a host brought."""

    looks: tuple[Look, ...]
    pause_seconds: float | None  # until the rest may be asked; None: nothing is left


def user_agent() -> str:
    """Return how we introduce ourselves to the sites that we read."""
    return f"Fukkyu/1.0 (+{settings.POLL_CONTACT})"


def open_session() -> gate.Session:
    """Return the one kind of session that the product opens."""
    return gate.open_session(user_agent=user_agent(), admitted=settings.ADMITTED_ADDRESSES)


def poll_host(host_id: int, *, clock: Clock) -> Visit | None:
    """Read what is due on a host. None when another worker has it, or it must rest.

    Raises: LostLeaseError when the claim was lost meanwhile; nothing was written then.
    """
    host = hosts.claim(host_id, now=clock())
    if host is None:
        return None
    spacing = spacing_of(host)
    with open_session() as session:
        looks = tuple(_look_at_due(host, session, spacing, clock))
    recording.record(host, looks)
    now = clock()
    hosts.release(host, not_before=_rest(looks, now) + spacing)
    is_left = Page.objects.due(now=now).filter(host=host).exists()
    return Visit(looks, spacing.total_seconds() if is_left else None)


def poll_page(page: Page, *, clock: Clock, by: User | None = None) -> Look | None:
    """Read one page now, due or not. None when it has no address or its host is taken."""
    host = hosts.claim(page.host_id, now=clock()) if page.host_id else None
    if host is None:
        return None
    with open_session() as session:
        rules = robots.rules_of(host, page, session=session, now=clock())
        look = looking.look_at(page, session=session, rules=rules, at=clock(), by=by)
    recording.record(host, (look,))
    now = clock()
    hosts.release(host, not_before=_rest((look,), now) + spacing_of(host))
    return look


def spacing_of(host: Host) -> timedelta:
    """Return how long the host is left alone between two requests."""
    if host.address_and_port in settings.ADMITTED_ADDRESSES:
        return timedelta()
    asked = robots.delay_of(host)
    return timedelta(seconds=max(settings.POLL_SPACING_SECONDS, asked))


def _look_at_due(
    host: Host, session: gate.Session, spacing: timedelta, clock: Clock
) -> Iterator[Look]:
    """Yield looks until the time is up; with a spacing to keep, one look is the whole visit."""
    started_at = clock()
    for page in _due_pages(host, 1 if spacing else BATCH, now=started_at):
        now = clock()
        if (now - started_at).total_seconds() > BATCH_SECONDS:
            return
        hosts.renew(host, now=now)
        rules = robots.rules_of(host, page, session=session, now=now)
        yield looking.look_at(page, session=session, rules=rules, at=now)


def _due_pages(host: Host, most: int, *, now: datetime) -> list[Page]:
    """Return the pages to read in this visit, longest due first.

    A host whose visits do not end is read page by page, and the page that ends its readers is
    set aside, so that its neighbours are read.
    """
    pages = Page.objects.due(now=now).filter(host=host).order_by("due_at", "pk")
    if host.claim_count > hosts.TOO_MANY_CLAIMS:
        recording.set_aside(host, pages[:1], at=now)
    return list(pages[: 1 if host.claim_count > hosts.SEVERAL_CLAIMS else most])


def _rest(looks: tuple[Look, ...], now: datetime) -> datetime:
    """Return when the host may be asked again: later if one of its answers said so."""
    return max([now, *(look.retry_at for look in looks if look.retry_at)])
