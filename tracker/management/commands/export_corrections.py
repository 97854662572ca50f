from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.models import Workspace
from tracker.operations import corrections


class Command(BaseCommand):
    help = "Write what one company set right as labelled pages, for read_notices to be tested on."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--workspace", required=True, help="the company's address (slug)")
        parser.add_argument("out", type=Path, help="written as <incident>/<NN>-<yyyymmdd>.<ext>")

    def handle(self, *args: Any, workspace: str, out: Path, **options: Any) -> None:
        company = Workspace.objects.filter(slug=workspace).first()
        if company is None:
            raise CommandError(f"There is no company at the address {workspace!r}.")
        cases = list(corrections.cases(company))
        for case in cases:
            page = out / f"{case.name}.{case.suffix}"
            page.parent.mkdir(parents=True, exist_ok=True)
            page.write_bytes(case.page)
            label = out / f"{case.name}.label.json"
            label.write_text(corrections.text_of(case.label), "utf-8")
        self.stdout.write(f"{len(cases)} pages written")
