"""Loopback is admitted here by argument and resolver only; no setting can do the same."""

import pytest

from tests.tracker.sources.servers import ScriptedServer
from tracker.sources import gate


@pytest.fixture
def serve():
    """Start scripted servers that stop with the test."""
    started = []

    def start(answer, **options):
        server = ScriptedServer(answer, **options)
        started.append(server)
        return server

    yield start
    for server in started:
        server.stop()


@pytest.fixture
def open_session():
    """Open sessions that admit exactly the given servers; every name leads to loopback."""
    opened = []

    def start(*servers, resolve=lambda _: ["127.0.0.1"], **options):
        admitted = {(host, server.port) for server in servers for host in ("127.0.0.1", NAME)}
        session = gate.open_session(
            user_agent="Fukkyu/1 (+mailto:watch@buyer.example)",
            admitted=frozenset(admitted),
            resolve=resolve,
            **options,
        )
        opened.append(session)
        return session

    yield start
    for session in opened:
        session.close()


NAME = "supplier.test"  # a name of the outside world; its port is admitted with the server
