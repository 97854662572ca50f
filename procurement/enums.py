"""The closed lists of what we do about a disruption."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role

# May prepare what we do: checklists, substitute orders, items, rules.
BUYERS = frozenset({Role.PURCHASER, Role.MANAGER, Role.ADMINISTRATOR})
# May set how approvals run; whether a person may decide a request is decided per request.
RULE_MAKERS = frozenset({Role.MANAGER, Role.ADMINISTRATOR})


class ImpactStatus(TextChoices):
    """What a disruption does to one order line; said in this order, worst first."""

    CONFIRMED = "confirmed", _("Hit")
    POTENTIAL = "potential", _("Possibly hit")
    RESTORED = "restored", _("Supplied again")
    NONE = "none", _("Not hit")


HIT_STATUSES = frozenset({ImpactStatus.CONFIRMED, ImpactStatus.POTENTIAL})


class ImpactReason(TextChoices):
    """Why a line has its impact status."""

    OUTSIDE_SCOPE = "outside_scope", _("Outside what the supplier has named")
    ANNOUNCED = "announced", _("Inside what the supplier has named")
    SCOPE_UNKNOWN = "scope_unknown", _("Not known whether it is inside what was named")
    OVERDUE = "overdue", _("Its date has passed and nothing has come")
    HELD = "held", _("The order is held")
    CANCELLED_BY_SUPPLIER = "cancelled_by_supplier", _("The supplier has cancelled it")
    ON_ITS_WAY = "on_its_way", _("It has been shipped")
    RESUMED = "resumed", _("The supplier supplies again")
    GIVEN_UP = "given_up", _("We have cancelled it or bought it elsewhere")


class OwnFact(TextChoices):
    """What our own papers show of an order line, whatever has been announced."""

    SILENT = "silent", _("Nothing known")
    HELD = "held", _("Held or returned with an error")
    SHIPPED = "shipped", _("Shipped")
    CANCELLED = "cancelled", _("Cancelled by the supplier")
    GIVEN_UP = "given_up", _("Given up by ourselves")


class Process(TextChoices):
    """One of our processes that a supplier's stop can stop (IMP-01)."""

    ORDERING = "ordering", _("Ordering")
    APPROVAL = "approval", _("Approval")
    ALLOCATION = "allocation", _("Stock allocation")
    PICKING = "picking", _("Picking")
    SHIPPING = "shipping", _("Shipping")
    TRACKING = "tracking", _("Delivery tracking")
    INVOICING = "invoicing", _("Invoicing")
    PAYMENT = "payment", _("Payment")
    NOTICES = "notices", _("Notices")


class ProcessState(TextChoices):
    STOPPED = "stopped", _("Stopped")
    BY_HAND = "by_hand", _("By hand")
    UNKNOWN = "unknown", _("Not known")
    RUNNING = "running", _("As usual")


class Priority(TextChoices):
    """Who is served first when there is not enough for all (IMP-07)."""

    MEDICAL = "medical", _("Medical and care")
    KEY_CUSTOMER = "key_customer", _("Key customer")
    MAINTENANCE = "maintenance", _("Maintenance")
    ORDINARY = "ordinary", _("Ordinary")


class ChecklistStep(TextChoices):
    """The five questions before an order is cancelled (CAN-01 to CAN-05)."""

    SHIPPING = "shipping", _("Has it been shipped?")
    DELAY = "delay", _("Is the delay longer than we can accept?")
    DIRECT = "direct", _("Do the terms of direct-ship or made-to-order goods allow a cancellation?")
    COST = "cost", _("Does cancelling cost extra?")
    REORDER = "reorder", _("Can it be ordered elsewhere, and is that approved?")


class ChecklistAnswer(TextChoices):
    """What a step of the checklist can be answered with."""

    NOTHING_SHIPPED = "nothing_shipped", _("Nothing shipped")
    PARTLY_SHIPPED = "partly_shipped", _("Partly shipped")
    ALL_SHIPPED = "all_shipped", _("All shipped")
    WITHIN = "within", _("Within what we can accept")
    BEYOND = "beyond", _("Longer than we can accept")
    STOCK_GOODS = "stock_goods", _("Ordinary stock goods")
    ALLOWED = "allowed", _("Cancelling is allowed")
    NOT_ALLOWED = "not_allowed", _("Cancelling is not allowed")
    FREE = "free", _("No extra cost")
    EXTRA_COST = "extra_cost", _("Extra cost")
    READY = "ready", _("Available and approved")
    NEEDS_APPROVAL = "needs_approval", _("Available, approval needed")
    NOT_AVAILABLE = "not_available", _("Not available elsewhere")
    NOT_KNOWN = "not_known", _("Not known: ask")


