"""Whether anybody is watching, shown on every page."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from tracker.operations import watch


def watch_health(request: HttpRequest) -> dict[str, Any]:
    """Return the health of the workspace in the address; nothing outside workspaces."""
    workspace = getattr(request, "workspace", None)
    if workspace is None:
        return {}
    return {"watch_health": watch.health(workspace, now=timezone.now())}
