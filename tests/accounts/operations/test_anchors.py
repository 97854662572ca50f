from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from accounts.enums import Role
from accounts.models import AuditAnchor, AuditEntry
from accounts.operations import anchors, audit
from accounts.operations.audit import Actor
from accounts.tasks import export_audit_heads
from tests.factories import MembershipFactory
from tests.factories.accounts import NOON

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def folder(settings, tmp_path):
    settings.AUDIT_HEADS_DIR = tmp_path
    return tmp_path


@pytest.fixture
def manager(workspace):
    return MembershipFactory(workspace=workspace, role=Role.MANAGER)


def act(workspace, about="x"):
    with transaction.atomic():
        audit.record("test.act", about, actor=Actor.task("t"), now=NOON, workspace=workspace)


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_heads_are_exported_once_a_day(folder, manager):
    act(manager.workspace)

    made = [anchors.export_daily(now=NOON + hours * DAY / 24) for hours in (0, 1, 24)]

    assert names(folder) == ["audit-heads-2025-10-19.csv", "audit-heads-2025-10-20.csv"]
    assert [path and path.name for path in made] == [names(folder)[0], None, names(folder)[1]]
    assert AuditAnchor.objects.filter(workspace=manager.workspace).count() == 2


def test_managers_get_the_head_by_mail_when_something_was_done(folder, manager):
    act(manager.workspace)
    head = audit.head(manager.workspace)

    for day in range(2):
        anchors.export_daily(now=NOON + day * DAY)

    (message,) = manager.user.messages.all()
    assert head.head_hash in message.body
    assert message.mail_due_at > NOON


@pytest.mark.parametrize("regrown", [0, 1])
def test_l1_tail_cut_and_regrown_is_found_by_the_daily_file(folder, manager, regrown, capsys):
    for _ in range(3):
        act(manager.workspace)
    export_audit_heads()
    AuditAnchor.objects.all().delete()  # the intruder knows our tables
    AuditEntry.objects.filter(workspace=manager.workspace, sequence=3).delete()
    for _ in range(regrown):
        act(manager.workspace, "a forged entry")

    with pytest.raises(CommandError):
        call_command("audit", "verify")

    assert "kitahama: BROKEN" in capsys.readouterr().out


def test_chain_of_a_sample_company_is_not_exported(folder, workspace):
    workspace.is_sample = True
    workspace.save()
    act(workspace)

    path = anchors.export_daily(now=NOON)

    assert "kitahama" not in path.read_text()


def test_export_that_finds_no_folder_says_so(settings, tmp_path, workspace):
    settings.AUDIT_HEADS_DIR = tmp_path / "gone"

    with pytest.raises(OSError, match="gone"):
        anchors.export_daily(now=NOON)
