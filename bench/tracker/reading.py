"""Reading without network or database: charsets, milliseconds per page, milliseconds per diff.

Run from the root of the repository: python -m bench.tracker.reading [--pages 40] [--rounds 5]
Prints one JSON object per figure; times are medians of the process's own processor time.
"""

import argparse
import random
import statistics
import time
from collections.abc import Callable, Iterable
from typing import Any

from bench.tracker import charset_cases, pages
from bench.tracker.common import calib, emit
from tracker.domain.difference import diff
from tracker.domain.notices import split
from tracker.domain.reading import main_text, read


def median_ms(act: Callable[[Any], object], subjects: Iterable[Any], rounds: int) -> float:
    """Return the median milliseconds of one act."""
    spent = []
    for subject in list(subjects) * rounds:
        start = time.process_time()
        act(subject)
        spent.append(1000 * (time.process_time() - start))
    return statistics.median(spent)


def charsets() -> None:
    verdicts = {
        name: charset_cases.verdict(name, "\n".join(main_text(body, content_type=kind).lines))
        for name, (kind, body) in charset_cases.CASES.items()
    }
    wrong = {name: verdict for name, verdict in verdicts.items() if verdict != "ok"}
    emit(figure="charsets", right=len(verdicts) - len(wrong), of=len(verdicts), wrong=wrong)


def reading(page_count: int, rounds: int) -> None:
    bodies = [pages.page(number, 0).encode() for number in range(page_count)]
    documents = [read(body) for body in bodies]
    emit(
        figure="reading",
        mean_bytes=round(statistics.mean(map(len, bodies))),
        text_ms=median_ms(main_text, bodies, rounds),
        document_ms=median_ms(read, bodies, rounds),
        split_ms=median_ms(split, documents, rounds),
        document_and_split_ms=median_ms(lambda body: split(read(body)), bodies, rounds),
    )


def differences(rounds: int) -> None:
    old, new = pages.edited_text(30, 10)
    notice = "\n".join(pages.notice(random.Random(3), "東和電機"))
    cases = {
        "30 KB, 10 edits": (old, new),
        "30 KB, one notice put on top": (old, f"{notice}\n{old}"),
        "90 KB, 10 edits": pages.edited_text(90, 10),
        "30 KB in one line, 10 edits": (old.replace("\n", ""), new.replace("\n", "")),
        "30 KB, all rewritten": (old, pages.edited_text(30, 10, seed=8)[0]),
    }
    for name, texts in cases.items():
        before, after = (text.splitlines() for text in texts)
        found = diff(before, after)
        spent = median_ms(lambda pair: diff(*pair), [(before, after)], 10 * rounds)
        emit(
            figure="difference",
            case=name,
            diff_ms=spent,
            marked=found.added_count + found.removed_count,
            stored_bytes=len(found.to_json().encode()),
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=40)
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    emit(figure="machine", calib_ms=calib())
    charsets()
    reading(asked.pages, asked.rounds)
    differences(asked.rounds)


if __name__ == "__main__":
    main()
