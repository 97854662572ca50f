"""The closed lists of the tracker."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from tracker.enums.planned import (
    LIVE_WINDOWS,
    CompanyDayKind,
    PlannedTaskKind,
    TaskMoment,
    WindowState,
)
from tracker.enums.recovery import (
    LADDER,
    OWN_VERIFICATIONS,
    STAGE_ADVICE,
    STAGE_DECIDERS,
    STAGE_LOOKS,
    VENDOR_PHASES,
    DecisionVerdict,
    DisruptionEventKind,
    MeasureKind,
    RecoveryStage,
    ReopeningSign,
    StageCondition,
    VerificationKind,
)
from tracker.enums.service import (
    RELEASE_ORDER,
    Basis,
    Certainty,
    Channel,
    ClaimDoubt,
    Difference,
    Disagreement,
    DomainState,
    Level,
    Limit,
    ReviewVerdict,
    SeriesKind,
    ServiceDomain,
    Trend,
)

__all__ = [  # what comes from the modules beside this one; the rest is written below
    "LADDER",
    "LIVE_WINDOWS",
    "OWN_VERIFICATIONS",
    "RELEASE_ORDER",
    "STAGE_ADVICE",
    "STAGE_DECIDERS",
    "STAGE_LOOKS",
    "VENDOR_PHASES",
    "Basis",
    "Certainty",
    "Channel",
    "ClaimDoubt",
    "CompanyDayKind",
    "DecisionVerdict",
    "Difference",
    "Disagreement",
    "DisruptionEventKind",
    "DomainState",
    "Level",
    "Limit",
    "MeasureKind",
    "PlannedTaskKind",
    "RecoveryStage",
    "ReopeningSign",
    "ReviewVerdict",
    "SeriesKind",
    "ServiceDomain",
    "StageCondition",
    "TaskMoment",
    "Trend",
    "VerificationKind",
    "WindowState",
]


class Folder(TextChoices):
    """How much a source's word weighs: only official words may move a state."""

    OFFICIAL = "official", _("Official")
    NEWS = "news", _("News")
    COMPARISON = "comparison", _("Comparison")


class PageKind(TextChoices):
    """How a page is read."""

    WEB = "web", _("Web page")
    NOTICE_LIST = "notice_list", _("Notice list (links are followed)")
    PDF = "pdf", _("PDF")
    FEED = "feed", _("Feed (RSS, Atom)")
    STATUSPAGE = "statuspage", _("Status page (JSON)")
    MAIL = "mail", _("Forwarded mail")
    MANUAL = "manual", _("Entered by hand (fax, phone, screen)")


FETCHED_KINDS = frozenset(
    {PageKind.WEB, PageKind.NOTICE_LIST, PageKind.PDF, PageKind.FEED, PageKind.STATUSPAGE}
)


class Importance(TextChoices):
    HIGH = "high", _("High")
    NORMAL = "normal", _("Normal")
    LOW = "low", _("Low")


class PageHealth(TextChoices):
    """Whether the page could be read when it was last looked at."""

    NEW = "new", _("Not read yet")
    READABLE = "readable", _("Readable")
    UNREADABLE = "unreadable", _("Answers, but cannot be read")
    UNREACHABLE = "unreachable", _("Does not answer")
    REFUSED = "refused", _("Not allowed to be read")


class CheckOutcome(TextChoices):
    """What one look at a page brought."""

    UNCHANGED = "unchanged", _("No change")
    COSMETIC = "cosmetic", _("Only cosmetic change")
    CHANGED = "changed", _("Changed")
    FIRST_READ = "first_read", _("First reading")
    UNREADABLE = "unreadable", _("Could not be read")
    UNREACHABLE = "unreachable", _("No answer")
    REFUSED = "refused", _("Not allowed")


MISSES = frozenset({CheckOutcome.UNREADABLE, CheckOutcome.UNREACHABLE, CheckOutcome.REFUSED})


class ChangeKind(TextChoices):
    """What happened to a notice, or to the page that carries it."""

    FIRST_READ = "first_read", _("First reading")
    POSTED = "posted", _("Posted")
    EDITED = "edited", _("Edited")
    RESOLVED = "resolved", _("Resolved")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    COSMETIC = "cosmetic", _("Cosmetic")
    LOST = "lost", _("Cannot be read")
    FOUND = "found", _("Readable again")


