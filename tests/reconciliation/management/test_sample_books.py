"""Books with every kind of fault in them, from files to files: all found, nothing else."""

import io

import pytest
from django.core.management import call_command

from bench.reconciliation.books import make_books, write_books
from bench.reconciliation.score import read_findings, score
from reconciliation.enums import DiscrepancyKind, Leg


@pytest.mark.parametrize(
    ("seed", "encoding"), [(1, "utf-8"), (2, "cp932"), (3, "utf-8-sig"), (4, "cp932")]
)
def test_every_fault_is_found_to_the_yen(tmp_path, seed, encoding):
    write_books(make_books(4_000, seed), tmp_path, encoding=encoding)
    paths = {leg.value: tmp_path / f"{leg.value}.csv" for leg in Leg}

    call_command("match_files", **paths, out=tmp_path / "out", stdout=io.StringIO())

    truth = read_findings(tmp_path / "truth.csv")
    result = score(truth, read_findings(tmp_path / "out" / "discrepancies.csv"))
    assert (result.missed, result.false, result.amounts) == ({}, {}, 1)


def test_the_sample_books_have_every_kind():
    kinds = {row["kind"] for row in make_books(20_000, seed=1).truth}

    assert kinds == set(DiscrepancyKind) - {DiscrepancyKind.PAYMENT_DIFF}
