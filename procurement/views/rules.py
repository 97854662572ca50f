"""Minimum operation: the emergency rules that hold, and the board of what is bought elsewhere."""

from decimal import Decimal

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import WorkspaceRequest, workspace_view
from accounts.enums import EVERYBODY
from accounts.forms.strict import posted
from procurement.domain.minimum_operation import UnfitRuleError, next_order_day, overdue
from procurement.enums import BUYERS, RULE_MAKERS, EmergencyKind
from procurement.forms.response import ReasonForm, ReturnForm, RuleForm
from procurement.models import EmergencyRule, SupplyAlarm
from procurement.operations import alarms, rules, switching
from procurement.operations.rules import AlreadyWithdrawnError, RuleWish, plain_rules
from procurement.operations.switching import NotReadyError
from procurement.views.lookup import rule_of, switched_of


@require_http_methods(["GET", "POST"])
@workspace_view(EVERYBODY, writers=RULE_MAKERS)
def rule_list(request: WorkspaceRequest) -> HttpResponse:
    is_post = request.method == "POST"
    own = {"workspace": request.workspace}
    form = posted(RuleForm, request, **own) if is_post else RuleForm(**own)
    if is_post and form.is_valid() and _start(request, form):
        messages.success(request, _("The rule holds."))
        return redirect("procurement:rule-list", request.workspace.slug)
    today = timezone.localdate()
    plain = plain_rules(request.workspace)
    late = {rule.key for rule in overdue(plain, today)}
    rows = EmergencyRule.objects.in_workspace(request.workspace).standing()
    related = rows.select_related("owner", "supplier").order_by("ends_on", "pk")
    context = {
        "form": form,
        "rules": [(row, row.pk in late) for row in related],
        "next_order_on": next_order_day(plain, today),
        "may_rule": request.membership.role in RULE_MAKERS,
    }
    return render(
        request, "procurement/rule_list.html", context, status=422 if form.is_bound else 200
    )


@require_POST
@workspace_view(RULE_MAKERS)
def rule_withdraw(request: WorkspaceRequest, rule_id: int) -> HttpResponse:
    rule = rule_of(request, rule_id)
    form = posted(ReasonForm, request)
    if not form.is_valid():
        messages.error(request, _("Say why the rule ends, so that it can be followed later."))
        return redirect("procurement:rule-list", request.workspace.slug)
    try:
        rules.withdraw_rule(
            rule, by=request.membership, reason=form.cleaned_data["reason"], now=timezone.now()
        )
        messages.success(request, _("The rule is withdrawn."))
    except AlreadyWithdrawnError:
        messages.info(request, _("Somebody has withdrawn the rule before."))
    return redirect("procurement:rule-list", request.workspace.slug)


@require_GET
@workspace_view(EVERYBODY)
def switch_board(request: WorkspaceRequest) -> HttpResponse:
    rows = switching.board(request.workspace, now=timezone.now())
    context = {"rows": rows, "may_buy": request.membership.role in BUYERS}
    return render(request, "procurement/switch_board.html", context)


@require_POST
@workspace_view(BUYERS)
def switch_check(request: WorkspaceRequest, switched_id: int) -> HttpResponse:
    row = switched_of(request, switched_id)
    form = posted(ReturnForm, request)
    form.is_valid()
    said = dict(form.cleaned_data)
    goes_back = said.pop("goes_back")
    now = timezone.now()
    switching.record_checks(row, said, by=request.membership, now=now)
    try:
        if goes_back:
            switching.send_back(row, by=request.membership, now=now)
            messages.success(request, _("The item is bought at its own supplier again."))
    except NotReadyError as error:
        missing = "、".join(str(bar.label) for bar in error.plan.bars)
        messages.error(request, _("Not yet: %(missing)s") % {"missing": missing})
    return redirect("procurement:switch-board", request.workspace.slug)


@require_http_methods(["GET", "POST"])
@workspace_view(EVERYBODY, writers=BUYERS)
def double_supply(request: WorkspaceRequest) -> HttpResponse:
    if request.method == "POST":
        found = alarms.look(request.workspace, now=timezone.now())
        messages.success(request, _("Compared. New alarms: %(count)s") % {"count": len(found)})
        return redirect("procurement:double-supply", request.workspace.slug)
    rows = SupplyAlarm.objects.in_workspace(request.workspace)
    open_ones = list(rows.open().order_by("-found_at", "-pk"))
    context = {
        "open": [(alarm, name) for alarm, name in alarms.with_names(request.workspace, open_ones)],
        "closed": rows.exclude(closed_at=None).order_by("-closed_at", "-pk")[:20],
        "may_buy": request.membership.role in BUYERS,
    }
    return render(request, "procurement/double_supply.html", context)


@require_POST
@workspace_view(BUYERS)
def alarm_close(request: WorkspaceRequest, alarm_id: int) -> HttpResponse:
    rows = SupplyAlarm.objects.in_workspace(request.workspace).select_related("workspace")
    alarm = get_object_or_404(rows, pk=alarm_id)
    form = posted(ReasonForm, request)
    if form.is_valid():
        try:
            reason = form.cleaned_data["reason"]
            alarms.close(alarm, reason=reason, by=request.membership, now=timezone.now())
            messages.success(request, _("The alarm is closed."))
        except alarms.AlreadyClosedError:
            messages.info(request, _("Somebody has closed the alarm before."))
    else:
        messages.error(request, _("Say what was done, so that it can be followed later."))
    return redirect("procurement:double-supply", request.workspace.slug)


def _start(request: WorkspaceRequest, form: RuleForm) -> bool:
    """Make the rule. False: it lacks something, and the form says what."""
    said = form.cleaned_data
    wish = RuleWish(
        kind=EmergencyKind(said["kind"]),
        starts_on=said["starts_on"],
        ends_on=said["ends_on"],
        owner=said["owner"],
        supplier=said["supplier"],
        amount=said["amount"],
        weekdays=frozenset(said["weekdays"]),
        ratio=said["ratio"] or Decimal(1),
    )
    try:
        rules.start_rule(request.workspace, wish, by=request.membership, now=timezone.now())
    except UnfitRuleError:
        form.add_error(
            None,
            _(
                "The rule lacks something: an amount for a threshold or allowance, two weekdays "
                "for order days, more than one time for stock, and an end after its start."
            ),
        )
        return False
    return True
