from urllib.parse import urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from urllib3.util import parse_url

from tracker.enums import HostWarning, UrlProblem
from tracker.sources import urls
from tracker.sources.urls import UrlError


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("https://supplier.test", "https://supplier.test/"),
        ("HTTPS://Supplier.TEST:443/News?id=1#top", "https://supplier.test/News?id=1"),
        ("http://supplier.test:80/", "http://supplier.test/"),
        ("http://supplier.test:8080/a", "http://supplier.test:8080/a"),
        ("http://supplier.test:/a", "http://supplier.test/a"),
        ("http://supplier.test./a", "http://supplier.test/a"),
        ("https://supplier.test?q=1", "https://supplier.test/?q=1"),
        (
            "https://supplier.test/お知らせ",
            "https://supplier.test/%E3%81%8A%E7%9F%A5%E3%82%89%E3%81%9B",
        ),
        ("https://supplier.test/a%20b", "https://supplier.test/a%20b"),
        ("https://supplier.test/100%?a=50%", "https://supplier.test/100%25?a=50%25"),
        ("https://8.8.8.8/", "https://8.8.8.8/"),
        ("https://[2606:4700:0:0::1111]/", "https://[2606:4700::1111]/"),
        ("https://供給.test/", "https://xn--vsq592i.test/"),
    ],
)
def test_canonical_form(written, canonical):
    assert urls.parse(written).text == canonical


