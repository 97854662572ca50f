"""Which incidents of the labelled corpus were set aside, and how to score the rest."""

import importlib.util
import json
from collections import Counter
from pathlib import Path

from django.core.management import call_command

LABELLED = Path(__file__).parent / "labelled"
INVENTED = Path(__file__).parent / "invented"  # other trades, written before they were read

# Set aside before the reader was begun: their pages, labels and misses are not looked at.
# Others that were set aside too have been opened since, and count as developed on.
SET_ASIDE = frozenset(
    {
        "askul-osaka-2019",
        "kantsu-2024",
        "maint-tradesimple-2024",
        "stripe-201907",
        "zengin-202310",
    }
)

SHOWN = (
    "claims_f1",
    "claims_with_scope_f1",
    "levels_f1",
    "effective_dates",
    "expected_dates",
    "trap_hit_rate",
    "quiet_pages_kept_quiet",
    "windows_f1",
    "stage_where_there_is_one",
    "stage_within_one",
    "published",
)


def figures(out):
    """Read the whole corpus into a folder and return the figures of every part."""
    call_command("read_notices", LABELLED, out, verbosity=0)
    call_command("read_notices", INVENTED, out, verbosity=0)
    score = _yardstick()
    tallies = {"developed": Counter(), "set aside": Counter(), "invented": Counter()}
    for path in (
        *sorted(LABELLED.glob("*/*.label.json")),
        *sorted(INVENTED.glob("*/*.label.json")),
    ):
        part = _part(path)
        stem = path.name.removesuffix(".label.json")
        answer = json.loads((out / path.parent.name / f"{stem}.json").read_text("utf-8"))
        label = json.loads(path.read_text("utf-8"))
        score.score_page(label, answer, tallies[part], [], stem)
    return {part: score.figures(tally) for part, tally in tallies.items()}


def _part(path):
    if path.is_relative_to(INVENTED):
        return "invented"
    return "set aside" if path.parent.name in SET_ASIDE else "developed"


def _yardstick():
    spec = importlib.util.spec_from_file_location("score", LABELLED / "score.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
