import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from accounts.models import AuditAnchor, AuditEntry
from accounts.operations import audit
from accounts.operations.audit import Actor
from tests.factories import UserFactory
from tests.factories.accounts import NOON


@pytest.fixture
def chain(workspace):
    with transaction.atomic():
        for _ in range(3):
            actor = Actor.person(UserFactory())
            audit.record("test.act", workspace, actor=actor, now=NOON, workspace=workspace)
    return workspace


def test_audit_verify_counts_every_chain(chain, capsys):
    call_command("audit", "verify")

    assert capsys.readouterr().out.splitlines() == [
        "outside companies: 0 entries hold",
        "kitahama: 3 entries hold",
    ]


def test_l1_audit_verify_names_the_first_bad_row(chain, capsys):
    AuditEntry.objects.filter(sequence=2).update(reason="changed")

    with pytest.raises(CommandError) as refusal:
        call_command("audit", "verify")

    assert refusal.value.returncode == 1
    assert "kitahama: BROKEN: entry 2 (test.act, accounts.workspace:" in capsys.readouterr().out


def test_audit_head_prints_the_newest_hash(chain, capsys):
    call_command("audit", "head")

    newest = AuditEntry.objects.get(sequence=3)
    assert capsys.readouterr().out == f"kitahama 3 {newest.own_hash}\n"


def test_l1_a_cut_tail_is_found_by_the_file(chain, tmp_path, capsys):
    call_command("audit", "head", "--out", str(tmp_path))
    AuditAnchor.objects.all().delete()  # the intruder knows our tables
    AuditEntry.objects.filter(sequence=3).delete()
    call_command("audit", "verify")

    with pytest.raises(CommandError):
        call_command("audit", "verify", "--heads", str(tmp_path))

    assert "ends at entry 2, but entry 3 was exported" in capsys.readouterr().out


def test_audit_head_says_when_the_folder_is_missing(chain, tmp_path):
    with pytest.raises(CommandError, match="No such file"):
        call_command("audit", "head", "--out", str(tmp_path / "nowhere"))


def test_audit_verify_refuses_a_file_that_is_not_ours(chain, tmp_path):
    (tmp_path / "audit-heads-2025-10-19.csv").write_text("a,b\n1,2\n")

    with pytest.raises(CommandError, match="is no list of audit heads"):
        call_command("audit", "verify", "--heads", str(tmp_path))
