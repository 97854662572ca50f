"""`manage.py match_files`: the three-way match from files to files, without the database."""

import os
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

# when the supplier of the benchmark stopped, and the day its books are looked at
AS_OF = date(2026, 3, 31)
OUTAGE_FROM, OUTAGE_TO = date(2026, 1, 19), date(2026, 2, 19)


class Command(BaseCommand):
    help = "Match orders, shipments and transactions from CSV files and write the discrepancies."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        for leg in ("orders", "shipments", "transactions"):
            parser.add_argument(f"--{leg}", type=Path, required=True)
        parser.add_argument("--as-of", type=date.fromisoformat, default=AS_OF)
        parser.add_argument("--outage-from", type=date.fromisoformat, default=OUTAGE_FROM)
        parser.add_argument("--outage-to", type=date.fromisoformat, default=OUTAGE_TO)
        parser.add_argument("--out", type=Path, required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        # polars reads this once, when it is loaded: a million lines then take 0.1 GB less
        os.environ.setdefault("_RJEM_MALLOC_CONF", "dirty_decay_ms:0,muzzy_decay_ms:0")
        # polars takes a fifth of a second to import, and only matching needs it
        from reconciliation.domain.rules import MatchRules  # noqa: PLC0415
        from reconciliation.sources.match_files import (  # noqa: PLC0415
            MatchFileError,
            MatchPaths,
            match_files,
        )

        names = ("orders", "shipments", "transactions", "out")
        rules = MatchRules(
            **{name: options[name] for name in ("as_of", "outage_from", "outage_to")}
        )
        try:
            summary = match_files(MatchPaths(**{name: options[name] for name in names}), rules)
        except MatchFileError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            _(
                "%(discrepancies)d discrepancies, %(additional)d additional, %(notices)d notices, "
                "%(refused)d rows refused."
            )
            % summary
        )
