"""The life of a discrepancy and of the links between papers."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class DiscrepancyState(TextChoices):
    OPEN = "open", _("Open")
    WAITING = "waiting", _("Waiting until its date")
    SETTLED = "settled", _("Settled")
    CLOSED = "closed", _("Closed: its cause is gone")


class DecisionKind(TextChoices):
    """One entry in the life of a discrepancy."""

    FOUND = "found", _("Found")
    ASSIGNED = "assigned", _("Assigned")
    NOTED = "noted", _("Noted")
    SETTLED = "settled", _("Settled")
    REOPENED = "reopened", _("Opened again")
    CLOSED = "closed", _("Closed by the match")
    CHANGED = "changed", _("Amount or documents changed")


class AllotmentRule(TextChoices):
    """Why a paper counts for an order line."""

    NUMBER = "number", _("Order and line number")
    ITEM = "item", _("Order number and item")
    SETTLEMENT = "settlement", _("Settlement number")
    SUBSET = "subset", _("The only sum that fits")
    PERSON = "person", _("By a person")
