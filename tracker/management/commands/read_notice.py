import json
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from tracker.domain import notices, readability, reading
from tracker.domain.claims.outages import outage_of
from tracker.domain.claims.plans import plan_of
from tracker.domain.document import Document, ReadError
from tracker.domain.reading.selection import SelectorError
from tracker.domain.readout import outage_out, plan_out, read_out
from tracker.sources import fetching, gate, pdf
from tracker.sources.errors import SourceError

JAPAN = ZoneInfo("Asia/Tokyo")  # dates without a year are those of the supplier's day


class Command(BaseCommand):
    help = "Read one file or address and print what was read as JSON."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("target", help="a file, or an address beginning with http")
        parser.add_argument("--selector", default="", help="read only this part of the page")
        parser.add_argument("--captured-on", type=date.fromisoformat, help="YYYY-MM-DD; today")

    def handle(
        self, *args: Any, target: str, selector: str, captured_on: date | None, **options: Any
    ) -> None:
        day = captured_on or timezone.now().astimezone(JAPAN).date()
        try:
            document = _document(target, selector, day)
        except (ReadError, SelectorError, SourceError, OSError) as error:
            raise CommandError(f"{target}: {error}") from error
        found = notices.split(document, captured_on=day)
        told = read_out(document, found, readability.judge(document))
        written_on = document.published_on or day
        told["plan"] = plan_out(plan_of(document, written_on=written_on))
        told["outage"] = outage_out(outage_of(document, written_on=written_on))
        self.stdout.write(json.dumps(told, ensure_ascii=False, indent=1))


def _document(target: str, selector: str, day: date) -> Document:
    body, content_type = _fetched(target) if _is_address(target) else (_file(target), "")
    if reading.kind_of(body, content_type=content_type, url=target) == "pdf":
        text = pdf.extract(body)
        return reading.read_pages(text.pages, url=target, captured_on=day, is_whole=text.is_whole)
    return reading.read(
        body, content_type=content_type, url=target, selector=selector, captured_on=day
    )


def _is_address(target: str) -> bool:
    return target.startswith(("http://", "https://"))


def _file(target: str) -> bytes:
    return Path(target).read_bytes()


def _fetched(target: str) -> tuple[bytes, str]:
    """Ask for an address through the one gate that every page goes through."""
    agent = f"Fukkyu/1.0 (+{settings.POLL_CONTACT})"
    with gate.open_session(user_agent=agent, admitted=settings.ADMITTED_ADDRESSES) as session:
        answer = fetching.fetch(session, target, now=timezone.now())
    return answer.body, answer.content_type
