"""Real servers on loopback that answer byte for byte as a test says, and count what they see."""

import socket
import ssl
import threading
from collections.abc import Callable
from contextlib import suppress

Answer = Callable[[socket.socket, int], None]  # the connection, and how many requests came before


class ScriptedServer:
    """Accepts connections, reads one request head after another and lets `answer` write.

    The answer may return to wait for the next request, or close the connection.
    """

    def __init__(self, answer: Answer | bytes, *, tls: ssl.SSLContext | None = None) -> None:
        self.requests: list[str] = []  # the head of each
        self.connection_count = 0
        self.sent_count = 0  # bytes, as far as answers report them
        self._answer = (
            answer if callable(answer) else lambda connection, _: send(connection, answer)
        )
        self._tls = tls
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._open: list[socket.socket] = []
        self.is_stopped = threading.Event()
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def admitted(self) -> frozenset[tuple[str, int]]:
        return frozenset({("127.0.0.1", self.port)})

    def url(self, path: str = "/", host: str = "127.0.0.1", scheme: str = "http") -> str:
        return f"{scheme}://{host}:{self.port}{path}"

    def stop(self) -> None:
        self.is_stopped.set()
        for open_socket in (self._listener, *self._open):
            with suppress(OSError):
                open_socket.shutdown(socket.SHUT_RDWR)
            open_socket.close()

    def _accept(self) -> None:
        while not self.is_stopped.is_set():
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self.connection_count += 1
            self._open.append(connection)
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with suppress(OSError):
            if self._tls is not None:
                connection = self._tls.wrap_socket(connection, server_side=True)
                self._open.append(connection)
            while head := _read_head(connection):
                self.requests.append(head)
                self._answer(connection, len(self.requests) - 1)
        with suppress(OSError):
            connection.close()


def send(connection: socket.socket, data: bytes) -> None:
    connection.sendall(data)


def page(body: bytes, *headers: str, status: str = "200 OK") -> bytes:
    """Return a whole, well-formed answer."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers]
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body


def redirect(location: str, *, status: str = "302 Found") -> bytes:
    return page(b"", f"Location: {location}", status=status)


def hang_up(connection: socket.socket) -> None:
    """Close the connection after what was sent has gone out."""
    connection.shutdown(socket.SHUT_RDWR)


def reset(connection: socket.socket) -> None:
    """Break the connection off without a goodbye."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")
    connection.close()


def _read_head(connection: socket.socket) -> str:
    head = b""
    while b"\r\n\r\n" not in head:
        piece = connection.recv(65_536)
        if not piece:
            return ""
        head += piece
    return head.decode("latin-1")
