"""What every template keeps to: dates by our filters, nothing inline, a first line that tells."""

import re
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR, "templates")
TEMPLATES = sorted(path.relative_to(ROOT).as_posix() for path in ROOT.rglob("*.html"))
FILTERS = (
    "date_long|date_short|date_of_iso|clock|clock_or_day|moment|moment_plain|moment_long"
    "|moment_ago|day_long"
)
MOMENT = re.compile(r"\{\{\s*[\w.]*(?:_at|_on|_until)\s*(?:\|(\w+))?")
INLINE = re.compile(r"""\sstyle=|\son\w+=["']|hx-on|<script(?![^>]*\ssrc=)|javascript:|<style""")


def read(name):
    return (ROOT / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", TEMPLATES)
def test_dates_are_written_by_our_filters(name):
    text = read(name)

    bare = [found[0] for found in MOMENT.finditer(text) if found[1] not in FILTERS.split("|")]

    assert bare == []
    assert re.findall(r"\|date:|\|time:|\|timesince|\{% now", text) == []


@pytest.mark.parametrize("name", TEMPLATES)
def test_p3_nothing_is_inline_or_marked_safe(name):
    text = read(name)

    assert INLINE.findall(text) == []
    assert re.findall(r"\|safe\b|autoescape off|mark_safe", text) == []


@pytest.mark.parametrize("name", [name for name in TEMPLATES if name.split("/")[-1][0] == "_"])
def test_a_partial_says_what_it_needs(name):
    assert re.match(r"\{# .+ Needs: .+ #\}\n", read(name))
