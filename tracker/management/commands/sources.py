import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.models import Workspace
from accounts.operations.audit import Actor
from tracker.operations import exchange


class Command(BaseCommand):
    help = "Import or export the list of sources of one company."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--workspace", required=True, help="the company's address (slug)")
        verbs = parser.add_subparsers(dest="verb", required=True)
        verbs.add_parser("import", help="FILE.csv or FILE.opml").add_argument("file", type=Path)
        out = verbs.add_parser("export", help="to standard output")
        out.add_argument("--format", choices=["csv", "opml"], default="csv")

    def handle(self, *args: Any, workspace: str, verb: str, **options: Any) -> None:
        company = Workspace.objects.filter(slug=workspace).first()
        if company is None:
            raise CommandError(f"There is no company at the address {workspace!r}.")
        if verb == "import":
            self._import(company, options["file"])
        elif options["format"] == "csv":
            self.stdout.write(exchange.to_csv(company), ending="")
        else:
            self.stdout.write(exchange.to_opml(company).decode())

    def _import(self, workspace: Workspace, path: Path) -> None:
        try:
            content = path.read_bytes()
            rows = (
                exchange.read_opml(content)
                if path.suffix.lower() in (".opml", ".xml")
                else exchange.read_csv(content.decode("utf-8-sig"))
            )
        except (OSError, UnicodeDecodeError, exchange.UnreadableListError) as error:
            raise CommandError(f"{path}: {error}") from error
        actor = Actor(label="command sources import")
        report = exchange.import_rows(workspace, rows, actor=actor, now=timezone.now())
        self.stdout.write(f"added {len(report.added)}, already followed {report.known_count}")
        for line, reason in report.refused:
            self.stderr.write(f"{path}:{line}: {reason}")
        if report.refused:
            sys.exit(1)
