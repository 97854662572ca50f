"""Compare a findings file with the truth, kind by kind."""

import csv
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

Key = tuple[str, str, str, str]


@dataclass(frozen=True)
class Score:
    """Counts over all kinds, and for each kind that is not perfect what is missed and false."""

    recall: float
    precision: float
    amounts: float
    missed: dict[str, int]
    false: dict[str, int]

    @property
    def is_perfect(self) -> bool:
        return (self.recall, self.precision, self.amounts) == (1, 1, 1)


def read_findings(path: Path) -> dict[Key, int]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {
            (row["order_no"], row["line_no"], row["doc_no"], row["kind"]): int(row["amount"])
            for row in csv.DictReader(file)
        }


def score(truth: dict[Key, int], found: dict[Key, int]) -> Score:
    """Return recall, precision, and the share of hits whose amount is right to the yen."""
    hits = truth.keys() & found.keys()
    right = sum(truth[key] == found[key] for key in hits)
    return Score(
        recall=len(hits) / max(1, len(truth)),
        precision=len(hits) / max(1, len(found)),
        amounts=right / max(1, len(hits)),
        missed=dict(Counter(key[3] for key in truth.keys() - hits)),
        false=dict(Counter(key[3] for key in found.keys() - hits)),
    )
