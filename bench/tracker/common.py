"""What every bench of the tracker shares: the page server, and what a process tree has used.

Linux only: processor time and memory are read from the kernel's process table.
"""

import json
import os
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from types import TracebackType
from typing import Self

from bench.tracker import pages

ROOT = Path(__file__).resolve().parent.parent.parent
TICK = os.sysconf("SC_CLK_TCK")
PAGE_BYTES = os.sysconf("SC_PAGESIZE")


class Server:
    """The notice server as a process of its own, and the way to talk to it."""

    def __init__(
        self,
        page_count: int,
        change_pct: int = 10,
        latency_ms: float = 0,
        *,
        etag: bool = True,
        noise: bool = False,
    ) -> None:
        command = [sys.executable, "-m", "bench.tracker.notice_server"]
        command += ["--pages", str(page_count), "--change-pct", str(change_pct)]
        command += ["--latency-ms", str(latency_ms)]
        command += [] if etag else ["--no-etag"]
        command += ["--noise"] if noise else []
        self.process = subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.port = int(self.process.stdout.readline().split()[1])
        self.url = f"http://127.0.0.1:{self.port}"

    def get(self, path: str) -> dict[str, int]:
        with urllib.request.urlopen(self.url + path, timeout=60) as answer:
            return json.load(answer)

    def round(self, number: int) -> dict[str, int]:
        return self.get(f"/_round/{number}")

    def stats(self, *, reset: bool = False) -> dict[str, int]:
        return self.get("/_stats?reset=1" if reset else "/_stats")

    def page(self, number: int) -> str:
        return f"{self.url}/n/{number}.html"

    def close(self) -> None:
        self.process.stdin.close()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process.stdout.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def tree(pid: int) -> list[int]:
    """List a process and all its living descendants."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and (fields := _stat(int(entry.name))):
            children.setdefault(int(fields[1]), []).append(int(entry.name))
    found, waiting = [], [pid]
    while waiting:
        found.append(waiting.pop())
        waiting += children.get(found[-1], [])
    return found


def cpu_rss(pid: int) -> tuple[float, float]:
    """Return user and system seconds of the whole tree, reaped children too, and its MB now."""
    ticks = resident = 0
    for one in tree(pid):
        if fields := _stat(one):
            ticks += sum(map(int, fields[11:15]))
            resident += int(fields[21])
    return ticks / TICK, resident * PAGE_BYTES / 1e6


def peak_rss(pid: int) -> float:
    """Return the most memory that one process ever held, in MB; 0 when it is gone."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))


def disk_mb(folder: str | Path) -> tuple[float, float, int]:
    """Return allocated MB, apparent MB and the number of files below a folder."""
    allocated = size = count = 0
    for file in Path(folder).rglob("*"):
        try:
            found = file.lstat()
        except OSError:  # gone between listing and looking
            continue
        if not file.is_dir():
            allocated += found.st_blocks * 512
            size += found.st_size
            count += 1
    return round(allocated / 1e6, 2), round(size / 1e6, 2), count


def calib() -> float:
    """Return the ms of a fixed piece of work: how fast this machine is right now."""
    best = float("inf")
    for _ in range(5):
        started = time.process_time()
        for number in range(10):
            pages.page(number, 0)
        best = min(best, 1000 * (time.process_time() - started))
    return best


def emit(**row: object) -> None:
    """Print one result as a line of JSON."""
    rounded = {k: round(v, 3) if isinstance(v, float) else v for k, v in row.items()}
    print(json.dumps(rounded, ensure_ascii=False), flush=True)


def _stat(pid: int) -> list[str]:
    """Return the fields of /proc/<pid>/stat from the state on; [] when the process is gone."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return []
    return text[text.rindex(")") + 2 :].split()
