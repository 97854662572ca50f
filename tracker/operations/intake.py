"""What people bring in themselves: a pasted fax, a call, a forwarded mail."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from accounts.operations import audit
from accounts.operations.audit import Actor
from tracker.enums import MISSES, PageKind
from tracker.models import Page, Source, Supplier
from tracker.operations import changes, looking, sources, twins
from tracker.operations.looking import Look
from tracker.sources.fetching import Answer

MAIL_TYPE = "message/rfc822"
TEXT_TYPE = "text/plain; charset=utf-8"


class UnreadableContentError(Exception):
    """What was brought in says nothing that can be read; `reason` is a value of ReadProblem."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def take_in_text(supplier: Supplier, text: str, *, by: User, now: datetime) -> Look:
    """Take in a text that a person typed or pasted: a fax, a phone call, a screen.

    Raises: UnreadableContentError.
    """
    source = _source_of(supplier, PageKind.MANUAL, by=by, now=now)
    return take_in(source, text.encode(), TEXT_TYPE, by=by, now=now)


def take_in_mail(supplier: Supplier, message: bytes, *, by: User | None, now: datetime) -> Look:
    """Take in a mail as it came (.eml).

    Raises: UnreadableContentError.
    """
    source = _source_of(supplier, PageKind.MAIL, by=by, now=now)
    return take_in(source, message, MAIL_TYPE, by=by, now=now)


def take_in(
    source: Source, body: bytes, content_type: str, *, by: User | None, now: datetime
) -> Look:
    """Keep content as the next version of a source that is not fetched; the same twice is once.

    Raises: UnreadableContentError.
    """
    with transaction.atomic():
        page = Page.objects.select_for_update().get(pk=source.page_id)
        answer = Answer("", 200, content_type, "", "", body, (), 0.0)
        look = looking.judge(page, answer, at=now, by=by)
        if look.outcome in MISSES:
            raise UnreadableContentError(look.reason)
        if look.is_new:
            twins.join(changes.record(look, changes.prepare(look)))
            actor = Actor.person(by) if by else Actor.task("mail")
            audit.record(
                "content.taken_in",
                source,
                actor=actor,
                now=now,
                workspace=source.workspace,
                after={"sha256": look.text_sha256.hex(), "content_type": content_type},
            )
    return look


def _source_of(supplier: Supplier, kind: PageKind, *, by: User | None, now: datetime) -> Source:
    actor = Actor.person(by) if by else Actor.task("mail")
    return sources.own_source(supplier, kind=kind, name=str(kind.label), actor=actor, now=now)
