"""`manage.py audit verify` and `manage.py audit head`: is the audit record what it was?"""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.models import Workspace
from accounts.operations import anchors, audit
from accounts.operations.audit import Anchor, BrokenChainError, MissingTailError


class Command(BaseCommand):
    help = "Verify the audit chains, or hand out their heads to be kept elsewhere."

    def add_arguments(self, parser: ArgumentParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True)
        verify = acts.add_parser("verify", help="walk every chain and name the first bad entry")
        verify.add_argument(
            "--heads",
            type=Path,
            metavar="FOLDER",
            help="with exported heads (default: AUDIT_HEADS_DIR)",
        )
        head = acts.add_parser("head", help="print the head of every chain, or export it")
        head.add_argument("--out", type=Path, metavar="FOLDER", help="write a file there")

    def handle(self, *args: Any, act: str, **options: Any) -> None:
        try:
            if act == "verify":
                self._verify(options["heads"])
            elif options["out"]:
                self._export(options["out"])
            else:
                self._print_heads()
        except (OSError, ValueError) as error:
            raise CommandError(str(error)) from error

    def _verify(self, folder: Path | None) -> None:
        heads = anchors.read(folder or settings.AUDIT_HEADS_DIR)
        broken = [chain for chain in audit.chains() if not self._holds(chain, heads)]
        if broken:
            raise CommandError(f"{len(broken)} of the audit chains do not hold", returncode=1)

    def _holds(self, chain: Workspace | None, heads: dict[str, list[Anchor]]) -> bool:
        name = chain.slug if chain else "outside companies"
        try:
            length = audit.verify(chain, outside=anchors.of_chain(heads, chain))
        except (BrokenChainError, MissingTailError) as error:
            self.stdout.write(f"{name}: BROKEN: {error}")
            return False
        self.stdout.write(f"{name}: {length} entries hold")
        return True

    def _export(self, folder: Path) -> None:
        path = anchors.export(folder, now=timezone.now())
        self.stdout.write(f"written to {path}; keep it where this installation cannot write")

    def _print_heads(self) -> None:
        for chain in audit.chains():
            if head := audit.head(chain):
                name = chain.slug if chain else anchors.OUTSIDE
                self.stdout.write(f"{name} {head.sequence} {head.head_hash}")
