"""The command that reads a folder of captured notices."""

import json

import pytest
from django.core.management import CommandError, call_command


def test_read_notices_writes_what_each_page_claims(tmp_path):
    labels, out = tmp_path / "labels" / "depot", tmp_path / "out"
    labels.mkdir(parents=True)
    page = "2024年10月11日\n出荷を停止しております。再開は10月25日を予定しております。"
    (labels / "01-20241011.txt").write_text(page, "utf-8")
    (labels / "01-20241011.label.json").write_text('{"source_tier": "official"}', "utf-8")

    call_command("read_notices", tmp_path / "labels", out)

    told = json.loads((out / "depot" / "01-20241011.json").read_text("utf-8"))
    claims = [(claim["domain"], claim["state"], claim["expected"]) for claim in told["claims"]]
    plan = {"from": "2024-10-25", "to": "2024-10-25"}
    assert claims == [("shipping", "planned_resume", plan)]
    assert (told["published"], told["stage"], told["windows"]) == ("2024-10-11", "stopped", [])


def test_read_notices_writes_the_fault_of_a_page_it_cannot_read(tmp_path):
    labels, out = tmp_path / "labels" / "depot", tmp_path / "out"
    labels.mkdir(parents=True)
    (labels / "01-20241011.json").write_text("{broken", "utf-8")

    call_command("read_notices", tmp_path / "labels", out)

    told = json.loads((out / "depot" / "01-20241011.json").read_text("utf-8"))
    assert (told["claims"], bool(told["fault"])) == ([], True)


def test_read_notices_refuses_a_folder_without_pages(tmp_path):
    with pytest.raises(CommandError, match="no page"):
        call_command("read_notices", tmp_path, tmp_path / "out")
