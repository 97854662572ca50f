"""What was told to a person in one company."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.access import WorkspaceRequest, workspace_view
from accounts.enums import EVERYBODY
from accounts.models import Message
from accounts.operations import messages as messages_

PER_PAGE = 50


@require_safe
@workspace_view(EVERYBODY)
def message_list(request: WorkspaceRequest) -> HttpResponse:
    """Unread messages first, newest first."""
    messages = Message.objects.filter(recipient=request.user, workspace=request.workspace)
    page = Paginator(messages.unread_first(), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "accounts/message_list.html", {"page": page})


@require_POST
@workspace_view(EVERYBODY)
def message_open(request: WorkspaceRequest, message_id: int) -> HttpResponse:
    """Mark as read and go to the screen that the message is about."""
    own = Message.objects.filter(recipient=request.user, workspace=request.workspace)
    message = get_object_or_404(own, pk=message_id)
    messages_.mark_read(message, now=timezone.now())
    return redirect(message.path)


@require_POST
@workspace_view(EVERYBODY)
def message_read_all(request: WorkspaceRequest) -> HttpResponse:
    messages_.mark_all_read(request.user, request.workspace, now=timezone.now())
    return redirect("accounts:message-list", slug=request.workspace.slug)
