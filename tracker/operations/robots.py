"""What a site asks of programs, remembered with its host for a day."""

from datetime import datetime, timedelta

from tracker.models import Host, Page
from tracker.sources import gate, robots, urls
from tracker.sources.robots import Rules

MOST_AGE = timedelta(days=1)
MOST_AGE_OF_FAILURE = timedelta(minutes=10)
LONGEST_DELAY = 60.0  # seconds; a site that asks for more is read once a minute all the same


def rules_of(host: Host, page: Page, *, session: gate.Session, now: datetime) -> Rules | None:
    """Return what the site allows, asking it once a day. None while its rules cannot be had."""
    if _is_old(host, now):
        _refresh(host, page, session=session, now=now)
    return None if host.robots_failure else robots.read_rules(host.robots)


def delay_of(host: Host) -> float:
    """Return the seconds that the site asks us to leave between two requests, 0 when none."""
    return min(robots.read_rules(host.robots).delay_seconds or 0.0, LONGEST_DELAY)


def _is_old(host: Host, now: datetime) -> bool:
    if host.robots_checked_at is None:
        return True
    most = MOST_AGE_OF_FAILURE if host.robots_failure else MOST_AGE
    return now - host.robots_checked_at >= most


def _refresh(host: Host, page: Page, *, session: gate.Session, now: datetime) -> None:
    url = urls.parse(page.url, admitted=session.door.admitted)
    found = robots.fetch_robots(session, robots.robots_url(url), now=now)
    host.robots_checked_at = now
    host.robots_failure = found.failure or ""
    if found.failure is None:
        host.robots = found.text
    host.save(update_fields=["robots", "robots_failure", "robots_checked_at"])
