"""The way back: stages, what each of them needs, and the signs of a restart."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role


class RecoveryStage(TextChoices):
    """How far a supplier has recovered, in five steps above the stop."""

    STOPPED = "stopped", _("Stopped")
    TEMPORARY_STABILITY = "temporary_stability", _("Temporary stability")
    PARTIAL_RECOVERY = "partial_recovery", _("Partial recovery")
    OPERATIONAL = "operational", _("Practical resumption")
    OVERALL_STABILITY = "overall_stability", _("Overall stability")
    FULL_RECOVERY = "full_recovery", _("Full recovery")


LADDER = tuple(RecoveryStage)  # lowest first


# What each stage looks like and what a buyer decides there; Source: the stage table of the guide.
STAGE_LOOKS = {
    RecoveryStage.STOPPED: _("Orders are not taken, or nothing is shipped."),
    RecoveryStage.TEMPORARY_STABILITY: _("Some orders are taken again; shipping is limited."),
    RecoveryStage.PARTIAL_RECOVERY: _("Shipping widens by site or goods group."),
    RecoveryStage.OPERATIONAL: _("Orders and shipping are steady every day."),
    RecoveryStage.OVERALL_STABILITY: _("Invoices by post and e-mails come as usual."),
    RecoveryStage.FULL_RECOVERY: _("Exceptional delays are gone."),
}
STAGE_ADVICE = {
    RecoveryStage.STOPPED: _("Look over the open orders and order elsewhere what cannot wait."),
    RecoveryStage.TEMPORARY_STABILITY: _(
        "Use alternates for goods with a fixed date and keep more stock."
    ),
    RecoveryStage.PARTIAL_RECOVERY: _("Bring important goods back first; set priorities."),
    RecoveryStage.OPERATIONAL: _("Bring recurring orders back to normal in steps."),
    RecoveryStage.OVERALL_STABILITY: _("Check that the backlog in accounting is cleared."),
    RecoveryStage.FULL_RECOVERY: _("Set lead times back to the usual level."),
}
# May decide how far a supplier has recovered, and set a level over what was read.
STAGE_DECIDERS = frozenset({Role.PURCHASER, Role.MANAGER, Role.ADMINISTRATOR})


class StageCondition(TextChoices):
    """One thing that has to be so before a stage is reached."""

    ORDERS_IN_PART = "orders_in_part", _("Some orders are taken again")
    ORDER_ACCEPTED = "order_accepted", _("An order of our own was accepted")
    SHIPPING_IN_PART = "shipping_in_part", _("Whole goods groups or sites ship")
    SHIPPING_WIDENS = "shipping_widens", _("Shipping widens by site or goods group")
    ORDER_SHIPPED = "order_shipped", _("An order of our own was shipped")
    ORDERS_DAILY = "orders_daily", _("Orders are taken every day, without limits")
    SHIPPING_DAILY = "shipping_daily", _("The main range ships every day")
    STEADY = "steady", _("Nothing got worse for three business days")
    DELIVERED_AS_PROMISED = (
        "delivered_as_promised",
        _("Orders of our own arrived as promised on two days"),
    )
    BILLING_NORMAL = "billing_normal", _("Invoices come as usual")
    EMAIL_NORMAL = "email_normal", _("E-mails come as usual")
    ACCOUNTS_SEEN = "accounts_seen", _("We received an invoice and an e-mail ourselves")
    NO_DELAYS = "no_delays", _("No exceptional delay or limit is left")
    NO_EXCEPTIONS = "no_exceptions", _("Every exception is settled")
    LEAD_TIME_USUAL = "lead_time_usual", _("Our orders arrive in the usual time")
    CAUSE_STATED = "cause_stated", _("The cause is officially stated")
    SCOPE_STATED = "scope_stated", _("The scope of the damage is officially stated")
    PREVENTION_STATED = "prevention_stated", _("The prevention is officially stated")
    DATA_VERIFIED = (
        "data_verified",
        _("Orders, addresses and invoices were verified against our own records"),
    )


class MeasureKind(TextChoices):
    """What an order of our own, or our own eyes, can prove."""

    ACCEPTED = "accepted", _("Accepted")
    SHIPPED = "shipped", _("Shipped")
    DELIVERED = "delivered", _("Delivered")
    INVOICED = "invoiced", _("Invoice received")
    MAILED = "mailed", _("E-mail received")


class ReopeningSign(TextChoices):
    """Small changes of wording that come before a restart."""

    LIMITS_DROPPED = "limits_dropped", _("From “in part” or “limited hours” to “as usual”")
    LEAD_TIME_SHORTER = "lead_time_shorter", _("Shorter delivery times are shown")
    BILLING_LIFTED = "billing_lifted", _("The stop of invoices is lifted")
    EMAIL_LIFTED = "email_lifted", _("The stop of e-mails is lifted")
    BOTH_RESUMED = "both_resumed", _("Ordering and shipping resume together")
    FEWER_STOPS = "fewer_stops", _("“Suspended” is said less often")
    NOTICE_EDITED = "notice_edited", _("The fax or shipping notice was edited")
    SERVICES_NAMED = "services_named", _("Services and hours are named")
    DISPLAYS_BACK = "displays_back", _("Delivery dates and stock are shown again")
    ESTIMATE_CONCRETE = "estimate_concrete", _("“In steps” became a date")


class DecisionVerdict(TextChoices):
    """What a person did with the proposed stage."""

    APPROVED = "approved", _("As proposed")
    OTHER = "other", _("Otherwise than proposed")


class DisruptionEventKind(TextChoices):
    """What happened to a disruption itself."""

    PROPOSED = "proposed", _("Proposed")
    OPENED = "opened", _("Opened")
    REFUSED = "refused", _("Not a disruption for us")
    OWNED = "owned", _("Owner named")
    ACKNOWLEDGED = "acknowledged", _("Acknowledged")
    LAPSED = "lapsed", _("Acknowledgement ran out")
    MERGED = "merged", _("Merged")
    SPLIT = "split", _("Split off")
    PROVISIONAL = "provisional", _("Provisional recovery")
    PERMANENT = "permanent", _("Permanent fix")
    CLOSED = "closed", _("Closed")
    REOPENED = "reopened", _("Opened again")
    FOLLOW_UP = "follow_up", _("Follow-up notice planned")


class VerificationKind(TextChoices):
    """What has to be seen to after an attack on a supplier, by it and by us."""

    ORDERS = "orders", _("Our orders verified")
    ADDRESSES = "addresses", _("Delivery addresses and users verified")
    INVOICES = "invoices", _("Invoices verified")
    CAUSE = "cause", _("Cause stated")
    SCOPE = "scope", _("Scope stated")
    PREVENTION = "prevention", _("Prevention stated")
    INVESTIGATED = "investigated", _("Investigated")
    ISOLATED = "isolated", _("Isolated")
    AUTHENTICATION = "authentication", _("Authentication strengthened")
    RESTORED = "restored", _("Restored from backup")
    ALIGNED = "aligned", _("Stock and orders aligned")
    REOPENED = "reopened", _("Warehouse and shop reopened in steps")
    LOAD_TESTED = "load_tested", _("Load tested")
    MONITORING = "monitoring", _("Monitoring strengthened")
    BACKUP = "backup", _("Backup verified")


OWN_VERIFICATIONS = frozenset(
    {VerificationKind.ORDERS, VerificationKind.ADDRESSES, VerificationKind.INVOICES}
)
VENDOR_PHASES = (
    VerificationKind.INVESTIGATED,
    VerificationKind.ISOLATED,
    VerificationKind.AUTHENTICATION,
    VerificationKind.RESTORED,
    VerificationKind.ALIGNED,
    VerificationKind.REOPENED,
    VerificationKind.LOAD_TESTED,
    VerificationKind.MONITORING,
)
