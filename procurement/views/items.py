"""Items with their stock and alternates, and the offers for them."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import WorkspaceRequest, workspace_view
from accounts.enums import EVERYBODY
from accounts.forms.strict import posted
from procurement.enums import BUYERS
from procurement.forms.items import ItemFilterForm, ItemForm, OfferForm
from procurement.models import Item, Offer
from procurement.operations import items, reorders
from procurement.views.lookup import item_of, offer_of

PER_PAGE = 50
MOST = 2000  # items whose lacks are looked for; larger companies narrow by class first


@require_GET
@workspace_view(EVERYBODY)
def item_list(request: WorkspaceRequest) -> HttpResponse:
    form = ItemFilterForm(request.GET or None)
    said = form.cleaned_data if form.is_valid() else {}
    rows = _narrowed(Item.objects.in_workspace(request.workspace), said).order_by(
        "item_class", "name", "pk"
    )
    today = timezone.localdate()
    if lack := said.get("lack", ""):
        rows = rows.filter(pk__in=_lacking(request, rows, lack))
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    shown = list(page.object_list)
    context = {
        "form": form,
        "page": page,
        "standings": items.standings(request.workspace, shown, today=today, on_order={}),
        "is_filtered": any(said.values()),
        "may_buy": request.membership.role in BUYERS,
    }
    return render(request, "procurement/item_list.html", context)


@require_GET
@workspace_view(EVERYBODY)
def item_detail(request: WorkspaceRequest, item_id: int) -> HttpResponse:
    item = item_of(request, item_id)
    today = timezone.localdate()
    lines = items.open_lines_of(item)
    counted = {item.pk: items.on_order(lines)}
    offers = item.offers.select_related("supplier__terms").order_by("kinship", "pack_price", "pk")
    levels = reorders.levels_of({offer.supplier for offer in offers})
    context = {
        "item": item,
        "standing": items.standings(request.workspace, [item], today=today, on_order=counted)[0],
        "on_order": counted[item.pk],
        "lines": lines,
        "offers": [(offer, levels.get(offer.supplier_id, reorders.NO_LEVEL)) for offer in offers],
        "may_buy": request.membership.role in BUYERS,
    }
    return render(request, "procurement/item_detail.html", context)


@require_http_methods(["GET", "POST"])
@workspace_view(BUYERS)
def item_add(request: WorkspaceRequest) -> HttpResponse:
    return _item_form(request, Item(workspace=request.workspace))


@require_http_methods(["GET", "POST"])
@workspace_view(BUYERS)
def item_edit(request: WorkspaceRequest, item_id: int) -> HttpResponse:
    return _item_form(request, item_of(request, item_id))


@require_http_methods(["GET", "POST"])
@workspace_view(BUYERS)
def offer_add(request: WorkspaceRequest, item_id: int) -> HttpResponse:
    return _offer_form(request, item_of(request, item_id), Offer())


@require_http_methods(["GET", "POST"])
@workspace_view(BUYERS)
def offer_edit(request: WorkspaceRequest, offer_id: int) -> HttpResponse:
    offer = offer_of(request, offer_id)
    return _offer_form(request, offer.item, offer)


def _lacking(request: WorkspaceRequest, rows: QuerySet[Item], lack: str) -> list[int]:
    """Return ids of items that lack alternates or stock."""
    today = timezone.localdate()
    found = items.standings(request.workspace, rows[:MOST], today=today, on_order={})
    wanted = [s for s in found if (s.lacks_alternates if lack == "alternates" else s.is_short)]
    return [standing.item.pk for standing in wanted]


def _narrowed(rows: QuerySet[Item], said: dict[str, str]) -> QuerySet[Item]:
    if word := said.get("q"):
        rows = rows.filter(Q(name__icontains=word) | Q(code__icontains=word))
    if item_class := said.get("item_class"):
        rows = rows.filter(item_class=item_class)
    return rows


def _item_form(request: WorkspaceRequest, item: Item) -> HttpResponse:
    own: dict[str, Any] = {"instance": item, "workspace": request.workspace}
    is_post = request.method == "POST"
    form = posted(ItemForm, request, **own) if is_post else ItemForm(**own)
    if is_post and form.is_valid():
        _save(request, form)
        return redirect("procurement:item-detail", request.workspace.slug, item.pk)
    context = {"form": form, "item": item}
    return render(request, "procurement/item_form.html", context, status=422 if is_post else 200)


def _offer_form(request: WorkspaceRequest, item: Item, offer: Offer) -> HttpResponse:
    own: dict[str, Any] = {"instance": offer, "item": item}
    is_post = request.method == "POST"
    form = posted(OfferForm, request, **own) if is_post else OfferForm(**own)
    if is_post and form.is_valid():
        _save(request, form)
        return redirect("procurement:item-detail", request.workspace.slug, item.pk)
    context = {"form": form, "item": item, "offer": offer}
    return render(request, "procurement/offer_form.html", context, status=422 if is_post else 200)


def _save(request: WorkspaceRequest, form: ItemForm | OfferForm) -> None:
    row = form.save(commit=False)
    changed = {name: form.initial.get(name) for name in form.changed_data}
    items.save(row, changed, by=request.membership, now=timezone.now())
    messages.success(request, _("Saved."))
