import pytest

from tracker.enums import AddressKind
from tracker.sources.addresses import Refusal, judge


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("0.0.0.0", AddressKind.UNSPECIFIED),  # noqa: S104
        ("0.1.2.3", AddressKind.UNSPECIFIED),
        ("10.0.0.1", AddressKind.PRIVATE),
        ("100.64.0.1", AddressKind.SHARED),
        ("100.127.255.255", AddressKind.SHARED),
        ("100.100.100.200", AddressKind.METADATA),
        ("127.0.0.1", AddressKind.LOOPBACK),
        ("127.255.255.254", AddressKind.LOOPBACK),
        ("168.63.129.16", AddressKind.METADATA),
        ("169.254.1.1", AddressKind.LINK_LOCAL),
        ("169.254.169.254", AddressKind.METADATA),
        ("172.16.0.1", AddressKind.PRIVATE),
        ("172.31.255.255", AddressKind.PRIVATE),
        ("192.0.0.1", AddressKind.RESERVED),
        ("192.0.2.1", AddressKind.DOCUMENTATION),
        ("192.88.99.1", AddressKind.TUNNEL),
        ("192.168.1.1", AddressKind.PRIVATE),
        ("198.18.0.1", AddressKind.BENCHMARKING),
        ("198.51.100.1", AddressKind.DOCUMENTATION),
        ("203.0.113.1", AddressKind.DOCUMENTATION),
        ("224.0.0.1", AddressKind.MULTICAST),
        ("239.255.255.255", AddressKind.MULTICAST),
        ("240.0.0.1", AddressKind.RESERVED),
        ("255.255.255.255", AddressKind.RESERVED),
        ("::", AddressKind.UNSPECIFIED),
        ("::1", AddressKind.LOOPBACK),
        ("::7f00:1", AddressKind.RESERVED),
        ("64:ff9b:1::1", AddressKind.PRIVATE),
        ("100::1", AddressKind.RESERVED),
        ("2001::1", AddressKind.TUNNEL),
        ("2001:2::1", AddressKind.BENCHMARKING),
        ("2001:10::1", AddressKind.RESERVED),
        ("2001:db8::1", AddressKind.DOCUMENTATION),
        ("3fff::1", AddressKind.DOCUMENTATION),
        ("4000::1", AddressKind.RESERVED),
        ("5f00::1", AddressKind.RESERVED),
        ("fc00::1", AddressKind.PRIVATE),
        ("fd00:ec2::254", AddressKind.METADATA),
        ("fd12:3456::1", AddressKind.PRIVATE),
        ("fe80::1", AddressKind.LINK_LOCAL),
        ("fe80::1%eth0", AddressKind.LINK_LOCAL),
        ("fec0::1", AddressKind.PRIVATE),
        ("ff02::1", AddressKind.MULTICAST),
        ("supplier.test", AddressKind.UNREADABLE),
        ("0177.0.0.1", AddressKind.UNREADABLE),
    ],
)
def test_f1_refused_range_is_named(address, kind):
    refusal = judge(address)

    assert (refusal.address, refusal.kind) == (address, kind)


@pytest.mark.parametrize(
    "address",
    [
        "::ffff:127.0.0.1",
        "::ffff:7f00:1",
        "::ffff:0:7f00:1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "2002:7f00:1:abcd::1",
    ],
)
def test_f1_ipv4_inside_ipv6_is_judged_as_itself(address):
    assert judge(address) == Refusal(
        address, AddressKind.LOOPBACK, network="127.0.0.0/8", embedded="127.0.0.1"
    )


@pytest.mark.parametrize(
    "address",
    [
        "8.8.8.8",
        "100.63.255.255",
        "100.128.0.1",
        "172.15.255.255",
        "172.32.0.1",
        "223.255.255.255",
        "2606:4700::1111",
        "::ffff:8.8.8.8",
        "64:ff9b::808:808",
    ],
)
def test_public_address_may_be_called(address):
    assert judge(address) is None