def test_parts_of_an_address():
    assert urls.parse("http://Supplier.test:8080/a?b=c#d") == urls.Url(
        text="http://supplier.test:8080/a?b=c",
        scheme="http",
        host="supplier.test",
        port=8080,
        target="/a?b=c",
        display_host="supplier.test",
        warnings=(),
    )


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        ("", UrlProblem.EMPTY),
        ("https://supplier.test/" + "a" * 2048, UrlProblem.TOO_LONG),
        ("http://supplier.test\\@127.0.0.1/", UrlProblem.BACKSLASH),
        ("http:\\\\supplier.test/", UrlProblem.BACKSLASH),
        ("http://127.0.0.1\\.supplier.test/", UrlProblem.BACKSLASH),
        ("http://supp\tlier.test/", UrlProblem.INVISIBLE_CHARACTER),
        ("http://supplier.test/\r\nHost: a", UrlProblem.INVISIBLE_CHARACTER),
        (" http://supplier.test/", UrlProblem.INVISIBLE_CHARACTER),
        ("\x01http://supplier.test/", UrlProblem.INVISIBLE_CHARACTER),
        ("http://supplier.test/\x00", UrlProblem.INVISIBLE_CHARACTER),
        ("http://supplier\u200b.test/", UrlProblem.INVISIBLE_CHARACTER),
        ("http://supplier\u00ad.test/", UrlProblem.INVISIBLE_CHARACTER),
        ("http://supplier.test/\u202egnp.exe", UrlProblem.INVISIBLE_CHARACTER),
        ("http://supplier.test/\u3000", UrlProblem.INVISIBLE_CHARACTER),
        ("supplier.test/news", UrlProblem.MALFORMED),
        ("//supplier.test/news", UrlProblem.MALFORMED),
        ("http:/supplier.test/", UrlProblem.MALFORMED),
        ("http:supplier.test/", UrlProblem.MALFORMED),
        ("http:///supplier.test/", UrlProblem.MALFORMED),
        ("http://?q", UrlProblem.MALFORMED),
        ("http://:80/", UrlProblem.MALFORMED),
        ("http://[::1/", UrlProblem.MALFORMED),
        ("http://a:80:80/", UrlProblem.MALFORMED),
        ("file:///etc/passwd", UrlProblem.SCHEME),
        ("FiLe:/etc/passwd", UrlProblem.SCHEME),
        ("file:etc/passwd", UrlProblem.SCHEME),
        ("view-source:file:///etc/passwd", UrlProblem.SCHEME),
        ("source:http://supplier.test/", UrlProblem.SCHEME),
        ("feed:http://supplier.test/", UrlProblem.SCHEME),
        ("jar:http://supplier.test/!/a", UrlProblem.SCHEME),
        ("ftp://supplier.test/", UrlProblem.SCHEME),
        ("gopher://supplier.test/", UrlProblem.SCHEME),
        ("javascript://supplier.test/%0aalert(1)", UrlProblem.SCHEME),
        ("data:text/html,a", UrlProblem.SCHEME),
        ("supplier.test:80/", UrlProblem.SCHEME),
        ("http://user@supplier.test/", UrlProblem.USER_INFO),
        ("http://user:secret@supplier.test/", UrlProblem.USER_INFO),
        ("http://supplier.test:80@127.0.0.1/", UrlProblem.USER_INFO),
        ("http://supplier.test%2eevil.test/", UrlProblem.HOST_ENCODED),
        ("http://%31%32%37.0.0.1/", UrlProblem.HOST_ENCODED),
        ("http://[fe80::1%25eth0]/", UrlProblem.HOST_ENCODED),
        ("http://[::g]/", UrlProblem.HOST_UNREADABLE),
        ("http://[supplier.test]/", UrlProblem.HOST_UNREADABLE),
        ("http://supplier..test/", UrlProblem.HOST_UNREADABLE),
        ("http://-supplier.test/", UrlProblem.HOST_UNREADABLE),
        ("http://supp lier.test/", UrlProblem.INVISIBLE_CHARACTER),
        ("http://supp;lier.test/", UrlProblem.HOST_UNREADABLE),
        ("http://xn--supplier-.test/", UrlProblem.HOST_UNREADABLE),
        ("http://" + "a" * 64 + ".test/", UrlProblem.HOST_UNREADABLE),
        ("http://" + "a." * 127 + "test/", UrlProblem.HOST_UNREADABLE),
        ("http://localhost/", UrlProblem.HOST_LOCAL),
        ("http://intranet/", UrlProblem.HOST_LOCAL),
        ("http://printer.local/", UrlProblem.HOST_LOCAL),
        ("http://metadata.google.internal/", UrlProblem.HOST_LOCAL),
        ("http://supplier.test:22/", UrlProblem.PORT),
        ("http://supplier.test:6379/", UrlProblem.PORT),
        ("http://supplier.test:080/", UrlProblem.PORT),
        ("http://supplier.test:99999/", UrlProblem.PORT),
        ("http://supplier.test:0/", UrlProblem.PORT),
        ("http://supplier.test:８０/", UrlProblem.MALFORMED),
    ],
)
def test_f5_address_understood_in_two_ways_is_refused(written, problem):
    with pytest.raises(UrlError) as raised:
        urls.parse(written)

    assert raised.value.problem == problem


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "127.1.2.3",
        "0.0.0.0",  # noqa: S104
        "10.0.0.1",
        "100.64.0.1",
        "169.254.169.254",
        "172.16.0.1",
        "192.168.0.1",
        "192.88.99.1",
        "224.0.0.1",
        "255.255.255.255",
        "[::]",
        "[::1]",
        "[0:0:0:0:0:0:0:1]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[::127.0.0.1]",
        "[64:ff9b::127.0.0.1]",
        "[2002:7f00:1::]",
        "[2001:0:7f00:1::]",
        "[fc00::1]",
        "[fe80::1]",
        "[fec0::1]",
        "[ff02::1]",
        "[fd00:ec2::254]",
        "１２７.０.０.１",
        "127。0。0。1",
        "①②⑦.⓪.⓪.①",
    ],
)
def test_f1_written_out_address_is_refused_when_it_is_not_public(host):
    with pytest.raises(UrlError) as raised:
        urls.parse(f"http://{host}/")

    assert raised.value.problem == UrlProblem.ADDRESS_REFUSED


@pytest.mark.parametrize(
    "host",
    [
        "2130706433",
        "0x7f000001",
        "0x7f.0x0.0x0.0x1",
        "0X7F.1",
        "017700000001",
        "0177.0.0.1",
        "0177.0.0.01",
        "127.1",
        "127.0.1",
        "0",
        "127.0.0.1.1",
        "127.0.0.256",
        "8.8.2056",
        "supplier.test.1",
        "0x",
        "4294967296",
    ],
)
def test_f1_odd_spelling_of_an_address_is_refused(host):
    with pytest.raises(UrlError) as raised:
        urls.parse(f"http://{host}/")

    assert raised.value.problem == UrlProblem.ADDRESS_SPELLING


def test_f1_refused_address_says_what_it_is():
    with pytest.raises(UrlError) as raised:
        urls.parse("http://192.168.0.7/")

    assert raised.value.details == {
        "address": "192.168.0.7",
        "kind": "private",
        "network": "192.168.0.0/16",
    }


