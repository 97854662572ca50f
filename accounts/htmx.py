"""When a page is asked for as a fragment."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails


class HtmxHttpRequest(HttpRequest):
    """A request that django-htmx has looked at."""

    htmx: HtmxDetails


def wants_fragment(request: HttpRequest) -> bool:
    """Return True when htmx asks for a piece: not for boosted links, not for history restores."""
    htmx: HtmxDetails = request.htmx  # type: ignore[attr-defined]  # set by django-htmx
    return bool(htmx) and not htmx.boosted and not htmx.history_restore_request
