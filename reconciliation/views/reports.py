"""The month, the refunds awaited, and the queue as a file."""

from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from accounts.access import WorkspaceRequest, workspace_view
from accounts.enums import EVERYBODY
from reconciliation.domain.charts import Measure, bars, waterfall
from reconciliation.enums import PaymentMethod
from reconciliation.forms.matching import LIST_NAMES, QueueForm
from reconciliation.models import ExpectedRefund
from reconciliation.operations import exporting, month, queues
from reconciliation.templatetags.ledger import money
from reconciliation.views import downloads
from reconciliation.views.wanted import wanted_of

PER_PAGE = 50
AGE_NAMES = (
    *(gettext_lazy("up to 30 days"), gettext_lazy("31 to 60 days"), gettext_lazy("61 to 90 days")),
    *(gettext_lazy("more than 90 days"), gettext_lazy("without a date")),
)
USUAL_DELAYS = {
    PaymentMethod.BANK: gettext_lazy("a few working days after the supplier's run"),
    PaymentMethod.DIRECT_DEBIT: gettext_lazy("a few working days after the supplier's run"),
    PaymentMethod.CARD: gettext_lazy("one or two card statements"),
    PaymentMethod.POINTS: gettext_lazy("at once, when the points system runs"),
}


@require_GET
@workspace_view(EVERYBODY)
def month_view(request: WorkspaceRequest) -> HttpResponse:
    first = _month(request)
    told = month.month_of(request.workspace, first)
    today = timezone.localdate()
    form = QueueForm(request.GET)
    form.is_valid()
    context = {
        "month": told,
        "title": f"{first:%Y-%m}",
        "previous": f"{month.previous_month(first):%Y-%m}",
        "next": f"{month.next_month(first):%Y-%m}",
        "form": form,
        "flow": _flow(told),
        "ageing": _ageing(request, today),
        "exposure": _exposure(request),
        "refunds": _refunds(request),
        "tab": "month",
    }
    return render(request, "reconciliation/month.html", context)


def _month(request: WorkspaceRequest) -> date:
    try:
        return date.fromisoformat(f"{request.GET.get('month', '')}-01")
    except ValueError:
        return timezone.localdate().replace(day=1)


def _flow(told: month.Month) -> dict[str, Any]:
    measures = [
        Measure(_("Ordered lines"), told.line_count),
        Measure(_("Without open discrepancy"), told.matched_count, "good"),
        Measure(_("Settled by people"), told.settled_lines, "soft"),
        Measure(_("Open"), told.open_lines, "bad"),
    ]
    title = _("%(percent)s%% of the lines agree; %(open)s are open.") % {
        "percent": "―" if told.matched_percent is None else told.matched_percent,
        "open": f"{told.open_lines:,}",
    }
    return {"title": title, "chart": bars(measures), "unit": _("Lines"), "is_money": False}


def _ageing(request: WorkspaceRequest, today: date) -> dict[str, Any]:
    ages = queues.ages(request.workspace, today=today)
    measures = [
        Measure(str(name), amount, "bad" if place == len(queues.AGES) else "")
        for place, (name, amount) in enumerate(zip(AGE_NAMES, ages.amounts, strict=True))
    ]
    old = ages.amounts[len(queues.AGES)]
    title = _("%(amount)s has been open for more than 90 days.") % {"amount": money(old)}
    return {"title": title, "chart": bars(measures), "unit": _("Amount"), "is_money": True}


def _exposure(request: WorkspaceRequest) -> dict[str, Any]:
    names = {**dict(LIST_NAMES), "others": _("Others")}
    parts = month.exposure(request.workspace)
    measures = [Measure(str(names[name]), amount) for name, amount in parts[:-1]]
    total = parts[-1][1]
    largest = max(measures, key=lambda each: each.value)
    title = _("%(total)s is open; the largest part is: %(name)s.") % {
        "total": money(total),
        "name": largest.label,
    }
    chart = waterfall([*measures, Measure(_("Open in total"), total, "bad")])
    return {"title": title, "chart": chart, "unit": _("Amount"), "is_money": True}


def _refunds(request: WorkspaceRequest) -> dict[str, Any]:
    rows = month.refund_calendar(request.workspace)
    measures = [
        Measure(f"{day:%Y-%m}" if day else _("No day promised"), total, "" if day else "bad")
        for day, _count, total in rows
    ]
    total = sum(measure.value for measure in measures)
    title = _("%(amount)s of refunds is awaited.") % {"amount": money(total)}
    return {"title": title, "chart": bars(measures), "unit": _("Amount"), "is_money": True}


@require_GET
@workspace_view(EVERYBODY)
def refund_list(request: WorkspaceRequest) -> HttpResponse:
    awaited = ExpectedRefund.objects.filter(workspace=request.workspace, short_amount__gt=0)
    awaited = awaited.select_related("supplier", "order").order_by("promised_by", "pk")
    page = Paginator(awaited, PER_PAGE).get_page(request.GET.get("page"))
    ways = month.carriers(list(page))
    form = QueueForm(request.GET)
    form.is_valid()
    context = {
        "page": page,
        "rows": [_refund_row(each, ways.get(each.pk)) for each in page],
        "today": timezone.localdate(),
        "form": form,
        "tab": "refund_ledger",
    }
    return render(request, "reconciliation/refund_list.html", context)


def _refund_row(
    refund: ExpectedRefund, way: PaymentMethod | None
) -> tuple[ExpectedRefund, PaymentMethod | None, object]:
    return refund, way, USUAL_DELAYS.get(way, "") if way else ""


@require_GET
@workspace_view(EVERYBODY)
def discrepancy_export(request: WorkspaceRequest, suffix: str) -> HttpResponse:
    form = QueueForm(request.GET)
    form.is_valid()
    found = queues.select(request.workspace, wanted_of(request, form)).order_by("-amount", "-pk")
    name = f"discrepancies-{request.workspace.slug}-{timezone.localdate():%Y-%m-%d}.{suffix}"
    if suffix == "csv":
        kind = "text/csv; charset=utf-8"
        return downloads.attachment(exporting.as_csv(found), name=name, content_type=kind)
    if suffix == "xlsx":
        return downloads.attachment([exporting.as_xlsx(found)], name=name)
    raise Http404
