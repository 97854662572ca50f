"""The sample company: made once, forgotten and made again at a click, never beside real data."""

import sys
from collections.abc import Iterator
from datetime import datetime
from secrets import token_urlsafe
from typing import Any

from django.conf import settings
from django.db import transaction

from accounts.enums import Role
from accounts.models import Membership, User, Workspace
from accounts.operations import audit
from accounts.operations.audit import Actor
from procurement.operations import forgetting
from procurement.operations.sample_response import respond
from reconciliation.operations import sample as books
from tracker.enums import Folder, Importance, PageKind
from tracker.models import Supplier
from tracker.operations import planned_sample, sources
from tracker.operations.sources import Address, Following
from tracker.sample import company as plan
from tracker.sample.company import SampleCompany, SampleSource, SampleSupplier

PASSWORD = "fukkyu-mihon-2025"  # noqa: S105 - printed at start, for a fictional company
ACTOR = Actor.task("sample")


def create_once(*, now: datetime) -> None:
    """Make the sample companies unless they are there."""
    if not Workspace.objects.filter(is_sample=True).exists():
        _create(now=now)


def reset(*, now: datetime) -> None:
    """Forget everything that happened in the sample companies and begin again."""
    with transaction.atomic():
        for workspace in Workspace.objects.filter(is_sample=True):
            forgetting.forget(workspace)
        _create(now=now)


def sign_ins() -> Iterator[tuple[str, str, str]]:
    """Yield (e-mail, password, duty) of everybody who may sign in to the sample."""
    seen = set()
    for company in plan.COMPANIES:
        for member in company.members:
            if member.email not in seen:
                seen.add(member.email)
                yield member.email, PASSWORD, f"{company.name}  {member.duty}"


def notice_server() -> dict[str, Any]:
    """Return name, command and environment of the process that plays the suppliers' pages."""
    command = [sys.executable, "-m", "tracker.sample.server", "--play"]
    command += ["--port", str(settings.SAMPLE_PORT), "--state", str(settings.SAMPLE_STATE)]
    environment = {"SAMPLE_TOKEN": control_token()}
    return {"name": "sample", "command": command, "environment": environment}


def control_token() -> str:
    """Return the secret between this installation and its notice server, made once."""
    path = settings.DATA_DIR / "sample_token"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(token_urlsafe(24))
    return path.read_text()


def _create(*, now: datetime) -> None:
    with transaction.atomic():
        for company in plan.COMPANIES:
            _create_company(company, now)


def _create_company(company: SampleCompany, now: datetime) -> None:
    workspace, is_new = Workspace.objects.get_or_create(
        slug=company.slug,
        defaults={"name": company.name, "colour": company.colour, "is_sample": True},
    )
    if is_new:
        audit.record("workspace.created", workspace, actor=ACTOR, now=now, workspace=workspace)
    for member in company.members:
        user = User.objects.filter(email=member.email).first() or User.objects.create_user(
            member.email, PASSWORD, name=member.name
        )
        Membership.objects.get_or_create(
            workspace=workspace, user=user, ended_at=None, defaults={"role": Role(member.role)}
        )
    for supplier in company.suppliers:
        _create_supplier(workspace, supplier, now)
    purchaser = Membership.objects.current().get(workspace=workspace, role=Role.PURCHASER).user
    planned_sample.fill(workspace, by=purchaser, now=now)
    if company == plan.COMPANIES[0]:
        _bring_in_books(workspace, company.suppliers[0], now)
        respond(workspace, now=now)


def _bring_in_books(workspace: Workspace, planned: SampleSupplier, now: datetime) -> None:
    """Import the files of the supplier that stops, as its accountant would have done."""
    supplier = Supplier.objects.get(workspace=workspace, name=planned.name)
    accountant = Membership.objects.current().get(workspace=workspace, role=Role.ACCOUNTANT)
    books.bring_in(supplier, by=accountant.user, now=now)


def _create_supplier(workspace: Workspace, planned: SampleSupplier, now: datetime) -> None:
    supplier = Supplier.objects.create(
        workspace=workspace,
        name=planned.name,
        customer_number=planned.customer_number,
        website=plan.address(planned.website_path, port=settings.SAMPLE_PORT),
        note=planned.note,
    )
    purchaser = Membership.objects.current().get(workspace=workspace, role=Role.PURCHASER).user
    for source in planned.sources:
        sources.add(
            supplier,
            Address(PageKind(source.kind), plan.address(source.path, port=settings.SAMPLE_PORT)),
            _following(source, purchaser),
            actor=ACTOR,
            now=now,
        )


def _following(source: SampleSource, keeper: User) -> Following:
    return Following(
        folder=Folder(source.folder),
        name=source.name,
        interval=source.interval,
        keeper=keeper,
        importance=Importance(source.importance),
        is_starred=source.is_starred,
        keywords=", ".join(source.keywords),
    )
