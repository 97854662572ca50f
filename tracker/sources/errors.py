"""The two ways in which the outside world fails us."""

from datetime import datetime

from urllib3.exceptions import HTTPError

from tracker.enums import FetchReason


class SourceError(HTTPError):
    """Something outside could not be read.

    An OSError would be wrapped and retried by urllib3 and a ValueError be swallowed by
    http.client, so it derives from neither.
    """

    def __init__(self, reason: FetchReason, **details: str | int) -> None:
        super().__init__(reason)  # what pickle calls us with again, between worker processes
        self.reason = reason
        self.details = details  # numbers and names for the sentence a person reads
        self.url = ""  # the page or the hop at which it happened; "" before the first

    def __str__(self) -> str:
        return " ".join([self.reason.value, self.url, *map(str, self.details.values())]).strip()


class FetchError(SourceError):
    """Final: it will not go away by trying again soon."""


class TemporaryFetchError(SourceError):
    """It may go away by itself."""

    retry_at: datetime | None = None  # not before then, where the site said so


class IncompleteError(TemporaryFetchError):
    """An answer broke off; what came of it must never be read as news."""

    def __init__(self, reason: FetchReason = FetchReason.INCOMPLETE) -> None:
        super().__init__(reason)
