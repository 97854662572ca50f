"""The whole embedded stack with nothing to do: its memory and its processor time.

python -m bench.tracker.idle [--seconds 60]

Everything that `make run` starts; with --no-sample nothing is due but the scheduler's own ticks,
without it the sample's replay is polled and read. Memory is PSS: what processes share is counted
once.
"""

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from bench.tracker.common import ROOT, cpu_rss, emit, tree
from bench.tracker.installation import wait_for

PORT, SAMPLE_PORT = 18765, 18766
COMMAND = [sys.executable, "manage.py", "up", "--port", str(PORT)]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--no-sample", action="store_true", help="without the replay, which polls")
    parser.add_argument("--settle", type=int, default=60)
    parser.add_argument("--seconds", type=int, default=60)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="fukkyu-bench-") as folder:
        process = subprocess.Popen(
            [*COMMAND, *(["--no-sample"] if arguments.no_sample else [])],
            cwd=ROOT,
            env=os.environ
            | {"DATA_DIR": folder, "SAMPLE_PORT": str(SAMPLE_PORT), "DOTENV_FILE": ""},
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            if not wait_for(is_alive, every=0.5):
                raise SystemExit("the stack did not answer")
            time.sleep(arguments.settle)
            emit(**measure(process.pid, arguments.seconds))
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(60)


def is_alive() -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{PORT}/alive/", timeout=2) as answer:
            return b"scheduler alive" in answer.read()
    except OSError:
        return False


def measure(pid: int, seconds: int) -> dict[str, object]:
    before, _ = cpu_rss(pid)
    time.sleep(seconds)
    spent = cpu_rss(pid)[0] - before
    held = [pss_mb(one) for one in tree(pid)]
    return {
        "figure": "idle stack",
        "processes": len(held),
        "pss_mb": sum(held),
        "each_mb": sorted((round(one) for one in held), reverse=True),
        "core_percent": 100 * spent / seconds,
    }


def pss_mb(pid: int) -> float:
    """Return the proportional share of memory of one process, in MB; 0 when it is gone."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss:"))


if __name__ == "__main__":
    main()