class ChecklistResult(TextChoices):
    """How a checklist ends, per order number."""

    CANCEL = "cancel", _("Cancel")
    CONTINUE = "continue", _("Keep waiting")
    SPLIT = "split", _("Take part deliveries")
    SUBSTITUTE = "substitute", _("Buy elsewhere")


ENDS_THE_ORDER = frozenset({ChecklistResult.CANCEL, ChecklistResult.SUBSTITUTE})


class ChecklistReason(TextChoices):
    """Why a result is proposed, or what speaks against the one chosen."""

    ALREADY_SHIPPED = "already_shipped", _("Everything has been shipped")
    PARTLY_SHIPPED = "partly_shipped", _("Part of it has been shipped")
    DELAY_BEARABLE = "delay_bearable", _("The delay is within what we can accept")
    TOO_LATE = "too_late", _("The delay is longer than we can accept")
    TERMS_FORBID = "terms_forbid", _("The terms do not allow cancelling")
    COSTS_EXTRA = "costs_extra", _("Cancelling costs extra")
    ELSEWHERE = "elsewhere", _("It can be had elsewhere")
    NOT_ELSEWHERE = "not_elsewhere", _("It cannot be had elsewhere")
    UNKNOWNS = "unknowns", _("Some questions are still with others")
    LAW = "law", _("Made-to-order goods: the law limits refusing and cancelling")


class FollowUpKind(TextChoices):
    """What must happen after a cancellation (CAN-08)."""

    BILLING_STOP = "billing_stop", _("Billing has stopped")
    STOCK_STOP = "stock_stop", _("Stock and shipment have stopped")
    REFUND = "refund", _("The refund has come")
    DEPARTMENT_TOLD = "department_told", _("The department has been told")


class FollowUpState(TextChoices):
    WAITING = "waiting", _("Waiting")
    CONFIRMED = "confirmed", _("Confirmed")
    CONTRADICTED = "contradicted", _("The papers say otherwise")
    NOT_NEEDED = "not_needed", _("Not needed")


class CatalogueKind(TextChoices):
    """What a list from a file is of."""

    ITEMS = "items", _("Items")
    OFFERS = "offers", _("Offers")


class CatalogueFault(TextChoices):
    """Why a row of such a list is refused."""

    UNREADABLE = "unreadable", _("cannot be read as what the column holds")
    BLANK = "blank", _("has to be filled")
    UNKNOWN_ITEM = "unknown_item", _("no item has this code; import the items first")
    UNKNOWN_SUPPLIER = "unknown_supplier", _("no supplier has this name")
    TWICE = "twice", _("the row stands twice in the file")
    IMPOSSIBLE = "impossible", _("the values contradict each other or are too long")


class RowState(TextChoices):
    """What a row of such a list would do."""

    NEW = "new", _("To be added")
    CHANGED = "changed", _("To be changed")
    SAME = "same", _("As it is")
    REFUSED = "refused", _("Refused")


class ErrandKind(TextChoices):
    """Long work that a person starts and may walk away from."""

    PREPARE = "prepare", _("Open many checklists")
    SPLIT = "split", _("Split a basket over suppliers")


class AlarmKind(TextChoices):
    """How the same need can be supplied twice."""

    CANCELLED_YET_COMING = "cancelled_yet_coming", _("Cancelled, and yet shipped or billed")
    SUBSTITUTE_AND_ORIGINAL = (
        "substitute_and_original",
        _("Substitute and original are both coming"),
    )
    ORDERED_TWICE = "ordered_twice", _("The same item ordered from two suppliers")


class HelpfulAct(TextChoices):
    """What still helps against a double supply, from the earliest to the latest."""

    CANCEL_ONE = "cancel_one", _("Cancel one of the orders now")
    STOP_SHIPMENT = "stop_shipment", _("Ask the supplier to stop the shipment")
    REFUSE_RECEIPT = "refuse_receipt", _("Refuse the parcel on delivery")
    RETURN_GOODS = "return_goods", _("Arrange the return")
    HOLD_PAYMENT = "hold_payment", _("Hold the payment and ask for a credit note")
    AGREE = "agree", _("Agree with the supplier: refusing is not lawful here")


class ItemClass(TextChoices):
    """How badly an item is needed (MIN-01)."""

    ESSENTIAL = "a", _("A: essential")
    IMPORTANT = "b", _("B: important")
    REPLACEABLE = "c", _("C: replaceable")


