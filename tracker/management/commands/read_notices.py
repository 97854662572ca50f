import json
import re
from argparse import ArgumentParser
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from tracker.domain import reading
from tracker.domain.claims.page import read_page
from tracker.domain.claims.values import Claim, Expectation, Reading, Window
from tracker.domain.dates.values import JST, Precision
from tracker.domain.document import Document, ReadError
from tracker.sources import pdf

KINDS = frozenset({".html", ".pdf", ".xml", ".json", ".eml", ".txt"})
_NAME = re.compile(r"^\d+-(\d{4})(\d\d)(\d\d)$")


class Command(BaseCommand):
    help = "Read a folder of captured notices and write what each one claims as JSON."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("labels", type=Path, help="<incident>/<NN>-<yyyymmdd>.<ext>")
        parser.add_argument("out", type=Path, help="written as <incident>/<NN>-<yyyymmdd>.json")

    def handle(self, *args: Any, labels: Path, out: Path, **options: Any) -> None:
        pages = [path for path in sorted(labels.glob("*/*")) if is_page(path)]
        if not pages:
            raise CommandError(
                f"There is no page of the form NN-yyyymmdd two levels down {labels}."
            )
        for path in pages:
            answer = out / path.parent.name / f"{path.stem}.json"
            answer.parent.mkdir(parents=True, exist_ok=True)
            answer.write_text(json.dumps(_read(path), ensure_ascii=False, indent=1), "utf-8")
        self.stdout.write(f"{len(pages)} pages read")


def is_page(path: Path) -> bool:
    """True for a captured page, not for a label or a tool beside it."""
    return path.suffix in KINDS and _NAME.match(path.stem) is not None


def _read(path: Path) -> dict[str, Any]:
    """Read one page alone, as if captured on the day of its name."""
    captured_on = captured_on_of(path)
    try:
        document = document_of(path, captured_on)
    except ReadError as error:
        return {"published": None, "claims": [], "windows": [], "stage": None, "fault": str(error)}
    return _told(read_page(document, captured_on=captured_on, tier=_tier(path)))


def captured_on_of(path: Path) -> date:
    """Return the day of capture that a file's name bears."""
    match = _NAME.match(path.stem)
    if match is None:
        raise CommandError(f"{path.name} does not bear its day.")
    return date(int(match[1]), int(match[2]), int(match[3]))


def document_of(path: Path, captured_on: date) -> Document:
    """Return a file's document, a PDF's text taken by the limited child process.

    Raises: ReadError when the file cannot be read.
    """
    body = path.read_bytes()
    if reading.kind_of(body, url=path.name) == "pdf":
        return reading.read_pages(pdf.extract(body).pages, captured_on=captured_on)
    return reading.read(body, url=path.name, captured_on=captured_on)


def _tier(path: Path) -> str:
    """Return who speaks; nothing else may be read from a label."""
    label = path.with_name(f"{path.stem}.label.json")
    if not label.exists():
        return "official"
    return str(json.loads(label.read_text("utf-8")).get("source_tier") or "official")


def _told(read: Reading) -> dict[str, Any]:
    return {
        "published": read.published.isoformat() if read.published else None,
        "claims": [_claim(claim) for claim in read.claims],
        "windows": [_window(window) for window in read.windows],
        "stage": read.stage,
    }


def _claim(claim: Claim) -> dict[str, Any]:
    since = claim.effective
    return {
        "domain": claim.domain,
        "state": claim.state,
        "limits": list(claim.limits),
        "services": list(claim.services),
        "channel": claim.channel,
        "effective": _stamp(since.first, since.precision) if since else None,
        "expected": _expected(claim.expected),
        "certainty": claim.certainty,
        "evidence": claim.evidence,
        "rule": claim.rule,
        "words": list(claim.words),
        "context": list(claim.context),
    }


def _expected(expected: Expectation | None) -> dict[str, str | None] | None:
    if expected is None:
        return None
    ends = {"from": expected.first, "to": expected.last}
    return {
        name: _stamp(end, expected.precision) if end is not None else None
        for name, end in ends.items()
    }


def _window(window: Window) -> dict[str, Any]:
    return {
        "start": _stamp(window.start, Precision.MINUTE),
        "end": _stamp(window.end, Precision.MINUTE),
        "services": list(window.services),
        "behaviour": window.behaviour,
        "alternative": window.alternative,
        "reserve": window.reserve,
    }


def _stamp(at: datetime, precision: Precision) -> str:
    """Return a day as a day and a minute with Japan's zone."""
    if precision is Precision.MINUTE:
        return at.astimezone(JST).isoformat()
    return at.date().isoformat()
