import fcntl
import os
import socket
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from io import StringIO
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connections
from django.utils import timezone

from procurement import supervisor
from procurement.celery import app
from procurement.operations import sample

WORKER_ENVIRONMENT = {
    "CELERY_SKIP_CHECKS": "1",
    # Celery's ten lines about root are said in one by _welcome
    "PYTHONWARNINGS": "ignore:You're running the worker with superuser",
}


class Command(BaseCommand):
    help = "Set up and run everything: web, worker, beat and the sample supplier. Ctrl-C ends it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")))
        parser.add_argument("--no-sample", action="store_true", help="without the sample company")

    def handle(self, *args: Any, port: int, no_sample: bool, **options: Any) -> None:
        _lock_installation()
        has_sample = settings.SAMPLE_COMPANY and not no_sample
        _require_free_port(port, "PORT")
        if has_sample:
            _require_free_port(settings.SAMPLE_PORT, "SAMPLE_PORT")
        _set_up(has_sample=has_sample)
        processes = _processes(port, has_sample=has_sample)
        connections.close_all()
        supervisor.Plan(
            processes=tuple(processes),
            answers=f"http://127.0.0.1:{port}/alive/",
            welcome="\n".join(_welcome(port, has_sample=has_sample)),
        ).turn_into(settings.DATA_DIR / "up.json")


def _set_up(*, has_sample: bool) -> None:
    # the worker does without checks, which saves a quarter of its memory; "no issues" is no news
    call_command("check", verbosity=0, stdout=StringIO())
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    if settings.IS_EMBEDDED:
        _declare_queues()
    if has_sample:
        sample.create_once(now=timezone.now())


def _welcome(port: int, *, has_sample: bool) -> Iterator[str]:
    yield f"\nFukkyu is running:  http://localhost:{port}/\n"
    if has_sample:
        yield "Sign in to the sample company with any of:"
        for email, password, duty in sample.sign_ins():
            yield f"  {email:<26} {password}   {duty}"
    if os.geteuid() == 0:
        yield "\nThis runs as root. For lasting use, start it as a user of its own."
    yield "\nCtrl-C ends everything."


def _lock_installation() -> None:
    """Make sure that this is the only supervisor of this data folder.

    The lock is held by the open file, which outlives this program and ends with the supervisor.
    """
    lock = os.open(settings.DATA_DIR / "up.lock", os.O_RDWR | os.O_CREAT, 0o600)
    os.set_inheritable(lock, True)  # noqa: FBT003 - the standard library
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(lock)
        raise CommandError(
            f"Fukkyu is already running with the data in {settings.DATA_DIR}. "
            "End it first, or set DATA_DIR to another folder."
        ) from error


def _require_free_port(port: int, variable: str) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise CommandError(
                f"Port {port} is taken by another program. "
                f"End that program, or choose another port: {variable}={port + 1} make run"
            ) from error


def _declare_queues() -> None:
    """Write the exchange files before several processes want to (kombu does it non-atomically)."""
    for folder in ("messages", "messages-inflight", "control"):
        (settings.QUEUE_DIR / folder).mkdir(parents=True, exist_ok=True, mode=0o700)
    with app.connection_for_write() as connection:
        for queue in app.amqp.queues.values():
            queue(connection.default_channel).declare()


def _processes(port: int, *, has_sample: bool) -> list[dict[str, Any]]:
    """Return name, command and environment of everything that runs."""
    python = [sys.executable, "-m"]
    web = [*python, "gunicorn", "procurement.wsgi", "--config", "python:procurement.gunicorn"]
    # the scheduler rides in the worker; several of them would be harmless
    worker = [*python, "celery", "--quiet", "-A", "procurement", "worker", "-B", "-n", "worker@%h"]
    worker += ["-P", "prefork", "-c", str(settings.WORKER_PROCESSES), "-l", "WARNING"]
    worker += ["--without-gossip", "--without-mingle"]
    found: list[dict[str, Any]] = [
        {"name": "web", "command": web, "environment": {"PORT": str(port)}},
        {"name": "worker", "command": worker, "environment": WORKER_ENVIRONMENT},
    ]
    return [sample.notice_server(), *found] if has_sample else found
