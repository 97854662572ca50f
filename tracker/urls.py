from django.urls import path

from tracker.views import (
    changes,
    claims,
    company_days,
    disruption_steps,
    disruptions,
    exchange,
    feeds,
    finding,
    following,
    health,
    home,
    intake,
    mailboxes,
    planned_feed,
    records,
    recovery,
    recovery_acts,
    snapshots,
    sources,
    suppliers,
    timeline,
    window_steps,
    windows,
)

app_name = "tracker"
supplier = "suppliers/<int:supplier_id>/"
disruption = "disruptions/<int:disruption_id>/"
urlpatterns = [
    path("", home.today, name="today"),
    path("find/", finding.find, name="find"),
    path("health/", health.health_chip, name="health-chip"),
    # --- suppliers ---
    path("suppliers/", suppliers.supplier_list, name="supplier-list"),
    path("suppliers/add/", suppliers.supplier_add, name="supplier-add"),
    path(supplier, timeline.supplier_detail, name="supplier-detail"),
    path(f"{supplier}edit/", suppliers.supplier_edit, name="supplier-edit"),
    path(f"{supplier}archive/", suppliers.supplier_archive, name="supplier-archive"),
    path(f"{supplier}restore/", suppliers.supplier_restore, name="supplier-restore"),
    path(f"{supplier}print/", timeline.supplier_print, name="supplier-print"),
    path(f"{supplier}records/add/", records.record_add, name="record-add"),
    path(f"{supplier}records/<int:record_id>/", records.record_detail, name="record-detail"),
    path(f"{supplier}feed/revoke/", feeds.feed_revoke, name="feed-revoke"),
    path("feeds/<str:feed_token>/timeline.atom", feeds.timeline_feed, name="timeline-feed"),
    # --- disruptions ---
    path("disruptions/", disruptions.disruption_list, name="disruption-list"),
    path(f"{supplier}disruptions/open/", disruptions.disruption_open, name="disruption-open"),
    path(
        "disruptions/<int:disruption_id>/close/",
        disruptions.disruption_close,
        name="disruption-close",
    ),
    path(
        "disruptions/<int:disruption_id>/",
        disruptions.disruption_detail,
        name="disruption-detail",
    ),
    path(
        "disruptions/<int:disruption_id>/steps/<slug:step>/",
        disruption_steps.disruption_step,
        name="disruption-step",
    ),
    path("proposals/<int:proposal_id>/", disruption_steps.proposal_detail, name="proposal-detail"),
    # --- what was read ---
    path("claims/", claims.claim_list, name="claim-list"),
    path("claims/corrections.zip", claims.correction_export, name="correction-export"),
    path("claims/<int:claim_id>/review/", claims.claim_review, name="claim-review"),
    path("claims/<int:claim_id>/undo/", claims.claim_undo, name="claim-undo"),
    path("readings/<int:reading_id>/", claims.reading_detail, name="reading-detail"),
    # --- how far a supplier has recovered ---
    path(f"{supplier}recovery/", recovery.recovery_detail, name="recovery"),
    path(f"{supplier}recovery/decide/", recovery.recovery_decide, name="recovery-decide"),
    path(f"{supplier}overrides/add/", recovery_acts.override_set, name="override-set"),
    path("overrides/<int:override_id>/end/", recovery_acts.override_end, name="override-end"),
    path(f"{supplier}test-orders/add/", recovery_acts.check_add, name="check-add"),
    path("test-orders/<int:check_id>/", recovery_acts.check_note, name="check-note"),
    path(f"{supplier}facts/add/", recovery_acts.fact_add, name="fact-add"),
    path(f"{disruption}attack/", recovery_acts.attack_mark, name="attack-mark"),
    path(f"{disruption}exceptions/add/", recovery_acts.exception_add, name="exception-add"),
    path(
        "exceptions/<int:exception_id>/settle/",
        recovery_acts.exception_settle,
        name="exception-settle",
    ),
    path(
        f"{disruption}verifications/add/", recovery_acts.verification_add, name="verification-add"
    ),
    # --- planned stops ---
    path("windows/", windows.window_list, name="window-list"),
    path("windows/add/", windows.window_add, name="window-add"),
    path("windows/days/", company_days.company_day_list, name="company-day-list"),
    path(
        "windows/days/<int:day_id>/remove/",
        company_days.company_day_remove,
        name="company-day-remove",
    ),
    path("windows/feed/revoke/", planned_feed.planned_feed_revoke, name="planned-feed-revoke"),
    path("feeds/<str:calendar_token>/planned.ics", planned_feed.planned_feed, name="planned-feed"),
    path("windows/tasks/<int:task_id>/", window_steps.task_step, name="task-step"),
    path("windows/<int:window_id>/", windows.window_detail, name="window-detail"),
    path("windows/<int:window_id>/edit/", windows.window_edit, name="window-edit"),
    path(
        "windows/<int:window_id>/steps/<slug:move>/", window_steps.window_step, name="window-step"
    ),
    path("windows/<int:window_id>/slots/add/", window_steps.slot_add, name="slot-add"),
    path(
        "windows/<int:window_id>/slots/<int:slot_id>/remove/",
        window_steps.slot_remove,
        name="slot-remove",
    ),
    # --- what pages said ---
    path(f"{supplier}changes/<int:change_id>/", changes.change_detail, name="change-detail"),
    path("pages/<int:page_id>/compare/", changes.compare, name="compare"),
    path("snapshots/<int:snapshot_id>/", snapshots.snapshot_detail, name="snapshot-detail"),
    path("snapshots/<int:snapshot_id>/raw/", snapshots.snapshot_raw, name="snapshot-raw"),
    # --- sources ---
    path(f"{supplier}sources/add/", following.source_add, name="source-add"),
    path(f"{supplier}mailboxes/add/", mailboxes.mailbox_add, name="mailbox-add"),
    path("mailboxes/<int:mailbox_id>/edit/", mailboxes.mailbox_edit, name="mailbox-edit"),
    path(f"{supplier}notices/paste/", intake.notice_paste, name="notice-paste"),
    path(f"{supplier}notices/upload/", intake.notice_upload, name="notice-upload"),
    path("sources/<int:source_id>/read/", intake.source_read, name="source-read"),
    path("reads/<int:read_id>/", intake.read_state, name="read-state"),
    path("sources/", sources.source_list, name="source-list"),
    path("sources/import/", exchange.source_import, name="source-import"),
    path("sources/export/<slug:form>/", exchange.source_export, name="source-export"),
    path("sources/<int:source_id>/edit/", sources.source_edit, name="source-edit"),
    path("sources/<int:source_id>/end/", sources.source_end, name="source-end"),
    path("sources/<int:source_id>/", sources.source_detail, name="source-detail"),
    path("sources/<int:source_id>/ignored/", changes.ignored_list, name="ignored-list"),
]
