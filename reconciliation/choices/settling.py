"""The life of a discrepancy and of the links between papers."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role


class DiscrepancyState(TextChoices):
    OPEN = "open", _("Open")
    WAITING = "waiting", _("Waiting until its date")
    SETTLED = "settled", _("Settled")
    CLOSED = "closed", _("Closed: its cause is gone")


UNSETTLED_STATES = frozenset({DiscrepancyState.OPEN, DiscrepancyState.WAITING})

# May settle discrepancies, join and part papers, and place holds.
SETTLERS = frozenset({Role.ACCOUNTANT, Role.ADMINISTRATOR, Role.OUTSIDE_ACCOUNTANT})
# May also hold a payment back; releasing it takes a settler.
HOLDERS = SETTLERS | {Role.PURCHASER, Role.MANAGER}


class Resolution(TextChoices):
    """How a discrepancy was settled."""

    CORRECTED = "corrected", _("The supplier corrects it")
    CREDITED = "credited", _("Credit note or refund agreed")
    ACCEPTED = "accepted", _("Accepted as it is")
    OFFSET = "offset", _("Offset in another bill")
    NO_FAULT = "no_fault", _("No discrepancy in fact")


class DecisionKind(TextChoices):
    """One entry in the life of a discrepancy."""

    FOUND = "found", _("Found")
    ASSIGNED = "assigned", _("Assigned")
    NOTED = "noted", _("Noted")
    SETTLED = "settled", _("Settled")
    REOPENED = "reopened", _("Opened again")
    CLOSED = "closed", _("Closed by the match")
    CHANGED = "changed", _("Amount or documents changed")
    UNDONE = "undone", _("Undone")


class AllotmentRule(TextChoices):
    """Why a paper counts for an order line."""

    NUMBER = "number", _("Order and line number")
    ITEM = "item", _("Order number and item")
    SETTLEMENT = "settlement", _("Settlement number")
    SUBSET = "subset", _("The only sum that fits")
    PERSON = "person", _("By a person")


class MatchScope(TextChoices):
    """What one part of a match looks at."""

    WHOLE = "whole", _("Everything of a supplier")
    RANGE = "range", _("A range of orders")
    TOUCHED = "touched", _("Orders that an import touched")


class PartState(TextChoices):
    WAITING = "waiting", _("Waiting")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
