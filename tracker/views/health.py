"""The health chip's own address."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.access import WorkspaceRequest, workspace_view
from accounts.enums import EVERYBODY


@require_GET
@workspace_view(EVERYBODY)
def health_chip(request: WorkspaceRequest) -> HttpResponse:
    return render(request, "tracker/_health_chip.html")
