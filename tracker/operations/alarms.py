"""Telling people that a supplier's service moved: worsening at once, improvement once confirmed."""

from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256

from django.db.models import F, Q
from django.urls import reverse
from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.enums import MessageUrgency, Role
from accounts.models import Membership
from accounts.operations import messages
from tracker.domain.statements import SEVERITY
from tracker.enums import Level, ServiceDomain
from tracker.models import Disruption, ServiceState, Supplier

# Whose daily work hangs on which services; everybody else looks at the board.
BUYING = frozenset(ServiceDomain) - {ServiceDomain.BILLING, ServiceDomain.REFUNDS}
ACCOUNTS = frozenset(
    {
        ServiceDomain.BILLING,
        ServiceDomain.REFUNDS,
        ServiceDomain.PAYMENT,
        ServiceDomain.DAILY_CLOSE,
        ServiceDomain.DATA_SHARE,
    }
)
INTERESTS = {
    Role.PURCHASER: BUYING,
    Role.ACCOUNTANT: ACCOUNTS,
    Role.OUTSIDE_ACCOUNTANT: ACCOUNTS,
}
ACTS = {
    Level.DOWN: _("Look which of your orders are hit, and take charge of the disruption."),
    Level.LIMITED: _("Look whether your goods are inside what is still served."),
    Level.UP: _("Place a test order before you switch back: an announcement is not a delivery."),
    Level.UNKNOWN: _("Look at the notice: nothing is said about it any more."),
}


def tell_worse(supplier: Supplier, *, now: datetime) -> list[int]:
    """Tell at once what became worse than people were told last."""
    return _tell([row for row in _untold(supplier) if _is_worse(row)], supplier, now=now)


def tell_confirmed(supplier: Supplier, *, now: datetime) -> list[int]:
    """Tell what became better, once its page was read again and still says so."""
    rows = [row for row in _untold(supplier) if not _is_worse(row) and _is_confirmed(row)]
    return _tell(rows, supplier, now=now)


def tell_lapsed(disruption: Disruption, *, now: datetime) -> list[int]:
    """Ask again for somebody to see to a disruption."""
    return messages.tell(
        members_for(disruption.supplier, ServiceDomain.ORDERS),
        urgency=MessageUrgency.NOW,
        subject=format_lazy(
            _("[Nobody is at it] {supplier}: {title}"),
            supplier=disruption.supplier.name,
            title=disruption.title,
        ),
        body=format_lazy(
            _(
                "The acknowledgement of the disruption “{title}” has run out.\n"
                "Acknowledge it again, or hand it over to somebody."
            ),
            title=disruption.title,
        ),
        path=path_of(disruption.supplier),
        cause=f"lapsed:{disruption.pk}:{now.isoformat()}",
        now=now,
    )


def waiting_for_confirmation() -> list[Supplier]:
    """Return the suppliers of whom something better is known than was told."""
    untold = ServiceState.objects.exclude(told_level=F("level")).values("supplier")
    return list(Supplier.objects.filter(pk__in=untold).order_by("pk"))


def members_for(supplier: Supplier, domain: ServiceDomain) -> list[Membership]:
    """Return the members whose work hangs on a service."""
    return _members(supplier, [role for role, domains in INTERESTS.items() if domain in domains])


def path_of(supplier: Supplier) -> str:
    return reverse("tracker:supplier-detail", args=[supplier.workspace.slug, supplier.pk])


def _untold(supplier: Supplier) -> Iterable[ServiceState]:
    rows = ServiceState.objects.whole().filter(supplier=supplier).exclude(told_level=F("level"))
    related = rows.select_related("claim__reading__page", "supplier__workspace")
    return related.filter(~Q(level=Level.UNKNOWN)).order_by("pk")


def _is_worse(row: ServiceState) -> bool:
    told = Level(row.told_level) if row.told_level else Level.UP
    return SEVERITY[Level(row.level)] > SEVERITY[told]


def _is_confirmed(row: ServiceState) -> bool:
    """Whether the page was read after the version that brought the good news, and stood by it."""
    if row.override_id or row.claim is None:
        return True
    page, reading = row.claim.reading.page, row.claim.reading
    return page.owner_id is not None or (page.last_read_at or reading.taken_at) > reading.taken_at


def _tell(rows: list[ServiceState], supplier: Supplier, *, now: datetime) -> list[int]:
    """Tell everybody whose work hangs on any of it, in one message, the worst first."""
    ServiceState.objects.filter(pk__in=[row.pk for row in rows]).update(told_level=F("level"))
    news = [row for row in rows if row.told_level or row.level != Level.UP]
    news.sort(key=lambda row: -SEVERITY[Level(row.level)])
    told = []
    for roles, domains in _audiences():
        of_interest = [row for row in news if row.domain in domains]
        if of_interest:
            told += _tell_audience(_members(supplier, roles), of_interest, supplier, now=now)
    return told


def _audiences() -> list[tuple[list[Role], frozenset[ServiceDomain]]]:
    """Return the roles that look at the same services."""
    groups = dict.fromkeys(INTERESTS.values())
    return [([role for role in INTERESTS if INTERESTS[role] == one], one) for one in groups]


def _tell_audience(
    members: list[Membership], rows: list[ServiceState], supplier: Supplier, *, now: datetime
) -> list[int]:
    worst = Level(rows[0].level)
    marks = "+".join(f"{row.pk}.{row.level}.{row.claim_id}.{row.override_id}" for row in rows)
    return messages.tell(
        members,
        urgency=MessageUrgency.NOW if worst is Level.DOWN else MessageUrgency.TODAY,
        subject=format_lazy(
            _("[{after}] {supplier}: {domains}"),
            supplier=supplier.name,
            domains=_domains(rows),
            after=worst.label,
        ),
        body=format_lazy(
            _("{moves}\n{act}\n\nThe supplier's own words:\n{words}"),
            moves=_moves(rows),
            act=ACTS[worst],
            words=rows[0].claim.evidence if rows[0].claim else "-",
        ),
        path=path_of(supplier),
        cause=f"state:{sha256(marks.encode()).hexdigest()[:24]}",
        now=now,
    )


def _join_domains(rows: list[ServiceState]) -> str:
    return ", ".join(str(row.get_domain_display()) for row in rows)


def _join_moves(rows: list[ServiceState]) -> str:
    lines = []
    for row in rows:
        before = Level(row.told_level or Level.UNKNOWN).label
        lines.append(f"{row.get_domain_display()}: {before} → {row.get_level_display()}")
    return "\n".join(lines)


_domains = lazy(_join_domains, str)  # in the language of whoever is told
_moves = lazy(_join_moves, str)


def _members(supplier: Supplier, roles: Iterable[Role]) -> list[Membership]:
    members = Membership.objects.current().filter(workspace=supplier.workspace, role__in=roles)
    return list(members.select_related("user", "workspace").order_by("pk"))
