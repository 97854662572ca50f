"""What a supplier does for its buyers, and how it runs."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ServiceDomain(TextChoices):
    """One thing that a supplier does and that can stop on its own."""

    ORDERS = "orders", pgettext_lazy("service", "Ordering")
    SHIPPING = "shipping", _("Shipping")
    SALES = "sales", _("Sales of goods")
    BILLING = "billing", _("Billing")
    REFUNDS = "refunds", _("Refunds")
    RETURNS = "returns", _("Returns")
    PAYMENT = "payment", _("Payment")
    EMAIL = "email", _("E-mail")
    FAX = "fax", _("Fax")
    SUPPORT = "support", _("Support")
    ADDRESS_BOOK = "address_book", _("Address book")
    WEBSITE = "website", _("Website")
    DATA_SHARE = "data_share", _("Data exchange")
    DAILY_CLOSE = "daily_close", _("Daily closing")


# The order in which suppliers give their services back, as a rule.
RELEASE_ORDER = (
    ServiceDomain.ORDERS,
    ServiceDomain.SHIPPING,
    ServiceDomain.BILLING,
    ServiceDomain.EMAIL,
)


class DomainState(TextChoices):
    """What one notice says of one domain, inside the scope that it names."""

    NORMAL = "normal", _("As usual")
    DEGRADED = "degraded", _("Delayed")
    PARTIAL = "partial", _("In part")
    STOPPED = "stopped", _("Stopped")
    RESUMED = "resumed", _("Resumed")
    PLANNED_RESUME = "planned_resume", _("To resume")
    PLANNED_STOP = "planned_stop", _("To stop")
    CANCELLED = "cancelled", _("Cancelled")
    UNKNOWN = "unknown", _("Being checked")


class Level(TextChoices):
    """What a buyer acts on: whether a service runs."""

    DOWN = "down", _("Stopped")
    LIMITED = "limited", _("Limited")
    UP = "up", pgettext_lazy("service", "Running")
    UNKNOWN = "unknown", _("Not known")


class Certainty(TextChoices):
    """How firmly a notice names the time of a restart."""

    NONE = "none", _("No time given")
    GRADUAL = "gradual", _("In steps, no time given")
    MONTH = "month", _("Roughly")
    DATE = "date", _("To the day")
    DONE = "done", _("Has happened")


class Limit(TextChoices):
    """In which way a statement does not hold for everything."""

    ITEMS = "items", _("Some goods")
    AREAS = "areas", _("Some areas or sites")
    HOURS = "hours", _("Some hours")
    CUSTOMERS = "customers", _("Some customers")


class Channel(TextChoices):
    """By which way a service is offered."""

    WEB = "web", _("Web")
    FAX = "fax", _("Fax")
    PHONE = "phone", _("Phone")
    MANUAL = "manual", _("By hand")
    SYSTEM = "system", _("System to system")


class Trend(TextChoices):
    """Which way a service went last."""

    BETTER = "better", _("Getting better")
    WORSE = "worse", _("Getting worse")
    STEADY = "steady", _("Unchanged")


class Basis(TextChoices):
    """What the state of a service rests on."""

    OFFICIAL = "official", _("Said by the supplier")
    IMPLIED = "implied", _("Follows from the announced restart")
    OVERRIDE = "override", _("Set by us")
    NOTHING = "nothing", _("Nobody has said anything")


class Disagreement(TextChoices):
    """Between whom two words about the same thing differ."""

    OFFICIAL_PAGES = "official_pages", _("Two pages of the supplier")
    NEWS = "news", _("The supplier and the news")
    OBSERVATION = "observation", _("The supplier and our own observation")
    FACT = "fact", _("The supplier and what we were told directly")


class Difference(TextChoices):
    """How two words that disagree lie to one another in time and scope."""

    OTHER_IS_OLDER = "other_is_older", _("It is older than the supplier's word.")
    OTHER_IS_NEWER = "other_is_newer", _("It is newer; the supplier has not said so yet.")
    SAME_DAY = "same_day", _("Both are of the same day.")
    OTHER_SCOPE = "other_scope", _("The two do not speak of the same scope.")


class SeriesKind(TextChoices):
    """What the numbers in notices count."""

    ITEMS = "items", _("Goods that can be ordered")
    SITES = "sites", _("Sites that ship")
    LEAD_DAYS = "lead_days", _("Days to delivery")


class ReviewVerdict(TextChoices):
    """What a person thinks of a claim that was read."""

    ACCEPTED = "accepted", _("Accepted")
    CORRECTED = "corrected", _("Set right")
    DISMISSED = "dismissed", _("Dismissed")


class ClaimDoubt(TextChoices):
    """Why a claim waits for a person, although it was read."""

    DATE = "date", _("A date in the sentence could not be read; it stays as text.")
    DAMAGED = "damaged", _("The page was damaged or cut off; something may be missing.")
    GOOD_NEWS = "good_news", _("It says that something runs: look before you rely on it.")
    UNKNOWN = "unknown", _("The supplier itself is still checking.")
