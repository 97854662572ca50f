"""Starts, watches and ends the processes of one installation.

Runs by itself, on the standard library alone: `manage.py up` sets everything up with Django, then
turns into `python -m procurement.supervisor PLAN`, which stays small for as long as it watches.
"""

import ctypes
import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

FIRST_PAUSE_SECONDS = 1.0  # before a fallen process is started again; doubles each time
LONGEST_PAUSE_SECONDS = 60.0
CALM_SECONDS = 60.0  # a process that ran this long is started again without a pause
ALL_ALIVE = b"scheduler alive"
ANSWER_SECONDS = 60.0  # for everything to answer after the start
STOP_SECONDS = 12.0  # for running tasks to end, before a process is killed
_PR_SET_PDEATHSIG = 1  # prctl(2)


@dataclass(frozen=True, slots=True)
class Plan:
    """What to run, and what to say once it answers."""

    processes: tuple[dict[str, Any], ...]  # name, command, environment of each
    answers: str  # the address that says whether the web and the scheduler live
    welcome: str

    def turn_into(self, path: Path) -> None:
        """Replace this process by the supervisor of the plan. Open locks stay held."""
        path.touch(mode=0o600)
        path.write_text(json.dumps(asdict(self)))
        command = [sys.executable, "-m", "procurement.supervisor", str(path)]
        os.execv(sys.executable, command)  # noqa: S606 - our own interpreter and module


@dataclass(slots=True)
class Process:
    """One command that is to run as long as the supervisor does."""

    name: str
    command: Sequence[str]
    environment: dict[str, str] = field(default_factory=dict)
    child: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    start_at: float = 0.0  # not before; monotonic seconds
    pause_seconds: float = FIRST_PAUSE_SECONDS

    def start(self) -> None:
        """Start it in a session of its own; it dies when the supervisor dies."""
        self.started_at = time.monotonic()
        self.child = subprocess.Popen(  # noqa: S603 - commands are ours
            self.command,
            env=os.environ | self.environment,
            start_new_session=True,
            preexec_fn=_die_with_parent,  # noqa: PLW1509 - no threads run here
        )

    def is_running(self) -> bool:
        return self.child is not None and self.child.poll() is None

    def plan_restart(self) -> float:
        """Decide when to start again and return the pause in seconds."""
        if time.monotonic() - self.started_at > CALM_SECONDS:
            self.pause_seconds = FIRST_PAUSE_SECONDS
        pause = self.pause_seconds
        self.start_at = time.monotonic() + pause
        self.pause_seconds = min(pause * 2, LONGEST_PAUSE_SECONDS)
        self.child = None
        return pause


class Supervisor:
    """Keeps processes running until it is told to stop."""

    def __init__(self, processes: Sequence[Process], *, say: Callable[[str], None]) -> None:
        self.processes = processes
        self.say = say
        self.is_stopping = False

    def listen(self) -> None:
        """Let Ctrl-C and a service manager's stop end everything."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._on_signal)

    def start(self) -> None:
        for process in self.processes:
            process.start()

    def watch(self) -> None:
        """Start again what falls, until told to stop; then end everything."""
        while not self.is_stopping:
            for process in self.processes:
                self._look_after(process)
            time.sleep(0.2)
        self.stop()

    def stop(self) -> None:
        """Ask every process to end, in reverse order of starting; kill what does not."""
        running = [process for process in reversed(self.processes) if process.is_running()]
        for process in running:
            _signal(process, signal.SIGTERM)  # to the main process alone: it ends its children
        deadline = time.monotonic() + STOP_SECONDS
        while any(process.is_running() for process in running) and time.monotonic() < deadline:
            time.sleep(0.1)
        for process in running:
            _kill_session(process)

    def _look_after(self, process: Process) -> None:
        if process.is_running() or self.is_stopping:
            return
        if process.child is not None:
            code = process.child.returncode
            pause = process.plan_restart()
            self.say(f"{process.name} ended with code {code}; starting it again in {pause:.0f} s")
        elif time.monotonic() >= process.start_at:
            process.start()

    def _on_signal(self, number: int, frame: object) -> None:
        self.is_stopping = True


def main(path: Path) -> int:
    """Run a plan until told to stop."""
    values = json.loads(path.read_text())
    path.unlink()
    processes = [Process(**process) for process in values["processes"]]
    supervisor = Supervisor(processes, say=_say)
    supervisor.listen()
    supervisor.start()
    if _answers(values["answers"], supervisor):
        _say(values["welcome"])
    elif not supervisor.is_stopping:
        supervisor.stop()
        _say(f"Not everything answered within {ANSWER_SECONDS:.0f} s; the reason stands above.")
        return 1
    supervisor.watch()
    _say("Everything has ended.")
    return 0


def _answers(address: str, supervisor: Supervisor) -> bool:
    deadline = time.monotonic() + ANSWER_SECONDS
    while time.monotonic() < deadline and not supervisor.is_stopping:
        time.sleep(0.2)
        try:
            with urllib.request.urlopen(address, timeout=2) as answer:  # noqa: S310 - our own
                if ALL_ALIVE in answer.read():
                    return True
        except (urllib.error.URLError, OSError):
            continue  # not yet
    return False


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _die_with_parent() -> None:
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def _signal(process: Process, number: signal.Signals) -> None:
    if process.child is not None:
        try:
            process.child.send_signal(number)
        except ProcessLookupError:
            return


def _kill_session(process: Process) -> None:
    """End whatever is left of the process and its children."""
    if process.child is not None:
        try:
            os.killpg(process.child.pid, signal.SIGKILL)
        except ProcessLookupError:
            return
        process.child.wait()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
