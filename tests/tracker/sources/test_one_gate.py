"""Every network call in the code is listed here; all that reach a stranger go through the gate.

A new entry needs a reason: either it only names errors and types, or it speaks to a process of
our own at an address the operator set, never at one a user typed.
"""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
PACKAGES = ("procurement", "reconciliation", "tracker", "accounts")
NETWORK_MODULES = frozenset(
    [
        "aiohttp",
        "asyncio",
        "ftplib",
        "http",
        "httplib2",
        "httpx",
        "imap_tools",
        "imaplib",
        "nntplib",
        "paramiko",
        "poplib",
        "pycurl",
        "requests",
        "smtplib",
        "socket",
        "socketserver",
        "ssl",
        "telnetlib",
        "urllib",
        "urllib3",
        "webbrowser",
        "websocket",
        "websockets",
        "xmlrpc",
    ]
)
HARMLESS = frozenset({"urllib.parse", "http.HTTPStatus"})
OPENERS = frozenset(
    [
        "CountedSocket",
        "HTTPConnection",
        "HTTPSConnection",
        "IMAP4",
        "IMAP4_SSL",
        "MailBox",
        "MailBoxUnencrypted",
        "PoolManager",
        "ProxyManager",
        "SMTP",
        "SMTP_SSL",
        "create_connection",
        "create_datagram_endpoint",
        "getaddrinfo",
        "gethostbyname",
        "gethostbyname_ex",
        "open_connection",
        "open_unix_connection",
        "socket",
        "socketpair",
        "urlopen",
        "urlretrieve",
    ]
)
IMPORTERS = {
    "accounts/operations/mailing.py": "names the errors of Django's own mail sender",
    "procurement/management/commands/up.py": "tries whether a port is free, calls nobody",
    "procurement/supervisor.py": "asks our own web process on loopback whether it answers",
    "tracker/sample/server.py": "listens for the sample company, calls nobody",
    "tracker/sources/bodies.py": "types and errors",
    "tracker/sources/errors.py": "types and errors",
    "tracker/sources/failures.py": "types and errors",
    "tracker/sources/fetching.py": "types and errors",
    "tracker/sources/gate.py": "the gate",
    "tracker/sources/imap.py": "a mail client on a connection of the gate",
    "tracker/sources/sample.py": "turns the clock of the sample's own server, on loopback",
    "tracker/sources/sockets.py": "what the gate opens",
    "tracker/sources/urls.py": "a second parser to compare with",
}
CALLS = {
    ("tracker/sources/gate.py", "CountedSocket"),  # to judged addresses
    ("tracker/sources/gate.py", "PoolManager"),  # of the gate's own connections
    ("tracker/sources/gate.py", "getaddrinfo"),
    ("procurement/management/commands/up.py", "socket"),
    ("procurement/supervisor.py", "urlopen"),
    ("tracker/sources/sample.py", "HTTPConnection"),  # to the sample's own server, on loopback
}


def sources():
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            yield str(path.relative_to(ROOT)), ast.parse(path.read_text(encoding="utf-8"))


def imported(tree):
    """Yield the dotted name of everything a module imports."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def called(tree):
    """Yield the last name of everything a module calls."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", None) or getattr(node.func, "id", None)
            yield name


def is_network(name):
    if name in HARMLESS or name.rpartition(".")[0] in HARMLESS:
        return False
    return name.partition(".")[0] in NETWORK_MODULES


def test_f5_network_modules_are_imported_in_listed_places_only():
    found = {path for path, tree in sources() if any(map(is_network, imported(tree)))}

    assert found == set(IMPORTERS)


def test_f5_connections_are_opened_in_the_gate_only():
    found = {(path, name) for path, tree in sources() for name in called(tree) if name in OPENERS}

    assert found == CALLS


def feeds_opened(tree):
    """Yield how each call of feedparser.parse is given its feed."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "feedparser.parse":
            yield ast.unparse(node.args[0]).partition("(")[0]


def test_f5_feed_reader_is_given_bytes_in_memory_only():
    # a string, or even bytes, is taken for an address or a file name first
    given = {(path, how) for path, tree in sources() for how in feeds_opened(tree)}

    assert {how for _, how in given} <= {"BytesIO", "io.BytesIO"}, given


@pytest.mark.parametrize(
    ("code", "is_found"),
    [
        ("import requests", True),
        ("from urllib.request import urlopen", True),
        ("import http.client", True),
        ("from imaplib import IMAP4_SSL", True),
        ("def f():\n    import socket", True),
        ("from urllib.parse import urlsplit", False),
        ("from http import HTTPStatus", False),
        ("from django.http import HttpResponse", False),
    ],
)
def test_f5_enumeration_sees_what_it_should(code, is_found):
    assert any(map(is_network, imported(ast.parse(code)))) == is_found
