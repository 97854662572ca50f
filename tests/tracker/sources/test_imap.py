"""A mail folder, read from a real IMAP server over TLS."""

import time

import pytest

from tests.tracker.sources.certificates import Authority
from tests.tracker.sources.conftest import NAME
from tests.tracker.sources.mail_server import PASSWORD, USER, MailServer
from tracker.enums import FetchReason
from tracker.sources import gate, imap
from tracker.sources.errors import FetchError, TemporaryFetchError
from tracker.sources.imap import Mail, MailBatch, MailFolder, MailLimits

MESSAGES = {
    3: b"Subject: one\r\n\r\nbody {5}\r\n",
    5: "Subject: 二\r\n\r\n出荷停止\r\n".encode("iso-2022-jp"),
    8: b"Subject: three\r\n\r\n" + b"a" * 5000,
}
QUICK = MailLimits(total_seconds=0.6, message_bytes=1_000_000)


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("certificates"))


@pytest.fixture
def serve_mail(authority):
    started = []

    def start(messages=MESSAGES, host=NAME, **options):
        server = MailServer(messages, tls=authority.server(host), **options)
        started.append(server)
        return server

    yield start
    for server in started:
        server.stop()


@pytest.fixture
def look(authority):
    def look(server, *, admitted=None, limits=QUICK, after_uid=0, **words):
        folder = MailFolder(**{"host": NAME, "user": USER, "password": PASSWORD} | words)
        folder = MailFolder(
            folder.host, folder.user, folder.password, folder.folder, port=server.port
        )
        door = gate.Door(
            admitted=server.admitted if admitted is None else admitted,
            resolve=lambda _: ["127.0.0.1"],
        )
        return imap.fetch_mail(
            folder, door=door, after_uid=after_uid, authorities=str(authority.path), limits=limits
        )

    return look


def test_new_messages_come_as_they_lie_there(serve_mail, look):
    server = serve_mail()

    batch = look(server, after_uid=3)

    assert batch == MailBatch(
        uid_validity=7, mails=(Mail(5, MESSAGES[5]), Mail(8, MESSAGES[8])), oversized_uids=()
    )


def test_folder_is_left_as_it_was(serve_mail, look):
    server = serve_mail()

    look(server)

    verbs = [line.split()[1] for line in server.requests]
    assert set(verbs) <= {"CAPABILITY", "LOGIN", "EXAMINE", "STATUS", "UID", "LOGOUT"}
    assert all("BODY.PEEK[]" in line for line in server.requests if "BODY" in line)


def test_nothing_new_is_an_empty_batch(serve_mail, look):
    server = serve_mail()  # the server answers with its newest, uid 8, all the same

    assert look(server, after_uid=8) == MailBatch(7, (), ())


def test_batch_is_limited_and_leaves_oversized_messages_there(serve_mail, look):
    limits = MailLimits(total_seconds=1, message_bytes=1000, message_count=2)
    server = serve_mail()

    first = look(server, limits=limits)
    second = look(server, limits=limits, after_uid=5)

    assert [mail.uid for mail in first.mails] == [3, 5]
    assert second == MailBatch(7, (), oversized_uids=(8,))


def test_japanese_folder_is_found(serve_mail, look):
    server = serve_mail(folder="&T5t9Zg-")

    assert len(look(server, folder="供給").mails) == 3


@pytest.mark.parametrize(
    "words",
    [
        {"password": "wrong"},
        {"folder": "Other"},
        {"user": 'a"\r\nA1 DELETE INBOX'},
        {"password": "a\r\nA1 DELETE INBOX"},
        {"folder": "INBOX\r\nA1 DELETE INBOX"},
    ],
)
def test_p7_refused_words_are_final_and_begin_no_command(serve_mail, look, words):
    server = serve_mail()

    with pytest.raises(FetchError) as raised:
        look(server, **words)

    assert raised.value.reason == FetchReason.MAIL_REFUSED
    assert not any("DELETE" in line for line in server.requests)


def test_f1_mail_server_inside_is_refused_unheard(serve_mail, look):
    server = serve_mail()

    with pytest.raises(FetchError) as raised:
        look(server, admitted=frozenset())

    assert raised.value.reason == FetchReason.ADDRESS_REFUSED
    assert server.connection_count == 0


def test_f13_mail_server_of_another_name_is_refused_before_the_password(serve_mail, look):
    server = serve_mail(host="other.test")

    with pytest.raises(FetchError) as raised:
        look(server)

    assert raised.value.reason == FetchReason.TLS_WRONG_HOST
    assert (server.connection_count, server.requests) == (1, [])


@pytest.mark.parametrize(
    ("tricks", "error", "reason"),
    [
        ({"greeting": b""}, TemporaryFetchError, FetchReason.DEADLINE),
        ({"greeting": b"* OK " + b"a" * 30_000_000}, FetchError, FetchReason.TOO_LARGE),
        ({"greeting": b"hello\r\n"}, TemporaryFetchError, FetchReason.CONNECTION_LOST),
        ({"greeting": b"* BYE too many\r\n"}, FetchError, FetchReason.MAIL_BROKEN),
        ({"CAPABILITY": b"TAG OK done\r\n"}, FetchError, FetchReason.MAIL_BROKEN),
        ({"STATUS": b"TAG OK done\r\n"}, FetchError, FetchReason.MAIL_BROKEN),
        ({"UID SEARCH": b"* SEARCH a b\r\nTAG OK done\r\n"}, FetchError, FetchReason.MAIL_BROKEN),
        ({"UID SEARCH": b"TAG BAD no\r\n"}, FetchError, FetchReason.MAIL_BROKEN),
        (
            {"UID FETCH": b"* 1 FETCH (BODY[] {99999999999}\r\n"},
            FetchError,
            FetchReason.TOO_LARGE,
        ),
    ],
)
def test_f9_strange_mail_server_ends_with_a_reason(serve_mail, look, tricks, error, reason):
    server = serve_mail(**tricks)
    started = time.monotonic()

    with pytest.raises(error) as raised:
        look(server, limits=MailLimits(total_seconds=0.6, message_count=1))

    assert raised.value.reason == reason
    assert (server.connection_count, time.monotonic() - started < 2) == (1, True)


def test_password_is_not_shown():
    assert "secret" not in repr(MailFolder("mail.test", "user", "secret"))
