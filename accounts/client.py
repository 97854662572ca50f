"""Where a request really comes from, and the browser that a person has signed in with before."""

from hashlib import sha256
from ipaddress import ip_address
from secrets import token_urlsafe

from django.conf import settings
from django.http import HttpRequest, HttpResponse

UNKNOWN_ADDRESS = "0.0.0.0"  # noqa: S104 - stands for "not told", nothing listens on it
DEVICE_COOKIE = "fukkyu_device"
DEVICE_SALT = "accounts.device"
DEVICE_AGE = 365 * 24 * 3600  # seconds


def client_address(request: HttpRequest) -> str:
    """Return the address that connected to us, or to the outermost proxy that we trust.

    A proxy appends the address it was called from, so only the last TRUSTED_PROXY_COUNT entries
    of X-Forwarded-For are worth anything; whatever a caller writes in front of them is not read.
    """
    told = [part.strip() for part in request.headers.get("x-forwarded-for", "").split(",")]
    trusted = settings.TRUSTED_PROXY_COUNT
    by_proxy = told[-trusted] if 0 < trusted <= len(told) else ""
    return _address(by_proxy) or _address(request.META.get("REMOTE_ADDR", "")) or UNKNOWN_ADDRESS


def known_device(request: HttpRequest, email: str) -> str | None:
    """Return the name of this browser if the person has signed in with it before."""
    cookie = request.get_signed_cookie(DEVICE_COOKIE, default="", salt=DEVICE_SALT)
    person, _colon, name = (cookie or "").partition(":")
    return name if person == _fingerprint(email) else None


def remember_device(request: HttpRequest, response: HttpResponse, email: str) -> None:
    """Let this browser be known next time, so that strangers who guess cannot lock it out."""
    name = known_device(request, email) or token_urlsafe(12)
    response.set_signed_cookie(
        DEVICE_COOKIE,
        f"{_fingerprint(email)}:{name}",
        salt=DEVICE_SALT,
        max_age=DEVICE_AGE,
        secure=settings.IS_HTTPS,
        httponly=True,
        samesite="Lax",
    )


def _address(text: str) -> str:
    try:
        return str(ip_address(text))
    except ValueError:
        return ""


def _fingerprint(email: str) -> str:
    return sha256(email.lower().encode()).hexdigest()[:20]
