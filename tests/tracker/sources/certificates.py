"""Certificates made for one test run: good ones and every kind of bad one."""

import ssl
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

DAY = timedelta(days=1)


@dataclass
class Authority:
    """An issuer of its own, whose certificate lies in a file."""

    folder: Path

    def __post_init__(self):
        self.key = ec.generate_private_key(ec.SECP256R1())
        now = datetime.now(UTC)
        builder = _builder("Test Authority", self.key, now - 9 * DAY, now + 9 * DAY)
        self.certificate = builder.issuer_name(_name("Test Authority")).sign(
            self.key, hashes.SHA256()
        )
        self.path = self.folder / "authority.pem"
        self.path.write_bytes(_pem(self.certificate))

    def server(self, host, *, starts=-1, ends=1, is_self_signed=False):
        """Return a server's TLS context for a host; starts and ends in days from now."""
        key = ec.generate_private_key(ec.SECP256R1())
        now = datetime.now(UTC)
        issuer, signer = (host, key) if is_self_signed else ("Test Authority", self.key)
        builder = _builder(host, key, now + starts * DAY, now + ends * DAY, host)
        certificate = builder.issuer_name(_name(issuer)).sign(signer, hashes.SHA256())
        path = self.folder / f"{host}{starts}{ends}{is_self_signed}.pem"
        path.write_bytes(_pem(certificate) + _key_pem(key))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(path)
        return context


def _builder(name, key, starts_at, ends_at, host=None):
    builder = (
        x509.CertificateBuilder()
        .subject_name(_name(name))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(starts_at)
        .not_valid_after(ends_at)
        .add_extension(x509.BasicConstraints(ca=host is None, path_length=None), critical=True)
    )
    if host is None:
        return builder
    name = x509.IPAddress(ip_address(host)) if host[0].isdigit() else x509.DNSName(host)
    return builder.add_extension(x509.SubjectAlternativeName([name]), critical=False)


def _name(text):
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _pem(certificate):
    return certificate.public_bytes(serialization.Encoding.PEM)


def _key_pem(key):
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
