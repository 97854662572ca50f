"""The controls of the sample company: its story plays, pauses, steps, jumps and begins again."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import WorkspaceRequest, workspace_view
from accounts.enums import EVERYBODY
from procurement.operations import sample
from reconciliation.operations.sample import FILES
from reconciliation.views import downloads
from tracker.sources import sample as server
from tracker.sources.sample import SampleServerError

ACTIONS = ("play", "pause", "step", "jump")


@require_http_methods(["GET", "POST"])
@workspace_view(EVERYBODY)
def sample_control(request: WorkspaceRequest) -> HttpResponse:
    """Show where the story stands, and do what a button asks; other companies have no story."""
    if request.method == "POST" and request.workspace.is_sample:
        _act(request)
        return redirect("sample-control", request.workspace.slug)
    state = _state() if request.workspace.is_sample else None
    context = {"state": state, "files": FILES if request.workspace.is_sample else ()}
    return render(request, "procurement/sample_control.html", context)


@require_GET
@workspace_view(EVERYBODY)
def sample_file(request: WorkspaceRequest, sample_name: str) -> HttpResponse:
    """Hand out one of the sample's files, to be looked at and imported by hand."""
    found = next((each for each in FILES if each.name == sample_name), None)
    if found is None:
        raise Http404
    return downloads.attachment([found.path.read_bytes()], name=found.label)


def _act(request: WorkspaceRequest) -> None:
    action = request.POST.get("action", "")
    try:
        if action == "reset":
            server.tell(settings.SAMPLE_PORT, {"action": "reset"}, token=sample.control_token())
            sample.reset(now=timezone.now())
            messages.success(request, _("The sample begins again from its first day."))
        elif action in ACTIONS:
            command = {"action": action, "to": request.POST.get("to", "")}
            server.tell(settings.SAMPLE_PORT, command, token=sample.control_token())
    except SampleServerError as error:
        words = _("The sample's notice server did not do that: %(error)s")
        messages.error(request, words % {"error": error})


def _state() -> dict[str, Any] | None:
    """Return where the story stands, with real moments; None when its server is silent."""
    try:
        state = server.ask(settings.SAMPLE_PORT)
    except SampleServerError:
        return None
    for event in (*state["events"], *filter(None, [state["next_event"]])):
        event["told_at"] = datetime.fromisoformat(event["at"])
    return state | {"story_at": datetime.fromisoformat(state["moment"])}
