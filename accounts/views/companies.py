"""The switcher, a new company, and a company's settings."""

from typing import cast
from zoneinfo import available_timezones

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts import waiting
from accounts.access import WorkspaceRequest, workspace_view
from accounts.enums import ADMINISTRATORS, EVERYBODY
from accounts.forms.company import CompanyForm, CompanySettingsForm
from accounts.forms.strict import posted
from accounts.models import Membership, User
from accounts.operations import workspaces


@require_safe
@login_required
def company_list(request: HttpRequest) -> HttpResponse:
    user = cast(User, request.user)
    memberships = list(
        Membership.objects.current()
        .filter(user=user)
        .select_related("workspace", "user")
        .order_by("workspace__name", "pk")
    )
    counts = waiting.counts(user, [membership.workspace for membership in memberships])
    rows = [(membership, counts[membership.workspace_id]) for membership in memberships]
    return render(request, "accounts/company_list.html", {"rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def company_add(request: HttpRequest) -> HttpResponse:
    form = posted(CompanyForm, request) if request.method == "POST" else CompanyForm()
    if request.method == "POST" and form.is_valid():
        company = workspaces.create(
            name=form.cleaned_data["name"],
            colour=form.cleaned_data["colour"],
            by=cast(User, request.user),
            now=timezone.now(),
        )
        return redirect(company.path)
    return render(request, "accounts/company_add.html", {"form": form}, status=_status(form))


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_view(EVERYBODY, writers=ADMINISTRATORS)
def company_settings(request: WorkspaceRequest) -> HttpResponse:
    if request.method != "POST":
        form = CompanySettingsForm(instance=request.workspace)
        return _settings_page(request, form)
    form = posted(CompanySettingsForm, request, instance=request.workspace)
    if not form.is_valid():
        request.workspace.refresh_from_db()  # the frame shows what is true, the form what was typed
        return _settings_page(request, form)
    workspaces.change_settings(form.instance, by=request.user, now=timezone.now())
    messages.success(request, _("The company's settings are saved."))
    return redirect("accounts:settings", slug=request.workspace.slug)


def _settings_page(request: WorkspaceRequest, form: CompanySettingsForm) -> HttpResponse:
    told = {
        "form": form,
        "zones": sorted(available_timezones()),
        "may_change": request.membership.role in ADMINISTRATORS,
    }
    return render(request, "accounts/company_settings.html", told, status=_status(form))


def _status(form: CompanyForm | CompanySettingsForm) -> int:
    return 422 if form.errors else 200