NOTICE_CHANGES = frozenset(
    {ChangeKind.POSTED, ChangeKind.EDITED, ChangeKind.RESOLVED, ChangeKind.WITHDRAWN}
)


class NoticeState(TextChoices):
    POSTED = "posted", _("Posted")
    EDITED = "edited", _("Edited")
    RESOLVED = "resolved", _("Resolved")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class RecordKind(TextChoices):
    """What people add to the timeline themselves."""

    NOTE = "note", _("Note")
    OBSERVATION = "observation", _("Own observation")
    ACTION = "action", _("What we did")
    CHECK = "check", _("Daily check")
    CROSS_CHECK = "cross_check", _("Cross-check with news")
    PLANNED = "planned", _("Planned work")


class Observed(TextChoices):
    """What one's own eyes can test at a supplier."""

    CART = "cart", _("Cart and checkout")
    DELIVERY_DATE = "delivery_date", _("Delivery date shown")
    STOCK = "stock", _("Stock shown")
    ONLINE_INVOICE = "online_invoice", _("Online invoice")
    MAIL = "mail", _("Notification mail")
    PHONE = "phone", _("Phone")
    FAX = "fax", _("Fax")
    FORM = "form", _("Inquiry form")
    CHAT = "chat", _("Chat")


class ObservedResult(TextChoices):
    WORKS = "works", _("Works")
    UNSTABLE = "unstable", _("Unstable")
    FAILS = "fails", _("Does not work")
    UNKNOWN = "unknown", _("Not known")


class Agreement(TextChoices):
    """Whether the news agrees with the official word."""

    AGREES = "agrees", _("Agrees")
    CONTRADICTS = "contradicts", _("Contradicts")
    NEWS_FIRST = "news_first", _("News came first")
    OFFICIAL_FIRST = "official_first", _("Official came first")


class WatchPart(TextChoices):
    """A process without which nothing is watched."""

    SCHEDULER = "scheduler", _("Scheduler")
    POLLER = "poller", _("Poller")
    MAILER = "mailer", _("Mailer")


class AddressKind(TextChoices):
    """Why an address on the network is not one we may call."""

    LOOPBACK = "loopback", _("this computer itself")
    PRIVATE = "private", _("a private network")
    SHARED = "shared", _("a carrier's shared network")
    LINK_LOCAL = "link_local", _("the local network segment")
    METADATA = "metadata", _("a cloud's internal service")
    MULTICAST = "multicast", _("a group of receivers")
    DOCUMENTATION = "documentation", _("an example from documentation")
    BENCHMARKING = "benchmarking", _("a network for measurements")
    TUNNEL = "tunnel", _("a tunnel between networks")
    UNSPECIFIED = "unspecified", _("no particular computer")
    RESERVED = "reserved", _("a reserved range")
    UNREADABLE = "unreadable", _("not an address")


class UrlProblem(TextChoices):
    """Why an address of a page is refused before anything is looked up."""

    EMPTY = "empty", _("The address is empty.")
    TOO_LONG = "too_long", _("The address is too long.")
    INVISIBLE_CHARACTER = (
        "invisible_character",
        _("The address contains a space or an invisible character."),
    )
    BACKSLASH = "backslash", _("The address contains a backslash.")
    MALFORMED = "malformed", _("This is not a complete address.")
    SCHEME = "scheme", _("Only addresses beginning with http:// or https:// can be read.")
    USER_INFO = "user_info", _("The address contains a user name or password.")
    HOST_ENCODED = "host_encoded", _("The name of the site is percent-encoded.")
    HOST_UNREADABLE = "host_unreadable", _("The name of the site cannot be read.")
    HOST_LOCAL = "host_local", _("The name belongs to an internal network.")
    ADDRESS_SPELLING = (
        "address_spelling",
        _("The network address is written in an unusual way."),
    )
    ADDRESS_REFUSED = "address_refused", _("The network address is not a public one.")
    PORT = "port", _("This port number cannot be used.")
    PARSERS_DIFFER = "parsers_differ", _("The address can be understood in more than one way.")


