"""The one way out: every connection of the product to a stranger is opened here.

A name is looked up once, every address it has is judged, and the connection goes to one of the
judged addresses; Host, SNI and the certificate check keep the name.
"""

import socket
import ssl
import threading
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache, partial
from http.client import HTTPResponse, IncompleteRead, RemoteDisconnected
from ipaddress import ip_address
from typing import Any, cast

import certifi
import requests
from requests.adapters import HTTPAdapter
from requests.structures import CaseInsensitiveDict
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, PoolManager
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.response import BaseHTTPResponse
from urllib3.util.ssl_ import create_urllib3_context

from tracker.enums import FetchReason
from tracker.sources import addresses
from tracker.sources.errors import FetchError, TemporaryFetchError
from tracker.sources.sockets import Allowance, CountedSocket, CountedTLSSocket, current_allowance
from tracker.sources.urls import NOBODY, Admitted, Url

Resolve = Callable[[str], Sequence[str]]

_CONNECT_SECONDS = 5.0  # per address: leaves time for a second one within the deadline
_POOLS = 8  # hosts one session keeps connections to: its own, and those redirects lead to


def look_up(host: str) -> Sequence[str]:
    """Return every address the system's resolver gives for a name.

    Raises: socket.gaierror when there is none.
    """
    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(place[0]) for *_, place in found))


@lru_cache(maxsize=4)
def tls_context(authorities: str = "") -> ssl.SSLContext:
    """Return the context that checks certificates, one per process: loading it costs 20 ms.

    `authorities` is a file of further certificates to trust; "" means none.
    """
    context = create_urllib3_context()
    context.load_verify_locations(certifi.where())
    if authorities:
        context.load_verify_locations(authorities)
    context.sslsocket_class = CountedTLSSocket
    return context


class Door:
    """Where connections are opened: one name at a time, only to judged addresses."""

    def __init__(self, *, admitted: Admitted, resolve: Resolve) -> None:
        self.admitted = admitted
        self.opened_count = 0
        self._resolve = resolve

    def connect(self, host: str, port: int) -> socket.socket:
        """Open a connection to a judged address of the host.

        Raises: FetchError when an address is refused or the name is unknown;
            TemporaryFetchError when no connection comes about in time.
        """
        allowance = current_allowance()
        for address in self._judged(host, port, allowance):
            try:
                connection = _open(address, port, allowance)
            except OSError:
                continue
            self.opened_count += 1
            return connection
        raise TemporaryFetchError(FetchReason.CONNECT_FAILED, host=host)

    def _judged(self, host: str, port: int, allowance: Allowance) -> Sequence[str]:
        """Return the addresses of the host, all of which may be called."""
        found = [host] if _is_address(host) else _within(allowance, self._resolve, host)
        for address in found:
            refusal = None if (address, port) in self.admitted else addresses.judge(address)
            if refusal is not None:
                raise FetchError(
                    FetchReason.ADDRESS_REFUSED,
                    host=host,
                    address=address,
                    kind=refusal.kind.value,
                    network=refusal.network,
                )
        return found


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _open(address: str, port: int, allowance: Allowance) -> socket.socket:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    connection = CountedSocket(family, socket.SOCK_STREAM)
    try:
        connection.settimeout(min(_CONNECT_SECONDS, allowance.seconds_left()))
        connection.connect((address, port))
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection.settimeout(allowance.seconds_left())  # holds for the TLS handshake
    except BaseException:
        connection.close()
        raise
    return connection


def _within(allowance: Allowance, resolve: Resolve, host: str) -> Sequence[str]:
    """Look a name up without waiting longer than allowed.

    The system's resolver knows no deadline, so it runs in a thread that may be left behind.
    """
    answers: list[Sequence[str] | OSError | UnicodeError] = []

    def ask() -> None:
        try:
            answers.append(resolve(host))
        except (OSError, UnicodeError) as error:
            answers.append(error)

    asking = threading.Thread(target=ask, name="look-up", daemon=True)
    asking.start()
    asking.join(allowance.seconds_left())
    if not answers:
        raise TemporaryFetchError(FetchReason.NAME_LOOKUP_FAILED, host=host)
    answer = answers[0]
    if isinstance(answer, socket.gaierror) and answer.errno == socket.EAI_NONAME:
        raise FetchError(FetchReason.NAME_UNKNOWN, host=host) from answer
    if isinstance(answer, OSError | UnicodeError) or not answer:
        raise TemporaryFetchError(FetchReason.NAME_LOOKUP_FAILED, host=host)
    return answer


