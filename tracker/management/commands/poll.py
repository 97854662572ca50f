from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from tracker.models import Source
from tracker.operations import hosts, polling
from tracker.operations.looking import Look


class Command(BaseCommand):
    help = "Read pages now and say what each brought."

    def add_arguments(self, parser: ArgumentParser) -> None:
        which = parser.add_mutually_exclusive_group(required=True)
        which.add_argument("--source", type=int, help="the number of one source")
        which.add_argument("--due", action="store_true", help="everything that is due")

    def handle(self, *args: Any, source: int | None, **options: Any) -> None:
        if source is None:
            self._poll_due()
            return
        found = Source.objects.filter(pk=source).select_related("page").first()
        if found is None:
            raise CommandError(f"There is no source {source}.")
        look = polling.poll_page(found.page, clock=timezone.now)
        if look is None:
            raise CommandError(f"{found.page} is being read by another process, or has no address.")
        self._say(look)

    def _poll_due(self) -> None:
        for host_id, _has_heavy in hosts.ring(now=timezone.now()):
            visit = polling.poll_host(host_id, clock=timezone.now)
            for look in visit.looks if visit else ():
                self._say(look)

    def _say(self, look: Look) -> None:
        self.stdout.write(f"{look.outcome:<12} {look.page} {look.reason}".rstrip())
