"""The one reading of an address of a page: what is accepted, and its one canonical form.

Whatever two parsers could understand differently is refused here, before anything is looked up.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import AddressValueError, IPv4Address, IPv6Address
from urllib.parse import quote, urljoin, urlsplit

import idna
from urllib3.exceptions import LocationParseError
from urllib3.util import parse_url

from tracker.enums import HostWarning, UrlProblem
from tracker.sources import addresses

# Exact (address, port) pairs that may be called although they are refused to everybody else:
# the sample company's own notice server, an in-house mail server. Empty unless asked for.
Admitted = frozenset[tuple[str, int]]
NOBODY: Admitted = frozenset()

DEFAULT_PORTS = {"http": 80, "https": 443}
_PORTS = frozenset({80, 443, 8080, 8443})  # where web servers are met; the rest are other services
MAIL_PORT = 993  # IMAP over TLS from the first byte on
_MAX_CHARS = 2048  # what browsers and caches agree to carry
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_AFTER_SCHEME = re.compile(r"//([^/?#]*)([^?#]*)(\?[^#]*)?(#.*)?", re.DOTALL)
_AUTHORITY = re.compile(r"(\[[^\[\]]*\]|[^:\[\]]*)(?::([0-9]{0,5}))?")
_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")  # how the last label of a written-out address looks
_STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_SAFE = "%/:?@!$&'()*+,;=~-._"
_LOCAL_SUFFIXES = (".localhost", ".local", ".internal", ".home.arpa", ".lan", ".intranet", ".corp")
_JAPANESE = frozenset({"CJK", "HIRAGANA", "KATAKANA", "IDEOGRAPHIC"})
_MARK_LIKE = frozenset("ノ丿ー一〇・丶〳〵ㇵ")  # read as / - . o beside Latin letters


class UrlError(ValueError):
    """An address of a page that is not accepted."""

    def __init__(self, problem: UrlProblem, **details: str) -> None:
        super().__init__(problem)
        self.problem = problem
        self.details = details  # names for the sentence a person reads

    def __str__(self) -> str:
        return " ".join([self.problem.value, *self.details.values()])


@dataclass(frozen=True, slots=True)
class Url:
    """An accepted address of a page."""

    text: str  # canonical: lower-case host in ASCII, no default port, no fragment
    scheme: str
    host: str  # ASCII; international names in punycode
    port: int
    target: str  # path and query, as sent to the server
    display_host: str  # the host as people write it
    warnings: tuple[HostWarning, ...] = ()

    @property
    def needs_confirmation(self) -> bool:
        """Whether a person should compare `host` with `display_host` before it is used."""
        return bool(self.warnings)


@lru_cache(maxsize=2048)
def parse(text: str, *, admitted: Admitted = NOBODY) -> Url:
    """Return the accepted form of an address.

    Raises: UrlError with the problem, and details where they help.
    """
    scheme, authority, path, query = _split(text)
    written_host, port = _split_authority(authority, scheme)
    warnings = _warnings(written_host)
    host = _ascii_host(written_host)
    _check_host(host, port, admitted)
    shown = f"[{host}]" if ":" in host else host
    place = shown if port == DEFAULT_PORTS[scheme] else f"{shown}:{port}"
    target = quote(_STRAY_PERCENT.sub("%25", (path or "/") + query), safe=_SAFE)
    url = Url(f"{scheme}://{place}{target}", scheme, host, port, target, _display(host), warnings)
    _check_other_parsers(f"{scheme}://{place}{path}{query}", url)
    return url


def join(base: Url, reference: str, *, admitted: Admitted = NOBODY) -> Url:
    """Return the accepted address a reference on a page leads to.

    Raises: UrlError as `parse`, with the reference resolved.
    """
    reference = reference.strip(" ").replace(" ", "%20")
    _check_characters(reference)
    try:
        joined = urljoin(base.text, reference)
    except ValueError as error:
        raise UrlError(UrlProblem.MALFORMED) from error
    return parse(joined, admitted=admitted)


def parse_mail_server(text: str, *, admitted: Admitted = NOBODY) -> tuple[str, int]:
    """Return name and port of a mail server, written as a name with or without the port.

    Raises: UrlError with the problem, as `parse`.
    """
    if not text:
        raise UrlError(UrlProblem.EMPTY)
    _check_characters(text)
    written, _ = _split_authority(text, "https")
    host = _ascii_host(written)
    port = int(text.removeprefix(written).removeprefix(":") or MAIL_PORT)
    if (host, port) not in admitted:
        if port != MAIL_PORT:
            raise UrlError(UrlProblem.PORT, port=str(port))
        _check_host(host, DEFAULT_PORTS["https"], admitted)
    return host, port


def _split(text: str) -> tuple[str, str, str, str]:
    """Return scheme, authority, path and query."""
    if not text:
        raise UrlError(UrlProblem.EMPTY)
    _check_characters(text)
    scheme = _SCHEME.match(text)
    if scheme is None:
        raise UrlError(UrlProblem.MALFORMED)
    if scheme[1].lower() not in DEFAULT_PORTS:
        raise UrlError(UrlProblem.SCHEME, scheme=scheme[1].lower())
    rest = _AFTER_SCHEME.fullmatch(text, scheme.end())
    if rest is None or not rest[1]:
        raise UrlError(UrlProblem.MALFORMED)
    return scheme[1].lower(), rest[1], rest[2], rest[3] or ""


def _check_characters(text: str) -> None:
    if len(text) > _MAX_CHARS:
        raise UrlError(UrlProblem.TOO_LONG)
    if "\\" in text:
        raise UrlError(UrlProblem.BACKSLASH)
    for character in text:
        # C: controls, format characters, surrogates, unassigned; Z: every kind of space
        if unicodedata.category(character)[0] in "CZ":
            raise UrlError(UrlProblem.INVISIBLE_CHARACTER, character=f"U+{ord(character):04X}")


def _split_authority(authority: str, scheme: str) -> tuple[str, int]:
    """Return the host as written, without brackets, and the port."""
    if "@" in authority:
        raise UrlError(UrlProblem.USER_INFO)
    if "%" in authority:
        raise UrlError(UrlProblem.HOST_ENCODED)
    found = _AUTHORITY.fullmatch(authority)
    if found is None or not found[1]:
        raise UrlError(UrlProblem.MALFORMED)
    if found[2] and found[2] != str(int(found[2])):
        raise UrlError(UrlProblem.PORT, port=found[2])
    return found[1], int(found[2] or DEFAULT_PORTS[scheme])


def _ascii_host(written: str) -> str:
    """Return the host in ASCII: lower case, punycode, addresses in their shortest form."""
    if written.startswith("["):
        try:
            return str(IPv6Address(written[1:-1]))
        except AddressValueError as error:
            raise UrlError(UrlProblem.HOST_UNREADABLE) from error
    host = written.lower()
    if not host.isascii() or "xn--" in host:
        try:
            host = idna.encode(host, uts46=True).decode("ascii")
        except idna.IDNAError as error:
            raise UrlError(UrlProblem.HOST_UNREADABLE) from error
    return host.removesuffix(".")


def _check_host(host: str, port: int, admitted: Admitted) -> None:
    if (host, port) in admitted:
        return
    if port not in _PORTS:
        raise UrlError(UrlProblem.PORT, port=str(port))
    if ":" in host or _NUMBER.fullmatch(host.rpartition(".")[2]):
        _check_address(host)
        return
    if len(host) > 253 or not all(_LABEL.fullmatch(label) for label in host.split(".")):
        raise UrlError(UrlProblem.HOST_UNREADABLE)
    if "." not in host or host.endswith(_LOCAL_SUFFIXES):
        raise UrlError(UrlProblem.HOST_LOCAL)


def _check_address(host: str) -> None:
    """Accept a public address written in the one usual way."""
    if ":" not in host:
        try:
            IPv4Address(host)
        except AddressValueError as error:
            raise UrlError(UrlProblem.ADDRESS_SPELLING) from error
    refusal = addresses.judge(host)
    if refusal is not None:
        raise UrlError(
            UrlProblem.ADDRESS_REFUSED,
            address=host,
            kind=refusal.kind.value,
            network=refusal.network,
        )


def _display(host: str) -> str:
    if "xn--" not in host:
        return host
    return idna.decode(host)


def _warnings(written: str) -> tuple[HostWarning, ...]:
    """Return what a person should know about an international name, sorted by name."""
    if written.isascii() and "xn--" not in written.lower():
        return ()
    found = set()
    folded = unicodedata.normalize("NFKC", written).replace("。", ".")
    if folded != unicodedata.normalize("NFC", written):
        found.add(HostWarning.FULL_WIDTH)
    for label in _display(_ascii_host(written)).split("."):
        found |= _label_warnings(label)
    return tuple(sorted(found))


def _label_warnings(label: str) -> set[HostWarning]:
    found = set()
    scripts = {_script(character) for character in label} - {""}
    if scripts - _JAPANESE - {"ASCII"}:
        found.add(HostWarning.FOREIGN_SCRIPT)
        if len(scripts) > 1:
            found.add(HostWarning.MIXED_SCRIPTS)
    if "ASCII" in scripts and _MARK_LIKE & set(label):
        found.add(HostWarning.LOOKS_LIKE_MARK)
    return found


def _script(character: str) -> str:
    """Return the script of a letter as Unicode names it; "" for ASCII digits and marks."""
    if character.isascii():
        return "ASCII" if character.isalpha() else ""
    return re.split("[ -]", unicodedata.name(character, "UNKNOWN"), maxsplit=1)[0]


def _check_other_parsers(text: str, url: Url) -> None:
    """Refuse what urllib or urllib3 would understand as a different place."""
    ours = (url.scheme, url.host, url.port)
    default = DEFAULT_PORTS[url.scheme]
    try:
        standard, library = urlsplit(text), parse_url(text)
        theirs = {
            (standard.scheme, standard.hostname, standard.port or default),
            (library.scheme, (library.host or "").strip("[]"), library.port or default),
        }
    except (ValueError, LocationParseError) as error:
        raise UrlError(UrlProblem.PARSERS_DIFFER) from error
    if theirs != {ours}:
        raise UrlError(UrlProblem.PARSERS_DIFFER)
