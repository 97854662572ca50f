"""Time match_files as whole processes, one JSON line per figure.

python -m bench.reconciliation.run_match --data DIR [DIR ...] [--beside SCRIPT] [--runs 3]
python -m bench.reconciliation.run_match --lines 100000

Each DIR holds orders.csv, shipments.csv, transactions.csv and truth.csv. --beside names another
matcher, called as SCRIPT DIR OUT.csv --full, that takes turns with ours. Linux only.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict
from pathlib import Path

from bench.reconciliation.books import make_books, write_books
from bench.reconciliation.score import read_findings, score

ROOT = Path(__file__).resolve().parents[2]
LEGS = ("orders", "shipments", "transactions")
Figures = dict[str, float]


def ours(data: Path, out: Path) -> list[str]:
    legs = [part for leg in LEGS for part in (f"--{leg}", str(data / f"{leg}.csv"))]
    return [sys.executable, str(ROOT / "manage.py"), "match_files", *legs, "--out", str(out)]


def measure(command: list[str]) -> Figures:
    """Run one process and return its wall and processor seconds and its peak memory in MB."""
    started = time.monotonic()
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{command[1]} ended with {process.returncode}")
    wall = time.monotonic() - started
    return {"wall": wall, "cpu": used.ru_utime + used.ru_stime, "peak_mb": used.ru_maxrss / 1024}


def compare(data: Path, beside: Path | None, runs: int) -> None:
    """Print the medians of both matchers, run in turns, and the score of ours."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder)
        commands = {"match_files": ours(data, out)}
        if beside:
            other = [sys.executable, str(beside), str(data), str(out / "beside.csv"), "--full"]
            commands["beside"] = other
        taken: dict[str, list[Figures]] = {name: [] for name in commands}
        for _ in range(runs):
            for name, command in commands.items():
                taken[name].append(measure(command))
        for name, figures in taken.items():
            medians = {key: statistics.median(run[key] for run in figures) for key in figures[0]}
            rounded = {key: round(value, 3) for key, value in medians.items()}
            print(json.dumps({"data": data.name, "tool": name, "runs": runs} | rounded))
        result = score(read_findings(data / "truth.csv"), read_findings(out / "discrepancies.csv"))
        print(json.dumps({"data": data.name, "score": asdict(result)}))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, nargs="*", default=[])
    parser.add_argument("--lines", type=int, nargs="*", default=[])
    parser.add_argument("--beside", type=Path)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    for data in options.data:
        compare(data, options.beside, options.runs)
    for lines in options.lines:
        with tempfile.TemporaryDirectory(prefix=f"{lines}-") as folder:
            write_books(make_books(lines, seed=1), Path(folder))
            compare(Path(folder), options.beside, options.runs)


if __name__ == "__main__":
    main()
