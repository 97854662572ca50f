"""Planned work of suppliers: windows and the tasks around them."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class WindowState(TextChoices):
    """Where a planned stop stands."""

    PROPOSED = "proposed", _("Proposed")
    CONFIRMED = "confirmed", _("Confirmed")
    RUNNING = "running", _("Under way")
    DONE = "done", _("Done")
    ROLLED_BACK = "rolled_back", _("Rolled back; the reserve day counts")
    MOVED = "moved", _("Moved")
    CANCELLED = "cancelled", _("Called off")


LIVE_WINDOWS = frozenset({WindowState.PROPOSED, WindowState.CONFIRMED, WindowState.RUNNING})


class TaskMoment(TextChoices):
    """When a task around planned work has to be done."""

    BEFORE = "before", _("Before the work")
    AFTER = "after", _("After the work")


class CompanyDayKind(TextChoices):
    """Days and hours of our own that a planned stop must not meet unseen."""

    ORDER_CUT_OFF = "order_cut_off", _("Order cut-off")
    CLOSING = "closing", _("Closing day")
    PAYMENT = "payment", _("Payment day")


class PlannedTaskKind(TextChoices):
    """What is done before planned work, or made up for after it."""

    TELL_STAFF = "tell_staff", _("Tell the people concerned")
    GET_SLIPS = "get_slips", _("Get paper slips and the rules for them")
    TEST_PHONE = "test_phone", _("Test the phone number for approvals")
    PREPARE_CASH = "prepare_cash", _("Prepare for payment in cash")
    ENTER_SLIPS = "enter_slips", _("Enter the slips written by hand")
    GRANT_POINTS = "grant_points", _("Have points credited by receipt")
    DAILY_TOTALS = "daily_totals", _("Run the daily totals by hand")
    RETRY = "retry", _("Do again what could not be done")
    CHECK_SERVICE = "check_service", _("Check that everything runs again")
