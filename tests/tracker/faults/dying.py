"""Processes that die by kill -9 at a chosen point of their work."""

import os
import signal
import sys
import threading
from collections.abc import Callable

from django.db import connections


def die_at(point: str) -> Callable[..., None]:
    """Return a profiler that ends the process at "module.function" followed by call or return."""
    place, _, event = point.partition(" ")
    module, _, function = place.rpartition(".")

    def watch(frame, happened, argument):
        if happened != event or frame.f_code.co_name != function:
            return
        if frame.f_globals.get("__name__") == module:
            os.kill(os.getpid(), signal.SIGKILL)

    return watch


def run_until_killed(work: Callable[[], object], point: str) -> int | None:
    """Do the work in a process of its own; return the signal that ended it. None: it survived.

    The child writes through its own connections, as a worker does.
    """
    connections.close_all()
    child = os.fork()
    if child == 0:
        code = 1
        try:
            sys.setprofile(die_at(point))
            work()
            code = 0
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
    return os.WTERMSIG(status) if os.WIFSIGNALED(status) else None


def in_threads(count: int, work: Callable[[], object]) -> list[object]:
    """Do the work in several threads at one moment and return what each brought."""
    gate, found = threading.Barrier(count), []

    def run():
        gate.wait()
        try:
            found.append(work())
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found
