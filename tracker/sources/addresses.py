"""Which addresses on the network may be called: the one list, judged in one function.

The standard library's `is_private` and `is_global` miss carrier-grade NAT, multicast, relays and
IPv4 hidden inside IPv6, so every range is written out here with its name.
"""

from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

from tracker.enums import AddressKind

Address = IPv4Address | IPv6Address


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why one address may not be called."""

    address: str  # as it was given
    kind: AddressKind
    network: str  # the range it falls in; "" when it could not be read
    embedded: str = ""  # the IPv4 address found inside an IPv6 one


# Source: IANA special-purpose registries for IPv4 and IPv6 (RFC 6890 and its updates), and the
# addresses at which the large clouds answer with machine credentials. First match wins.
_REFUSED_V4 = tuple(
    (IPv4Network(network), kind)
    for network, kind in (
        ("169.254.169.254/32", AddressKind.METADATA),
        ("169.254.170.2/32", AddressKind.METADATA),  # container credentials
        ("100.100.100.200/32", AddressKind.METADATA),
        ("192.0.0.192/32", AddressKind.METADATA),
        ("168.63.129.16/32", AddressKind.METADATA),  # public by number, internal by use
        ("0.0.0.0/8", AddressKind.UNSPECIFIED),  # Linux connects 0.0.0.0 to itself
        ("10.0.0.0/8", AddressKind.PRIVATE),
        ("100.64.0.0/10", AddressKind.SHARED),
        ("127.0.0.0/8", AddressKind.LOOPBACK),
        ("169.254.0.0/16", AddressKind.LINK_LOCAL),
        ("172.16.0.0/12", AddressKind.PRIVATE),
        ("192.0.0.0/24", AddressKind.RESERVED),
        ("192.0.2.0/24", AddressKind.DOCUMENTATION),
        ("192.31.196.0/24", AddressKind.RESERVED),  # AS112
        ("192.52.193.0/24", AddressKind.RESERVED),  # AMT
        ("192.88.99.0/24", AddressKind.TUNNEL),  # 6to4 relays
        ("192.168.0.0/16", AddressKind.PRIVATE),
        ("192.175.48.0/24", AddressKind.RESERVED),  # AS112
        ("198.18.0.0/15", AddressKind.BENCHMARKING),
        ("198.51.100.0/24", AddressKind.DOCUMENTATION),
        ("203.0.113.0/24", AddressKind.DOCUMENTATION),
        ("224.0.0.0/4", AddressKind.MULTICAST),
        ("240.0.0.0/4", AddressKind.RESERVED),  # holds the broadcast address
    )
)
_REFUSED_V6 = tuple(
    (IPv6Network(network), kind)
    for network, kind in (
        ("::/128", AddressKind.UNSPECIFIED),
        ("::1/128", AddressKind.LOOPBACK),
        ("::/96", AddressKind.RESERVED),  # IPv4-compatible, long withdrawn
        ("64:ff9b:1::/48", AddressKind.PRIVATE),  # local NAT64
        ("100::/64", AddressKind.RESERVED),  # discard
        ("100:0:0:1::/64", AddressKind.RESERVED),
        ("2001::/32", AddressKind.TUNNEL),  # Teredo
        ("2001:2::/48", AddressKind.BENCHMARKING),
        ("2001::/23", AddressKind.RESERVED),  # protocol assignments, ORCHID
        ("2001:db8::/32", AddressKind.DOCUMENTATION),
        ("2620:4f:8000::/48", AddressKind.RESERVED),  # AS112
        ("3fff::/20", AddressKind.DOCUMENTATION),
        ("fd00:ec2::254/128", AddressKind.METADATA),
        ("fd20:ce::254/128", AddressKind.METADATA),
        ("fc00::/7", AddressKind.PRIVATE),
        ("fe80::/10", AddressKind.LINK_LOCAL),
        ("fec0::/10", AddressKind.PRIVATE),  # site-local
        ("ff00::/8", AddressKind.MULTICAST),
    )
)
_GLOBAL_V6 = IPv6Network("2000::/3")  # the only space handed out to the public

# An IPv6 address of these ranges carries an IPv4 address at this bit, counted from the right.
_CARRIERS = (
    (IPv6Network("::ffff:0:0/96"), 0),  # IPv4-mapped
    (IPv6Network("::ffff:0:0:0/96"), 0),  # IPv4-translated
    (IPv6Network("64:ff9b::/96"), 0),  # NAT64
    (IPv6Network("2002::/16"), 80),  # 6to4
)


def judge(text: str) -> Refusal | None:
    """Say why this address may not be called; None means that it may."""
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return Refusal(text, AddressKind.UNREADABLE, network="")
    inner = _embedded(address)
    if inner is not None:
        return _judge_v4(text, inner, embedded=str(inner))
    if isinstance(address, IPv4Address):
        return _judge_v4(text, address, embedded="")
    return _judge_v6(text, address)


def _embedded(address: Address) -> IPv4Address | None:
    """Return the IPv4 address an IPv6 address carries; None when it carries none."""
    if isinstance(address, IPv4Address):
        return None
    for network, shift in _CARRIERS:
        if address in network:
            return IPv4Address(int(address) >> shift & 0xFFFFFFFF)
    return None


def _judge_v4(text: str, address: IPv4Address, *, embedded: str) -> Refusal | None:
    for network, kind in _REFUSED_V4:
        if address in network:
            return Refusal(text, kind, str(network), embedded)
    return None


def _judge_v6(text: str, address: IPv6Address) -> Refusal | None:
    for network, kind in _REFUSED_V6:
        if address in network:
            return Refusal(text, kind, str(network))
    if address not in _GLOBAL_V6:
        return Refusal(text, AddressKind.RESERVED, f"outside {_GLOBAL_V6}")
    return None
