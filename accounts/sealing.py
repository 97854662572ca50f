"""Secrets that are worth nothing to whoever holds the database alone."""

from base64 import urlsafe_b64encode
from hashlib import sha256

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.utils.encoding import force_str


def cipher(purpose: str) -> MultiFernet:
    """Return a cipher under SECRET_KEY, its own per purpose, that still reads what former keys
    wrote."""
    secrets = map(force_str, [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS])
    keys = (sha256(f"{purpose}:{secret}".encode()).digest() for secret in secrets)
    return MultiFernet([Fernet(urlsafe_b64encode(key)) for key in keys])
