"""What every page shows of the person and the company."""

from typing import Any

from django.http import HttpRequest

from accounts.models import User


def workspace(request: HttpRequest) -> dict[str, Any]:
    """Return the workspace in the address, the membership and the count of unread messages."""
    found = getattr(request, "workspace", None)
    if found is None or not isinstance(request.user, User):
        return {}
    unread = request.user.messages.unread().filter(workspace=found).count()
    return {"workspace": found, "membership": request.membership, "unread_count": unread}  # type: ignore[attr-defined]
