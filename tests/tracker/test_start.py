"""A mistake in a file of words stops every process, with file, line and reason."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from tracker.domain.lexicon.loader import lexicon, open_lexicons


@pytest.fixture
def words(tmp_path):
    yield tmp_path
    open_lexicons(settings.WORDS_DIR)


def started(words):
    """Run the system checks as any process of the product begins."""
    environment = os.environ | {"WORDS_DIR": str(words)}
    environment["DJANGO_SETTINGS_MODULE"] = "procurement.settings_test"
    command = [sys.executable, "manage.py", "check"]
    return subprocess.run(
        command, cwd=Path(settings.BASE_DIR), env=environment, capture_output=True, check=False
    )


def test_a_mistake_stops_the_start_with_line_and_reason(words):
    (words / "ja.toml").write_text("[domains]\norders = ['ご用命']\nponies = ['x']\n", "utf-8")

    run = started(words)

    assert run.returncode == 1
    assert "ja.toml, line 3: [domains] has no list 'ponies'" in run.stderr.decode()


def test_own_words_join_those_that_ship(words):
    shipped = lexicon("ja").listed("domains", "orders")
    (words / "ja.toml").write_text("[domains]\norders = ['ご用命']\n", "utf-8")

    open_lexicons(words)

    assert lexicon("ja").listed("domains", "orders") == (*shipped, "ご用命")
    assert started(words).returncode == 0
