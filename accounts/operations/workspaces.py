"""Making a company and changing its settings."""

from datetime import datetime
from secrets import token_hex

from django.db import transaction
from django.utils.text import slugify

from accounts.enums import Role, WorkspaceColour
from accounts.models import Membership, User, Workspace
from accounts.operations import audit
from accounts.operations.audit import Actor

SETTINGS = ("name", "colour", "time_zone", "uses_japanese_era", "check_at")
LONGEST_SLUG = 30  # characters, before the part that makes it unique


@transaction.atomic
def create(*, name: str, colour: WorkspaceColour, by: User, now: datetime) -> Workspace:
    """Make a company; who makes it is its first administrator."""
    workspace = Workspace.objects.create(slug=_free_slug(name), name=name, colour=colour)
    Membership.objects.create(workspace=workspace, user=by, role=Role.ADMINISTRATOR)
    audit.record(
        "company.added",
        workspace,
        actor=Actor.person(by),
        now=now,
        workspace=workspace,
        after={"name": name, "colour": colour},
    )
    return workspace


@transaction.atomic
def change_settings(workspace: Workspace, *, by: User, now: datetime) -> None:
    """Save the settings that the workspace object carries."""
    stored = Workspace.objects.select_for_update(no_key=True).get(pk=workspace.pk)
    before = {field: getattr(stored, field) for field in SETTINGS}
    after = {field: getattr(workspace, field) for field in SETTINGS}
    changed = [field for field in SETTINGS if before[field] != after[field]]
    if not changed:
        return
    workspace.save(update_fields=changed)
    audit.record(
        "company.settings_changed",
        workspace,
        actor=Actor.person(by),
        now=now,
        workspace=workspace,
        before={field: before[field] for field in changed},
        after={field: after[field] for field in changed},
    )


def _free_slug(name: str) -> str:
    """Return an address part that no company has: from the name where it has Latin letters."""
    readable = slugify(name)[:LONGEST_SLUG].strip("-")
    if readable and not Workspace.objects.filter(slug=readable).exists():
        return readable
    return f"{readable or 'company'}-{token_hex(3)}"
