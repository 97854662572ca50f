"""Looking at one page: ask, and judge what came, without writing anything."""

from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256

from accounts.models import User
from tracker.domain import readability
from tracker.domain.document import Document, ReadError
from tracker.domain.fingerprint import fingerprint
from tracker.enums import CheckOutcome, FetchReason
from tracker.models import Page, Snapshot
from tracker.operations import archive, reading
from tracker.sources import fetching, gate
from tracker.sources.errors import SourceError
from tracker.sources.fetching import Answer
from tracker.sources.robots import Rules

# the site, or our own rules, say no: asking again soon is useless
REFUSALS = frozenset(
    {
        FetchReason.ROBOTS,
        FetchReason.URL_REFUSED,
        FetchReason.ADDRESS_REFUSED,
        FetchReason.REDIRECT_REFUSED,
        FetchReason.FORBIDDEN,
    }
)
# the way there fails: our own network may be the cause
ON_THE_WAY = frozenset(
    {FetchReason.CONNECT_FAILED, FetchReason.NAME_LOOKUP_FAILED, FetchReason.DEADLINE}
)


@dataclass(frozen=True, slots=True)
class Look:
    """What one look at a page brought.

    Shapes: `body`, `content_type` and the hashes are empty unless the page answered with content.
    """

    page: Page
    at: datetime
    outcome: CheckOutcome
    reason: str = ""  # code of the reason of a miss; its words are in enums
    body: bytes = b""
    content_type: str = ""
    body_print: bytes = b""
    document: Document | None = None  # of what is new
    previous: Snapshot | None = None  # the version before what is new
    text: str = ""
    text_sha256: bytes = b""
    etag: str = ""
    last_modified: str = ""
    retry_at: datetime | None = None
    by: User | None = None  # a person who asked for it, pasted or uploaded

    @property
    def is_on_the_way(self) -> bool:
        """Whether the way to the site failed, which our own network may be the cause of."""
        return self.reason in ON_THE_WAY

    @property
    def is_new(self) -> bool:
        """Whether there is content to be kept."""
        return self.outcome in (CheckOutcome.CHANGED, CheckOutcome.FIRST_READ)

    @property
    def has_other_bytes(self) -> bool:
        """Whether the same text came in other bytes."""
        return self.outcome is CheckOutcome.UNCHANGED and bool(self.body_print)


def look_at(
    page: Page, *, session: gate.Session, rules: Rules | None, at: datetime, by: User | None = None
) -> Look:
    """Ask for a page, only what changed since, and say what came.

    `rules` are what the site allows programs to read; None: they cannot be had now.
    """
    if rules is None:
        return Look(page, at, CheckOutcome.UNREACHABLE, FetchReason.ROBOTS_UNREACHABLE, by=by)
    if not rules.allows(page.url):
        return Look(page, at, CheckOutcome.REFUSED, FetchReason.ROBOTS, by=by)
    try:
        answer = fetching.fetch(
            session, page.url, now=at, etag=page.etag, last_modified=page.last_modified
        )
    except SourceError as error:
        return _missed(page, error, at=at, by=by)
    if answer.status == 304:
        return Look(page, at, CheckOutcome.UNCHANGED, by=by)
    return judge(page, answer, at=at, by=by)


def judge(page: Page, answer: Answer, *, at: datetime, by: User | None = None) -> Look:
    """Say what content means for a page: nothing new, something new, or nothing readable."""
    body_print = fingerprint(answer.body)
    if body_print == bytes(page.body_print):
        return Look(page, at, CheckOutcome.UNCHANGED, by=by)
    same = Look(
        page,
        at,
        CheckOutcome.UNCHANGED,
        content_type=answer.content_type,
        body_print=body_print,
        etag=answer.etag,
        last_modified=answer.last_modified,
        by=by,
    )
    try:
        document = reading.read_main(page, answer.body, answer.content_type)
        text = "\n".join(document.lines)
        text_sha256 = sha256(text.encode()).digest()
        if text_sha256 == bytes(page.text_sha256):
            return same
        document = reading.dated(document, at=at)
    except ReadError as error:
        return Look(page, at, CheckOutcome.UNREADABLE, error.reason, by=by)
    last = Snapshot.objects.filter(page=page).order_by("-version").first()
    is_short = len(text) < page.text_length  # only then it matters what stood there before
    problem = readability.judge(
        document,
        previous=archive.text_of(last).split("\n") if last and is_short else (),
        previous_on=last.published_on if last else None,
    )
    if problem is not None:
        return Look(page, at, CheckOutcome.UNREADABLE, problem.reason, by=by)
    return replace(
        same,
        outcome=CheckOutcome.CHANGED if page.text_sha256 else CheckOutcome.FIRST_READ,
        body=answer.body,
        document=document,
        previous=last,
        text=text,
        text_sha256=text_sha256,
    )


def _missed(page: Page, error: SourceError, *, at: datetime, by: User | None) -> Look:
    outcome = CheckOutcome.REFUSED if error.reason in REFUSALS else CheckOutcome.UNREACHABLE
    retry_at = getattr(error, "retry_at", None)
    return Look(page, at, outcome, error.reason, retry_at=retry_at, by=by)
