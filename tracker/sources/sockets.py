"""Sockets that know when to stop: one allowance of time and bytes for a whole fetch.

A socket's own timeout bounds one read; a server that sends a byte a second never meets it. Here
every read, of status line, headers, chunk sizes or body, counts against the same deadline.
"""

import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from time import monotonic
from typing import Any

from tracker.enums import FetchReason
from tracker.sources.errors import FetchError, TemporaryFetchError


class Allowance:
    """How long one fetch may still take and how many bytes may still come in."""

    __slots__ = ("bytes_left", "ends_at")

    def __init__(self, *, seconds: float, size: int) -> None:
        self.ends_at = monotonic() + seconds
        self.bytes_left = size

    def seconds_left(self) -> float:
        """Return the time left.

        Raises: TemporaryFetchError when there is none.
        """
        left = self.ends_at - monotonic()
        if left <= 0:
            raise TemporaryFetchError(FetchReason.DEADLINE)
        return left

    def take(self, size: int) -> None:
        """Count bytes that came in.

        Raises: FetchError when there are more than were allowed.
        """
        self.bytes_left -= size
        if self.bytes_left < 0:
            raise FetchError(FetchReason.TOO_LARGE)


_current: ContextVar[Allowance] = ContextVar("allowance")


def current_allowance() -> Allowance:
    """Return the allowance of the fetch in this thread.

    Raises: LookupError outside `allow`, where nothing may be called.
    """
    return _current.get()


@contextmanager
def allow(*, seconds: float, size: int) -> Iterator[Allowance]:
    """Let this thread call outside within a deadline and a number of bytes."""
    allowance = Allowance(seconds=seconds, size=size)
    token = _current.set(allowance)
    try:
        yield allowance
    finally:
        _current.reset(token)


class CountedSocket(socket.socket):
    """A socket whose every read is bounded by the allowance of the fetch in this thread."""

    is_glancing = False  # True: return at once with what is there
    is_ended = False  # the other side has said that nothing more will come

    def recv_into(self, *args: Any, **kwargs: Any) -> int:
        return _receive(self, super().recv_into, *args, **kwargs)


class CountedTLSSocket(ssl.SSLSocket):
    """The same over TLS."""

    is_glancing = False
    is_ended = False

    def recv_into(self, *args: Any, **kwargs: Any) -> int:
        return _receive(self, super().recv_into, *args, **kwargs)


def _receive(
    connection: CountedSocket | CountedTLSSocket,
    receive: Callable[..., int],
    *args: Any,
    **kwargs: Any,
) -> int:
    """Read once; a glance that finds nothing waiting counts as the end."""
    allowance = _current.get()
    connection.settimeout(0 if connection.is_glancing else allowance.seconds_left())
    try:
        size = receive(*args, **kwargs)
    except TimeoutError as error:
        raise TemporaryFetchError(FetchReason.DEADLINE) from error
    except (BlockingIOError, ssl.SSLWantReadError):
        return 0
    allowance.take(size)
    connection.is_ended = size == 0
    return size