class HostWarning(TextChoices):
    """Why a person is shown the plain form of a host name before it is used."""

    FULL_WIDTH = "full_width", _("The name was written in full-width or unusual characters.")
    FOREIGN_SCRIPT = (
        "foreign_script",
        _("The name contains letters that can be mistaken for others."),
    )
    MIXED_SCRIPTS = "mixed_scripts", _("The name mixes different scripts.")
    LOOKS_LIKE_MARK = (
        "looks_like_mark",
        _("The name contains a character that looks like punctuation."),
    )


class FetchReason(TextChoices):
    """Why a page could not be fetched."""

    URL_REFUSED = "url_refused", _("The address cannot be used.")
    ADDRESS_REFUSED = "address_refused", _("The address leads to an internal network.")
    NAME_UNKNOWN = "name_unknown", _("No site of this name was found.")
    NAME_LOOKUP_FAILED = "name_lookup_failed", _("The name of the site could not be looked up.")
    CONNECT_FAILED = "connect_failed", _("No connection could be made.")
    CONNECTION_LOST = "connection_lost", _("The connection broke off.")
    DEADLINE = "deadline", _("The answer took too long.")
    TLS_EXPIRED = "tls_expired", _("The certificate of the site has expired.")
    TLS_NOT_YET_VALID = "tls_not_yet_valid", _("The certificate of the site is not valid yet.")
    TLS_SELF_SIGNED = "tls_self_signed", _("The certificate of the site is signed by itself.")
    TLS_UNKNOWN_ISSUER = (
        "tls_unknown_issuer",
        _("The certificate of the site comes from an unknown issuer."),
    )
    TLS_WRONG_HOST = "tls_wrong_host", _("The certificate belongs to a different site.")
    TLS_FAILED = "tls_failed", _("No secure connection could be made.")
    INCOMPLETE = "incomplete", _("The page arrived incomplete.")
    TOO_LARGE = "too_large", _("The page is too large.")
    HEADERS_TOO_LARGE = "headers_too_large", _("The header of the answer is too large.")
    BOMB = "bomb", _("The answer unpacks to an unreasonable size.")
    ENCODING_REFUSED = "encoding_refused", _("The answer is packed in a way we did not ask for.")
    ENCODING_BROKEN = "encoding_broken", _("The answer could not be unpacked.")
    NOT_HTTP = "not_http", _("The answer is not that of a web server.")
    TOO_MANY_REDIRECTS = "too_many_redirects", _("The page forwards too many times.")
    REDIRECT_REFUSED = "redirect_refused", _("The page forwards to an address that is refused.")
    REDIRECT_BROKEN = "redirect_broken", _("The page forwards without saying where to.")
    BUSY = "busy", _("The site asks us to wait.")
    SERVER_ERROR = "server_error", _("The site reports an error of its own.")
    FORBIDDEN = "forbidden", _("The site does not let us read the page.")
    NOT_FOUND = "not_found", _("The page does not exist.")
    GONE = "gone", _("The page has been removed.")
    STATUS_REFUSED = "status_refused", _("The site refused the request.")
    STATUS_UNEXPECTED = "status_unexpected", _("The site gave an unexpected answer.")
    ROBOTS = "robots", _("The site asks programs not to read this page.")
    ROBOTS_UNREACHABLE = (
        "robots_unreachable",
        _("The site's rules for programs cannot be had, so nothing may be read for now."),
    )
    MAIL_REFUSED = "mail_refused", _("The mail server refused the sign-in or the folder.")
    MAIL_BROKEN = "mail_broken", _("The mail server gave an unexpected answer.")


# Failures that look the same whether the site or our own line is away.
NO_CONNECTION = frozenset(
    {
        FetchReason.NAME_UNKNOWN,
        FetchReason.NAME_LOOKUP_FAILED,
        FetchReason.CONNECT_FAILED,
        FetchReason.CONNECTION_LOST,
        FetchReason.DEADLINE,
    }
)

# What our own gate refuses, before a byte is sent.
GATE_REASONS = frozenset(
    {FetchReason.URL_REFUSED, FetchReason.ADDRESS_REFUSED, FetchReason.REDIRECT_REFUSED}
)
