"""Read the labelled corpus: the table of figures and the time per page.

python -m bench.tracker.reading_claims
"""

import os
import statistics
import tempfile
import time
from pathlib import Path

import django


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")
    django.setup()
    from tests.corpus.scores import SHOWN, figures

    with tempfile.TemporaryDirectory() as folder:
        parts = figures(Path(folder))
    print(f"{'':28}" + "".join(f"{part:>12}" for part in parts))
    for name in SHOWN:
        print(f"{name:28}" + "".join(f"{parts[part][name]:12.3f}" for part in parts))
    times = _times()
    print(
        f"processor time, bytes to claims and stage: median {statistics.median(times):.1f} ms, "
        f"slowest {max(times):.1f} ms, {len(times)} pages"
    )


def _times() -> list[float]:
    """Return the milliseconds each page takes; a PDF's text is taken by a child and not counted."""
    from tests.corpus.scores import LABELLED
    from tracker.domain.claims.page import read_page
    from tracker.management.commands import read_notices

    found = []
    for path in filter(read_notices.is_page, sorted(LABELLED.glob("*/*"))):
        day = read_notices.captured_on_of(path)
        started = time.process_time()
        read_page(read_notices.document_of(path, day), captured_on=day)
        found.append((time.process_time() - started) * 1000)
    return found


if __name__ == "__main__":
    main()
