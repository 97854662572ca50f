"""What a company does about a disruption, under /w/<slug>/."""

from django.urls import path

from procurement.views import (
    alternates,
    approvals,
    baskets,
    catalogue,
    checklists,
    deputies,
    errands,
    items,
    rooms,
    routes,
    rules,
    substitutes,
)

app_name = "procurement"
room = "disruptions/<int:disruption_id>/room/"
urlpatterns = [
    # --- approvals ---
    path("approvals/", approvals.approval_list, name="approval-list"),
    path("approvals/routes/", routes.route_list, name="route-list"),
    path("approvals/routes/add/", routes.route_add, name="route-add"),
    path("approvals/routes/<int:route_id>/", routes.route_edit, name="route-edit"),
    path("approvals/routes/<int:route_id>/end/", routes.route_end, name="route-end"),
    path("approvals/policy/", routes.policy_set, name="policy-set"),
    path("approvals/budgets/", routes.budget_list, name="budget-list"),
    path("approvals/deputies/", deputies.deputy_list, name="deputy-list"),
    path(
        "approvals/deputies/<int:deputy_id>/revoke/", deputies.deputy_revoke, name="deputy-revoke"
    ),
    path("approvals/<int:request_id>/", approvals.approval_detail, name="approval-detail"),
    path("approvals/<int:request_id>/slip/", approvals.approval_slip, name="approval-slip"),
    path("approvals/mail/<str:mark>/", approvals.approval_from_mail, name="approval-from-mail"),
    path(
        "approvals/<int:request_id>/take-back/",
        approvals.approval_take_back,
        name="approval-take-back",
    ),
    # --- one disruption ---
    path(room, rooms.room, name="room"),
    path(f"{room}sheet/", rooms.situation_sheet, name="situation-sheet"),
    path(f"{room}judge/", rooms.room_judge, name="room-judge"),
    path(f"{room}prepare/", rooms.room_prepare, name="room-prepare"),
    path(f"{room}take/", rooms.room_take, name="room-take"),
    # --- items, offers, suppliers compared ---
    path("items/", items.item_list, name="item-list"),
    path("items/add/", items.item_add, name="item-add"),
    path("items/import/", catalogue.catalogue_upload, name="catalogue-upload"),
    path(
        "items/import/<str:catalogue_kind>/<int:file_id>/",
        catalogue.catalogue_check,
        name="catalogue-check",
    ),
    path("items/<int:item_id>/", items.item_detail, name="item-detail"),
    path("items/<int:item_id>/edit/", items.item_edit, name="item-edit"),
    path("items/<int:item_id>/offers/add/", items.offer_add, name="offer-add"),
    path("offers/<int:offer_id>/", items.offer_edit, name="offer-edit"),
    path("alternates/", alternates.supplier_compare, name="supplier-compare"),
    path("suppliers/<int:supplier_id>/terms/", alternates.terms_edit, name="terms-edit"),
    # --- long work ---
    path("work/<int:errand_id>/", errands.errand_detail, name="errand-detail"),
    path(f"{room}basket/", baskets.basket_choose, name="basket-choose"),
    path("work/<int:errand_id>/draft/", baskets.basket_draft, name="basket-draft"),
    path("work/<int:errand_id>/cancel/", errands.errand_cancel, name="errand-cancel"),
    # --- one order ---
    path("checklists/", checklists.checklist_list, name="checklist-list"),
    path("checklists/<int:checklist_id>/", checklists.checklist_detail, name="checklist-detail"),
    path("follow-ups/<int:follow_up_id>/told/", checklists.department_told, name="department-told"),
    path("orders/<int:order_id>/substitute/", substitutes.substitute_add, name="substitute-add"),
    path(
        "substitutes/<int:substitute_id>/", substitutes.substitute_detail, name="substitute-detail"
    ),
    path(
        "substitutes/<int:substitute_id>/order/",
        substitutes.substitute_dispatch,
        name="substitute-dispatch",
    ),
    path(
        "substitutes/<int:substitute_id>/sheet.<str:form>",
        substitutes.substitute_sheet,
        name="substitute-sheet",
    ),
    path(
        "substitutes/<int:substitute_id>/print/",
        substitutes.substitute_print,
        name="substitute-print",
    ),
    # --- while it lasts ---
    path("rules/", rules.rule_list, name="rule-list"),
    path("rules/<int:rule_id>/withdraw/", rules.rule_withdraw, name="rule-withdraw"),
    path("switching/", rules.switch_board, name="switch-board"),
    path("switching/<int:switched_id>/", rules.switch_check, name="switch-check"),
    path("double-supply/", rules.double_supply, name="double-supply"),
    path("double-supply/<int:alarm_id>/close/", rules.alarm_close, name="alarm-close"),
]