@pytest.mark.parametrize(
    ("host", "ascii_host", "warnings"),
    [
        ("аррӏе.test", "xn--80ak6aa92e.test", (HostWarning.FOREIGN_SCRIPT,)),
        (
            "suppliеr.test",  # the second e is Cyrillic
            "xn--supplir-dhg.test",
            (HostWarning.FOREIGN_SCRIPT, HostWarning.MIXED_SCRIPTS),
        ),
        (
            "xn--supplir-dhg.test",
            "xn--supplir-dhg.test",
            (HostWarning.FOREIGN_SCRIPT, HostWarning.MIXED_SCRIPTS),
        ),
        ("ｓｕｐｐｌｉｅｒ.test", "supplier.test", (HostWarning.FULL_WIDTH,)),
        ("supplier。test", "supplier.test", (HostWarning.FULL_WIDTH,)),
        ("供給ーa.test", "xn--a-jjuq98i1t4b.test", (HostWarning.LOOKS_LIKE_MARK,)),
    ],
)
def test_f13_name_that_imitates_another_needs_confirmation(host, ascii_host, warnings):
    url = urls.parse(f"https://{host}/")

    assert (url.host, url.warnings, url.needs_confirmation) == (ascii_host, warnings, True)


@pytest.mark.parametrize(
    "host", ["供給.test", "サプライヤー.test", "すぐ届く.test", "abc供給.test"]
)
def test_f13_japanese_name_is_shown_without_alarm(host):
    url = urls.parse(f"https://{host}/")

    assert (url.display_host, url.needs_confirmation) == (host, False)


def test_f13_confirmation_shows_punycode_beside_the_name():
    url = urls.parse("https://аррӏе.test/")

    assert (url.host, url.display_host) == ("xn--80ak6aa92e.test", "аррӏе.test")


def test_admitted_pair_is_accepted_exactly():
    admitted = frozenset({("127.0.0.1", 8765)})

    assert urls.parse("http://127.0.0.1:8765/", admitted=admitted).port == 8765
    for near in ("http://127.0.0.1:8766/", "http://127.0.0.2:8765/", "http://localhost:8765/"):
        with pytest.raises(UrlError):
            urls.parse(near, admitted=admitted)


@pytest.mark.parametrize(
    ("reference", "joined"),
    [
        ("/b", "https://supplier.test/b"),
        ("c?d=e", "https://supplier.test/a/c?d=e"),
        ("//other.test/", "https://other.test/"),
        ("http://other.test/x#y", "http://other.test/x"),
        ("", "https://supplier.test/a/b"),
        (" /with space.pdf ", "https://supplier.test/with%20space.pdf"),
    ],
)
def test_join_resolves_a_reference(reference, joined):
    base = urls.parse("https://supplier.test/a/b")

    assert urls.join(base, reference).text == joined


@pytest.mark.parametrize(
    ("reference", "problem"),
    [
        ("file:///etc/passwd", UrlProblem.SCHEME),
        ("/\\127.0.0.1/", UrlProblem.BACKSLASH),
        ("//127.0.0.1/", UrlProblem.ADDRESS_REFUSED),
        ("http://[/", UrlProblem.MALFORMED),
    ],
)
def test_join_refuses_what_parse_refuses(reference, problem):
    base = urls.parse("https://supplier.test/")

    with pytest.raises(UrlError) as raised:
        urls.join(base, reference)

    assert raised.value.problem == problem


PIECES = st.sampled_from(
    [
        *("http", "https", ":", "/", "//", "\\", "@", "%", "%2e", "..", "?", "#", "[", "]", "::1"),
        *(
            "127.0.0.1",
            "0x7f",
            "2130706433",
            ".test",
            "supplier.test",
            "xn--",
            "xn--a",
            "80",
            ":443",
        ),
        *(
            "供給",
            "ノ",
            "ー",
            "ｅ",
            "。",
            "ß",
            "ı",
            "K",
            "℀",
            "⁄",
            "ª",
            "é",
            "е",
            "\u0378",
            "\u200d",
        ),
        *"-_;&=+~'\"<>{}|^`!$*(),",
    ]
)
WRITTEN = st.lists(PIECES | st.characters(), max_size=12).map("".join)


@given(WRITTEN.map("http://supplier.test".__add__) | WRITTEN.map("https://".__add__) | WRITTEN)
@example("https://supplier.test/%")
@example("https://supplier.test//a")
@example("https://supplier.test?@127.0.0.1/")
def test_f5_accepted_address_stays_the_same_and_is_read_alike_by_all(written):
    try:
        url = urls.parse(written)
    except UrlError:
        return

    assert urls.parse(url.text).text == url.text
    assert url.text.isascii()
    assert urlsplit(url.text).hostname == parse_url(url.text).host == url.host
    assert url.target.startswith("/")
