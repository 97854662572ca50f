"""A mail as evidence: the mail itself, and each file that came with it, as pieces of their own."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from accounts.models import User, Workspace
from reconciliation.enums import EvidenceArea, EvidenceKind
from reconciliation.models import Evidence, StoredFile
from reconciliation.operations import evidence, files
from reconciliation.operations.evidence import Facts, Target
from reconciliation.sources import eml
from reconciliation.sources.eml import Mail
from tracker.models import Supplier

LONGEST_TITLE = 200
LONGEST_NAME = 120


def add(
    stored: StoredFile,
    *,
    area: EvidenceArea,
    supplier: Supplier | None,
    targets: Sequence[Target],
    by: User,
    now: datetime,
) -> list[Evidence]:
    """Keep a stored mail and its attachments, and attach all of them to what they speak of.

    Who wrote it, when and about what is taken from the mail; people may add a version.
    """
    mail = eml.parse(b"".join(files.pieces_of(stored)))
    facts = _facts(mail, area=area, supplier=supplier, label=stored.label, now=now)
    workspace = stored.workspace
    with transaction.atomic():
        made = [evidence.add(workspace, facts, file=stored, by=by, now=now)]
        made += [_attached(workspace, facts, each, by=by, now=now) for each in mail.attachments]
        for each in made:
            for target in targets:
                evidence.link(each, target, by=by, now=now)
    return made


def _facts(
    mail: Mail, *, area: EvidenceArea, supplier: Supplier | None, label: str, now: datetime
) -> Facts:
    name = mail.sender_name or mail.sender
    return Facts(
        kind=EvidenceKind.MAIL,
        area=area,
        title=(mail.subject or label)[:LONGEST_TITLE],
        counterparty=(supplier.name if supplier else name or "―")[:LONGEST_NAME],
        obtained_at=mail.sent_at or now,
        obtained_from=mail.sender[:300],
        supplier=supplier,
        body=mail.body,
    )


def _attached(
    workspace: Workspace, facts: Facts, each: eml.Attachment, *, by: User, now: datetime
) -> Evidence:
    kept = files.store([each.content], label=each.name, workspace=workspace, by=by, now=now)
    own = replace(
        facts, kind=EvidenceKind.OTHER, title=kept.label[:LONGEST_TITLE], body=facts.title
    )
    return evidence.add(workspace, own, file=kept, by=by, now=now)
