import sys
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from procurement.operations import diagnosis


class Command(BaseCommand):
    help = "Say of every part whether it is well; the exit code counts those that are not."

    def handle(self, *args: Any, **options: Any) -> None:
        ill_count = 0
        for finding in diagnosis.examine(now=timezone.now()):
            word = "well" if finding.is_well else "ILL "
            self.stdout.write(f"{word}  {finding.part:<9} {finding.detail}")
            ill_count += not finding.is_well
        sys.exit(ill_count)