class _WholeResponse(HTTPResponse):
    """An answer that notices when it was cut, or when more came than it announced."""

    def __init__(self, sock: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(sock, *args, **kwargs)
        self._connection = sock

    def begin(self) -> None:
        super().begin()
        if self._connection.is_ended:  # whole headers end before the connection does
            raise RemoteDisconnected("the headers broke off")

    def _close_conn(self) -> None:
        # a hook of the standard library's, called once when the announced length has been read
        is_cut = self.status == 200 and self.length == 0 and self._has_more()
        super()._close_conn()  # type: ignore[misc]
        if is_cut:
            raise IncompleteRead(b"")

    def _has_more(self) -> bool:
        self._connection.is_glancing = True
        try:
            return bool(self.fp.peek(1).strip(b"\r\n"))
        except ConnectionError:
            return False
        finally:
            self._connection.is_glancing = False


class _Connection(HTTPConnection):
    response_class = _WholeResponse

    def __init__(self, *args: Any, door: Door, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._door = door

    def _new_conn(self) -> socket.socket:
        return self._door.connect(self.host, self.port)


class _TLSConnection(HTTPSConnection):
    response_class = _WholeResponse

    def __init__(self, *args: Any, door: Door, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._door = door

    def _new_conn(self) -> socket.socket:
        return self._door.connect(self.host, self.port)


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Connection


class _TLSPool(HTTPSConnectionPool):
    ConnectionCls = _TLSConnection


class _Adapter(HTTPAdapter):
    """Requests' way to urllib3, through the door and with certificates always checked."""

    def __init__(self, door: Door, tls: ssl.SSLContext) -> None:
        self._door = door
        self._tls = tls
        super().__init__(pool_connections=_POOLS, pool_maxsize=1, max_retries=0)

    def init_poolmanager(self, connections: int, maxsize: int, *args: Any, **kwargs: Any) -> None:
        self.poolmanager = PoolManager(
            num_pools=connections, maxsize=maxsize, ssl_context=self._tls
        )
        self.poolmanager.pool_classes_by_scheme = {
            "http": partial(_Pool, door=self._door),
            "https": partial(_TLSPool, door=self._door),
        }

    def get_connection_with_tls_context(
        self, request: requests.PreparedRequest, *args: Any, **kwargs: Any
    ) -> HTTPConnectionPool:
        return cast(HTTPConnectionPool, self.poolmanager.connection_from_url(str(request.url)))

    def cert_verify(self, *args: Any, **kwargs: Any) -> None:
        """Leave the certificate check to the context; nobody may ask for less."""

    def build_response(self, req: requests.PreparedRequest, resp: Any) -> requests.Response:
        """Wrap the answer without requests' cookies: nothing of one fetch reaches the next."""
        response = requests.Response()
        response.status_code = resp.status
        response.headers = resp.headers
        response.raw = resp
        return response


class Session(requests.Session):
    """Kept-alive connections of one batch; serves one thread at a time."""

    def __init__(self, door: Door, *, user_agent: str, tls: ssl.SSLContext) -> None:
        super().__init__()
        self.trust_env = False  # a proxy or .netrc of the environment would lead past the gate
        self.door = door
        self.user_agent = user_agent
        self._adapter = _Adapter(door, tls)
        self.adapters.clear()
        self.mount("http://", self._adapter)
        self.mount("https://", self._adapter)

    def open(self, url: Url, headers: Mapping[str, str]) -> BaseHTTPResponse:
        """Ask for a page; the answer's body is still to be read or closed.

        The request goes straight to the adapter: merging cookies, hooks and the environment
        into it would double the cost of a page that has not changed.
        """
        request = requests.PreparedRequest()
        request.method, request.url = "GET", url.text
        request.headers = cast(CaseInsensitiveDict[str], headers)
        seconds = current_allowance().seconds_left()
        return self._adapter.send(request, stream=True, timeout=seconds).raw


def open_session(
    *,
    user_agent: str,
    admitted: Admitted = NOBODY,
    resolve: Resolve = look_up,
    authorities: str = "",
) -> Session:
    """Open a session that keeps connections alive until it is closed.

    `user_agent` names the product and a contact; `authorities` is a file of further
    certificates to trust, "" for none.
    """
    door = Door(admitted=admitted, resolve=resolve)
    return Session(door, user_agent=user_agent, tls=tls_context(authorities))
