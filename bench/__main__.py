"""`make bench`: every figure that the product promises, one JSON line each.

Each bench runs in a process of its own, so that none sees what another has loaded.
"""

import subprocess
import sys

BENCHES = (
    "bench.tracker.reading",
    "bench.tracker.run_ours --pages 1000 --rounds 10",  # the last line has the disk
    "bench.tracker.run_ours --pages 1000 --rounds 4 --noise",
    "bench.tracker.run_ours --pages 1000 --rounds 4 --change-pct 0",
    "bench.tracker.run_ours --pages 1000 --rounds 4 --profile server",
    "bench.tracker.run_ours --pages 1000 --rounds 4 --noise --profile server",
    "bench.tracker.idle --no-sample",
    "bench.tracker.kill_rounds --rounds 40",
    "bench.tracker.kill_rounds --rounds 40 --profile server",
    "bench.board",
    "bench.reconciliation.run_stored_match --lines 100000",
    "bench.procurement.impact",
    "bench.procurement.allocation",
    "bench.procurement.checklists",
)


def main() -> int:
    """Run all benches, or those whose name holds the word given; return how many failed."""
    wanted = [bench for bench in BENCHES if all(word in bench for word in sys.argv[1:])]
    failed = 0
    for bench in wanted:
        sys.stdout.write(f"# python -m {bench}\n")
        sys.stdout.flush()
        failed += subprocess.call([sys.executable, "-m", *bench.split()]) != 0
    return failed


if __name__ == "__main__":
    sys.exit(main())
