from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from accounts.access import last_company
from accounts.models import User, Workspace


@require_safe
@login_required
def home(request: HttpRequest) -> HttpResponse:
    """Go to the company that was shown last, to the only one there is, or to the list."""
    companies = list(Workspace.objects.of(cast(User, request.user)).order_by("pk")[:50])
    last = [company for company in companies if company.slug == last_company(request)]
    if last or len(companies) == 1:
        return redirect((last or companies)[0].path)
    return redirect("accounts:company-list")
