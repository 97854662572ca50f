"""What went wrong on the way, in our words: the libraries' errors read into ours."""

import http.client
import ssl
from collections.abc import Iterator

import urllib3.exceptions

from tracker.enums import FetchReason
from tracker.sources.errors import FetchError, SourceError, TemporaryFetchError

# Source: the X509_V_ERR_ numbers of OpenSSL's x509_vfy.h.
_CERTIFICATE_REASONS = {
    9: FetchReason.TLS_NOT_YET_VALID,
    10: FetchReason.TLS_EXPIRED,
    18: FetchReason.TLS_SELF_SIGNED,
    19: FetchReason.TLS_SELF_SIGNED,  # somewhere up the chain
    20: FetchReason.TLS_UNKNOWN_ISSUER,
    21: FetchReason.TLS_UNKNOWN_ISSUER,
    62: FetchReason.TLS_WRONG_HOST,
    64: FetchReason.TLS_WRONG_HOST,  # an address instead of a name
}

# First match wins: a timeout and a TLS error are both OSErrors.
_MEANINGS: tuple[tuple[type[BaseException], type[SourceError], FetchReason], ...] = (
    (TimeoutError, TemporaryFetchError, FetchReason.DEADLINE),
    (urllib3.exceptions.TimeoutError, TemporaryFetchError, FetchReason.DEADLINE),
    (ssl.SSLError, FetchError, FetchReason.TLS_FAILED),
    (http.client.LineTooLong, FetchError, FetchReason.HEADERS_TOO_LARGE),
    (ConnectionError, TemporaryFetchError, FetchReason.CONNECTION_LOST),
)


def opening_failure(error: Exception) -> SourceError:
    """Return what went wrong between the connection and the end of the headers."""
    for cause in _causes(error):
        found = _known(cause)
        if found is not None:
            return found
    return FetchError(FetchReason.NOT_HTTP, message=str(error)[:200])


def is_lost_connection(error: Exception) -> bool:
    """Whether the other side hung up, as it may on a connection kept alive."""
    return any(isinstance(cause, ConnectionError) for cause in _causes(error))


def _known(cause: BaseException) -> SourceError | None:
    """Return what this one cause means; None when it says nothing by itself."""
    if isinstance(cause, SourceError):
        return cause
    if isinstance(cause, ssl.SSLCertVerificationError):
        reason = _CERTIFICATE_REASONS.get(cause.verify_code, FetchReason.TLS_FAILED)
        return FetchError(reason, message=cause.verify_message)
    if type(cause) is http.client.HTTPException:  # how it says "got more than 100 headers"
        return FetchError(FetchReason.HEADERS_TOO_LARGE)
    for kind, make, reason in _MEANINGS:
        if isinstance(cause, kind):
            return make(reason)
    return None


def _causes(error: BaseException) -> Iterator[BaseException]:
    """Yield the error and everything it was made from, outermost first."""
    waiting: list[object] = [error]
    seen: set[int] = set()
    while waiting:
        found = waiting.pop(0)
        if isinstance(found, BaseException) and id(found) not in seen:
            seen.add(id(found))
            yield found
            waiting += [*found.args, found.__cause__, found.__context__]
