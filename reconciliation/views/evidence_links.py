"""Joining evidence: to what it speaks of, to the paper that replaces it, to the mail it came in."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import WorkspaceRequest, workspace_view
from accounts.enums import WRITERS
from reconciliation.enums import EvidenceArea, FileType
from reconciliation.forms.evidence_links import LinkForm, MailForm, ReplaceForm
from reconciliation.models import Evidence, EvidenceLink, StoredFile
from reconciliation.operations import evidence, files, mails
from reconciliation.views.lookup import evidence_of
from tracker.views.lookup import posted


@require_POST
@workspace_view(WRITERS)
def evidence_link(request: WorkspaceRequest, evidence_id: int) -> HttpResponse:
    found, now = evidence_of(request, evidence_id), timezone.now()
    form = LinkForm(request.POST, workspace=request.workspace)
    if form.is_valid():
        for target in form.targets():
            evidence.link(found, target, by=request.user, now=now)
        messages.success(request, _("The evidence is attached."))
    else:
        _tell_errors(request, form)
    return _back(request, found)


@require_POST
@workspace_view(WRITERS)
def evidence_unlink(request: WorkspaceRequest, link_id: int) -> HttpResponse:
    links = EvidenceLink.objects.filter(evidence__workspace=request.workspace)
    link = get_object_or_404(links.select_related("evidence__workspace"), pk=link_id)
    if evidence.unlink(link, by=request.user, now=timezone.now()):
        messages.success(request, _("It was taken off. That it was attached stays in the record."))
    else:
        messages.warning(request, _("It was taken off already. Nothing was changed."))
    return _back(request, link.evidence)


@require_POST
@workspace_view(WRITERS)
def evidence_replace(request: WorkspaceRequest, evidence_id: int) -> HttpResponse:
    found = evidence_of(request, evidence_id)
    form = ReplaceForm(request.POST, evidence=found)
    if not form.is_valid():
        _tell_errors(request, form)
        return _back(request, found)
    try:
        evidence.replace(
            found, by_evidence=form.cleaned_data["paper"], by=request.user, now=timezone.now()
        )
    except evidence.AlreadyReplacedError:
        messages.warning(request, _("Another paper replaces it already. Nothing was changed."))
    else:
        messages.success(request, _("Both papers are kept; the real one counts."))
    return _back(request, found)


@require_http_methods(["GET", "POST"])
@workspace_view(WRITERS)
def evidence_mail(request: WorkspaceRequest) -> HttpResponse:
    """Keep a mail and what came with it."""
    form = MailForm(posted(request), request.FILES or None, workspace=request.workspace)
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        stored = _stored(request, form, now)
        if stored.file_type == FileType.MAIL:
            return _keep(request, form, stored, now)
        form.add_error("file", _("This file is not a mail. Add it as any other evidence."))
    status = 422 if form.errors else 200
    return render(request, "reconciliation/evidence_mail.html", {"form": form}, status=status)


def _stored(request: WorkspaceRequest, form: MailForm, now: datetime) -> StoredFile:
    upload = form.cleaned_data["file"]
    return files.store(
        upload.chunks(),
        label=upload.name or "",
        workspace=request.workspace,
        by=request.user,
        now=now,
    )


def _keep(
    request: WorkspaceRequest, form: MailForm, stored: StoredFile, now: datetime
) -> HttpResponse:
    made = mails.add(
        stored,
        area=EvidenceArea(form.cleaned_data["area"]),
        supplier=form.cleaned_data["supplier"],
        targets=form.targets(),
        by=request.user,
        now=now,
    )
    count = len(made) - 1
    told = ngettext(
        "The mail is kept, with %(count)s attachment.",
        "The mail is kept, with %(count)s attachments.",
        count,
    )
    messages.success(request, told % {"count": count})
    return _back(request, made[0])


def _tell_errors(request: WorkspaceRequest, form: LinkForm | ReplaceForm) -> None:
    for errors in form.errors.values():
        for error in errors:
            messages.error(request, str(error))


def _back(request: WorkspaceRequest, found: Evidence) -> HttpResponse:
    return redirect("reconciliation:evidence-detail", request.workspace.slug, found.pk)
