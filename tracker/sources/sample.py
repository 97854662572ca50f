"""The clock of the sample company's own notice server, on this machine's loopback."""

import json
from http.client import HTTPConnection, HTTPException
from typing import Any

from tracker.sample.answering import CONTROL_HEADER, CONTROL_PATH

SECONDS = 3.0  # the server is on this machine and answers at once, or is gone


class SampleServerError(Exception):
    """The notice server does not answer, or refuses; the message says which."""


def ask(port: int) -> dict[str, Any]:
    """Return where the story stands.

    Raises: SampleServerError.
    """
    return _exchange(port, "GET", b"", {})


def tell(port: int, command: dict[str, str], *, token: str) -> dict[str, Any]:
    """Play, pause, step, jump or reset, and return where the story stands then.

    Raises: SampleServerError.
    """
    return _exchange(port, "POST", json.dumps(command).encode(), {CONTROL_HEADER: token})


def _exchange(port: int, method: str, body: bytes, headers: dict[str, str]) -> dict[str, Any]:
    connection = HTTPConnection("127.0.0.1", port, timeout=SECONDS)
    try:
        connection.request(method, CONTROL_PATH, body=body, headers=headers)
        answer = connection.getresponse()
        said: dict[str, Any] = json.loads(answer.read())
    except (OSError, HTTPException, ValueError) as error:
        raise SampleServerError(str(error)) from error
    finally:
        connection.close()
    if answer.status != 200:
        raise SampleServerError(str(said.get("error", answer.status)))
    return said
