from django.urls import path

from reconciliation.views import (
    evidence,
    evidence_links,
    imports,
    jobs,
    matching,
    orders,
    papers,
    reports,
    settling,
    tolerances,
    uploads,
)

app_name = "reconciliation"
paper = "orders/<int:order_id>/papers/<slug:paper>/<int:paper_id>/"
found = "matching/<int:discrepancy_id>/"
batch = "imports/<int:batch_id>/"
urlpatterns = [
    # --- orders ---
    path("orders/", orders.order_list, name="order-list"),
    path("orders/<int:order_id>/", orders.order_detail, name="order-detail"),
    path("orders/<int:order_id>/decide/", orders.order_decide, name="order-decide"),
    path(f"{paper}part/", papers.paper_part, name="paper-part"),
    path(f"{paper}join/", papers.paper_join, name="paper-join"),
    # --- imports and long work ---
    path("imports/", imports.import_list, name="import-list"),
    path("imports/add/", imports.import_add, name="import-add"),
    path(batch, imports.import_detail, name="import-detail"),
    path(f"{batch}answer/", imports.import_answer, name="import-answer"),
    path(f"{batch}apply/", imports.import_apply, name="import-apply"),
    path(f"{batch}undo/", imports.import_undo, name="import-undo"),
    path(f"{batch}discard/", imports.import_discard, name="import-discard"),
    path(f"{batch}refused.csv", imports.import_quarantine, name="import-quarantine"),
    path(f"{batch}file/", imports.import_file, name="import-file"),
    path("uploads/", uploads.upload_add, name="upload-add"),
    path("uploads/<int:upload_id>/", uploads.upload_detail, name="upload-detail"),
    path("jobs/", jobs.job_list, name="job-list"),
    path("jobs/chip/", jobs.job_chip, name="job-chip"),
    path("jobs/<int:job_id>/cancel/", jobs.job_cancel, name="job-cancel"),
    # --- the match ---
    path("matching/", matching.discrepancy_list, name="discrepancy-list"),
    path("matching/month/", reports.month_view, name="month"),
    path("matching/refunds/", reports.refund_list, name="refund-list"),
    path("matching/export.<slug:suffix>", reports.discrepancy_export, name="discrepancy-export"),
    path("matching/limits/", tolerances.tolerance_list, name="tolerance-list"),
    path("matching/limits/<int:tolerance_id>/end/", tolerances.tolerance_end, name="tolerance-end"),
    path("matching/terms/<int:supplier_id>/", tolerances.match_terms, name="match-terms"),
    path("matching/run/", matching.match_start, name="match-start"),
    path("matching/settle/", settling.discrepancy_bulk, name="discrepancy-bulk"),
    path("matching/undo/<slug:act>/", settling.act_undo, name="act-undo"),
    path(found, matching.discrepancy_detail, name="discrepancy-detail"),
    path(f"{found}settle/", settling.discrepancy_settle, name="discrepancy-settle"),
    path(f"{found}note/", settling.discrepancy_note, name="discrepancy-note"),
    path(f"{found}hold/", settling.hold_place, name="hold-place"),
    path("matching/holds/<int:hold_id>/release/", settling.hold_release, name="hold-release"),
    # --- evidence ---
    path("evidence/", evidence.evidence_list, name="evidence-list"),
    path("evidence/index.csv", evidence.evidence_index, name="evidence-index"),
    path("evidence/bundle.zip", evidence.evidence_bundle, name="evidence-bundle"),
    path("evidence/add/", evidence.evidence_add, name="evidence-add"),
    path("evidence/mail/", evidence_links.evidence_mail, name="evidence-mail"),
    path("evidence/<int:evidence_id>/", evidence.evidence_detail, name="evidence-detail"),
    path("evidence/<int:evidence_id>/revise/", evidence.evidence_revise, name="evidence-revise"),
    path("evidence/<int:evidence_id>/link/", evidence_links.evidence_link, name="evidence-link"),
    path(
        "evidence/<int:evidence_id>/replace/",
        evidence_links.evidence_replace,
        name="evidence-replace",
    ),
    path(
        "evidence/links/<int:link_id>/remove/",
        evidence_links.evidence_unlink,
        name="evidence-unlink",
    ),
    path(
        "evidence/<int:evidence_id>/files/<int:number>/",
        evidence.evidence_file,
        name="evidence-file",
    ),
]
