"""Mail folders: what is entered is tried before it is saved, and the password never comes back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts.access import WorkspaceRequest, workspace_view
from accounts.enums import SOURCE_KEEPERS
from accounts.operations.audit import Actor
from tracker.enums import GATE_REASONS, FetchReason
from tracker.forms.sources import FollowingForm, MailAccessForm, MailChangeForm
from tracker.operations import mailboxes
from tracker.sources.errors import SourceError
from tracker.sources.imap import FolderState
from tracker.sources.urls import UrlError
from tracker.views.lookup import mailbox_of, posted, supplier_of
from tracker.views.refused import note_refusal, url_words


@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
@workspace_view(SOURCE_KEEPERS)
def mailbox_add(request: WorkspaceRequest, supplier_id: int) -> HttpResponse:
    """Follow a mail folder, after one sign-in has shown that it can be read."""
    supplier = supplier_of(request, supplier_id)
    form = MailAccessForm(posted(request))
    following = FollowingForm(
        posted(request),
        workspace=request.workspace,
        initial={"keeper": request.user, "interval": 5, "name": _("Forwarded mail")},
    )
    if request.method == "POST" and form.is_valid() and following.is_valid():
        start = _tried(request, form)
        if start is not None:
            actor = Actor.person(request.user)
            mailboxes.add(
                supplier,
                form.access(),
                following.following(),
                start=start,
                actor=actor,
                now=timezone.now(),
            )
            messages.success(request, _("The mail folder is read from now on."))
            return redirect("tracker:supplier-detail", request.workspace.slug, supplier.pk)
    context = {"form": form, "following": following, "supplier": supplier}
    status = 422 if form.is_bound else 200
    return render(request, "tracker/mailbox_add.html", context, status=status)


@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
@workspace_view(SOURCE_KEEPERS)
def mailbox_edit(request: WorkspaceRequest, mailbox_id: int) -> HttpResponse:
    mailbox = mailbox_of(request, mailbox_id)
    source = mailbox.source
    form = MailChangeForm(posted(request), kept=mailboxes.access_of(mailbox))
    if request.method == "POST" and form.is_valid():
        start = _tried(request, form)
        if start is not None:
            actor, now = Actor.person(request.user), timezone.now()
            mailboxes.change(mailbox, form.access(), start=start, actor=actor, now=now)
            messages.success(request, _("Saved."))
            return redirect("tracker:source-detail", request.workspace.slug, source.pk)
    context = {"form": form, "source": source, "supplier": source.supplier}
    status = 422 if form.is_bound else 200
    return render(request, "tracker/mailbox_edit.html", context, status=status)


def _tried(request: WorkspaceRequest, form: MailAccessForm) -> FolderState | None:
    """Return where the folder stands; None puts on the form why it cannot be read."""
    access = form.access()
    try:
        return mailboxes.check(access)
    except UrlError as error:
        note_refusal(request, access.server, error.problem)
        form.add_error("server", url_words(error))
    except SourceError as error:
        reason = FetchReason(error.reason)
        if reason in GATE_REASONS:
            note_refusal(request, access.server, reason)
        field = "login" if reason is FetchReason.MAIL_REFUSED else "server"
        form.add_error(field, str(reason.label))
    return None
