"""Find, go or do: the palette."""

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET
from django.views.decorators.vary import vary_on_headers

from accounts.access import WorkspaceRequest, workspace_view
from accounts.enums import EVERYBODY
from accounts.htmx import wants_fragment
from tracker.models import Source, Supplier

MOST = 8  # of each kind; the lists themselves can be filtered further


@require_GET
@workspace_view(EVERYBODY)
@vary_on_headers("HX-Request")
def find(request: WorkspaceRequest) -> HttpResponse:
    words = request.GET.get("q", "").strip()[:100]
    suppliers = Supplier.objects.in_workspace(request.workspace).active().order_by("name", "pk")
    sources = Source.objects.in_workspace(request.workspace).current().order_by("name", "pk")
    if words:
        suppliers = suppliers.filter(name__icontains=words)
        sources = sources.filter(Q(name__icontains=words) | Q(page__url__icontains=words))
    context = {
        "words": words,
        "suppliers": suppliers[:MOST],
        "sources": sources.select_related("supplier")[:MOST] if words else [],
    }
    name = "_found" if wants_fragment(request) else "find"
    return render(request, f"tracker/{name}.html", context)
