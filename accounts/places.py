"""The places of the product, in one list: the rail, the bottom bar, the palette and the keys."""

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Place:
    """One of at most seven places; `key` is its icon's name, `letter` follows g on the keyboard."""

    key: str
    label: Promise
    route: str
    letter: str
    beside: tuple[str, ...] = ()  # further addresses in the company that belong to the place


_SUPPLY = ("sources/", "mailboxes/", "disruptions/", "pages/", "snapshots/")
PLACES = (
    Place("today", _("Today"), "tracker:today", "t"),
    Place("supply", _("Supply"), "tracker:supplier-list", "s", _SUPPLY),
    Place("orders", _("Orders"), "reconciliation:order-list", "o"),
    Place("approvals", _("Approvals"), "procurement:approval-list", "a"),
    Place("matching", _("Matching"), "reconciliation:discrepancy-list", "m"),
    Place("reports", _("Reports"), "procurement:report-list", "r"),
    Place("settings", _("Settings"), "accounts:settings", "e"),
)


@dataclass(frozen=True, slots=True)
class Door:
    """A place that exists in one workspace, with its address."""

    place: Place
    path: str
    paths: tuple[str, ...]  # the beginnings of every address that belongs to it


def doors(slug: str) -> list[Door]:
    """Return the places that are built already, in order."""
    return [
        Door(place, path, (path, *(f"/w/{slug}/{beside}" for beside in place.beside)))
        for place in PLACES
        if (path := _path(place, slug))
    ]


def _path(place: Place, slug: str) -> str:
    try:
        return reverse(place.route, args=[slug])
    except NoReverseMatch:
        return ""
