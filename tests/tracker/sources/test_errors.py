import pickle

import pytest

from tracker.enums import FetchReason, UrlProblem
from tracker.sources.errors import FetchError, IncompleteError, TemporaryFetchError
from tracker.sources.urls import UrlError


@pytest.mark.parametrize(
    "error",
    [
        FetchError(FetchReason.NOT_FOUND, status=404),
        TemporaryFetchError(FetchReason.DEADLINE),
        IncompleteError(),
        UrlError(UrlProblem.PORT, port="22"),
    ],
)
def test_error_passes_from_a_worker_process_to_its_parent(error):
    passed = pickle.loads(pickle.dumps(error))  # noqa: S301  # our own

    assert (type(passed), vars(passed), str(passed)) == (type(error), vars(error), str(error))


def test_error_says_where_and_what():
    error = FetchError(FetchReason.NOT_FOUND, status=404)
    error.url = "https://supplier.test/"

    assert str(error) == "not_found https://supplier.test/ 404"