class EmergencyKind(TextChoices):
    """An ordering rule that holds for the time of a disruption."""

    THRESHOLD = "threshold", _("Raised approval threshold")
    ALLOWANCE = "allowance", _("Field allowance")
    ORDER_DAYS = "order_days", _("Fixed order days")
    THICKER_STOCK = "thicker_stock", _("Thicker stock")
    TRADING_STOP = "trading_stop", _("No orders to the supplier")
    TIGHTENED = "tightened", _("Tighter ordering after resumption")


class SubmitWay(TextChoices):
    """How a substitute order goes out."""

    ASK = "ask", _("Send")
    AT_ONCE = "at_once", _("Buy at once, reviewed afterwards")


class Decision(TextChoices):
    """What an approver can do with a request."""

    APPROVE = "approve", _("Approve")
    RETURN = "return", _("Return for changes")
    REFUSE = "refuse", _("Refuse")
    ASK = "ask", _("Ask")


class RequestState(TextChoices):
    PENDING = "pending", _("Waiting for approval")
    APPROVED = "approved", _("Approved")
    RETURNED = "returned", _("Returned for changes")
    REFUSED = "refused", _("Refused")
    TAKEN_BACK = "taken_back", _("Taken back")
    DISPATCHED = "dispatched", _("Ordered")


class Seating(TextChoices):
    """How many of a step's approvers have to agree."""

    ALL = "all", _("All of them")
    ANY = "any", _("Any one of them")


class Bar(TextChoices):
    """Why a person may not decide a request."""

    REQUESTER = "requester", _("You have asked for this yourself.")
    DEPUTISED = "deputised", _("The person who asks has named you as deputy.")
    EDITOR = "editor", _("You have edited this request.")
    NOT_SEATED = "not_seated", _("It is not your turn, or you are not on the route.")
    NOT_A_MEMBER = "not_a_member", _("You are not a member any more.")
    OVER_LIMIT = "over_limit", _("The amount is above the limit of the deputy.")


class RouteNote(TextChoices):
    """What had to be done to find somebody who may decide."""

    NO_ROUTE = "no_route", _("No route fits, so it goes to the named fallback")
    DEPUTY = "deputy", _("A deputy is seated as well")
    GONE = "gone", _("An approver has left, so it goes to the named fallback")
    BARRED = "barred", _("An approver may not decide this one, so it goes to the named fallback")
    NOBODY = "nobody", _("Nobody may decide it; an administrator has to name somebody")


class Urgency(TextChoices):
    """How long a request has waited."""

    FRESH = "fresh", _("New")
    REMIND = "remind", _("Remind")
    ESCALATE = "escalate", _("Escalate")


class Method(TextChoices):
    """How a basket was split."""

    OPTIMAL = "optimal", _("Proved to be the cheapest")
    IN_TIME = "in_time", _("The best found in the time allowed")
    GREEDY = "greedy", _("Step by step, cheapest first")


class Charge(TextChoices):
    """A date or limit that makes a basket dearer."""

    NEED_BY = "need_by", _("Need-by date")
    MINIMUM_ORDER = "minimum_order", _("Minimum order")
    CEILING = "ceiling", _("Order limit")
    STOCK = "stock", _("Stock limit")


class BackBar(TextChoices):
    """Why an item does not go back to its supplier yet."""

    STAGE = "stage", _("The recovery stage is not reached")
    TOO_FRESH = "too_fresh", _("The stage was reached today; wait a day")
    STOCK_NOT_SHOWN = "stock_not_shown", _("Stock is not shown in the shop yet")
    NOT_MEASURED = "not_measured", _("Delivery has not been measured yet")
    NO_CONTACT = "no_contact", _("FAX or mail is not back yet")
    EXCEPTIONS = "exceptions", _("Exceptions of the stop are not settled yet")


class Picked(TextChoices):
    """Why an offer was taken although others exist."""

    CHEAPEST = "cheapest", _("Cheapest per unit")
    ONLY_ONE = "only_one", _("The only offer")
    OTHERS_LATE = "others_late", _("Cheaper offers come too late")
    OTHERS_SHORT = "others_short", _("Cheaper offers have no more stock")
    PACK_FITS = "pack_fits", _("Its pack fits the need better")
    SHARES_FREIGHT = "shares_freight", _("It shares the freight or minimum of this order")


class Kinship(TextChoices):
    """How near the goods of an offer come to the item they stand in for (ALT-10)."""

    SAME = "same", _("The same goods (same JAN)")
    COMPATIBLE = "compatible", _("Compatible goods")
    ORIGINAL = "original", _("The usual goods")
