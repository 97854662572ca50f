"""A throw-away installation for a bench: own data folder or database, own worker processes."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
SERVER = os.environ.get("BENCH_POSTGRES", "postgres://postgres@127.0.0.1:5432")
REDIS = os.environ.get("BENCH_REDIS", "redis://127.0.0.1:6379")
DATABASE = f"fukkyu_bench_{os.getpid()}"


@contextmanager
def installed(profile: str, admitted: str) -> Iterator[Path]:
    """Set this process up as a fresh installation; `profile` is embedded or server."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # workers end with the bench
    folder = Path(tempfile.mkdtemp(prefix="fukkyu-bench-"))
    os.environ |= {
        "DATA_DIR": str(folder),
        "DJANGO_SETTINGS_MODULE": "bench.settings",
        "BENCH_ADMITTED": admitted,
        "PYTHONPATH": str(ROOT),
    }
    if profile == "server":
        _psql(f"CREATE DATABASE {DATABASE}")
        os.environ |= {
            "DATABASE_URL": f"{SERVER}/{DATABASE}",
            "CELERY_BROKER_URL": f"{REDIS}/11",
            "CACHE_URL": f"{REDIS.replace('redis', 'rediscache', 1)}/12",
        }
    try:
        _migrate()
        yield folder
    finally:
        if profile == "server":
            from django.db import connections

            connections.close_all()
            _psql(f"DROP DATABASE {DATABASE} WITH (FORCE)")
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def worker(*extra: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run a Celery worker as the supervisor would; ended at the end."""
    process = start_worker(*extra)
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()


def start_worker(*extra: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "celery", "-A", "procurement", "worker", "-n", "worker@%h"]
    command += ["-P", "prefork", "-c", "2", "--without-gossip", "--without-mingle", "-l", "WARNING"]
    environment = os.environ | {"CELERY_SKIP_CHECKS": "1"}
    return subprocess.Popen([*command, *extra], cwd=ROOT, env=environment, start_new_session=True)


def wait_for(condition, *, seconds: float = 600.0, every: float = 0.05) -> bool:
    """Return True as soon as the condition holds, False when the time is up."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(every)
    return False


def _migrate() -> None:
    import django
    from django.conf import settings
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    if settings.IS_EMBEDDED:
        for name in ("messages", "messages-inflight", "control"):
            (settings.QUEUE_DIR / name).mkdir(parents=True, exist_ok=True)
    else:
        import redis

        redis.Redis.from_url(os.environ["CELERY_BROKER_URL"]).flushdb()


def _psql(statement: str) -> None:
    import psycopg

    with psycopg.connect(f"{SERVER}/postgres", autocommit=True) as connection:
        connection.execute(statement)
