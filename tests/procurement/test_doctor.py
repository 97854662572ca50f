import pytest
from django.core.management import call_command
from django.utils import timezone

from accounts.operations import anchors
from tracker.enums import WatchPart
from tracker.models import Heartbeat


@pytest.mark.django_db
def test_doctor_finds_everything_well(settings, tmp_path, capsys):
    settings.AUDIT_HEADS_DIR = tmp_path
    anchors.export_daily(now=timezone.now())
    for part in WatchPart:
        Heartbeat.objects.create(part=part, beat_at=timezone.now())

    with pytest.raises(SystemExit) as end:
        call_command("doctor")

    lines = capsys.readouterr().out.splitlines()
    assert [line[:4] for line in lines] == ["well"] * 8
    assert end.value.code == 0


@pytest.mark.django_db
def test_q11_doctor_names_what_has_never_shown_life(settings, tmp_path, capsys):
    settings.AUDIT_HEADS_DIR = tmp_path

    with pytest.raises(SystemExit) as end:
        call_command("doctor")

    ill = [line.split()[1] for line in capsys.readouterr().out.splitlines() if "ILL" in line]
    assert (ill, end.value.code) == (["worker", "beat", "audit"], 3)
