"""What the codes of the response mean in the audit record."""

from django.utils.translation import gettext_lazy as _

from accounts.audit_words import explain

explain(
    acts={
        "workspace.created": _("Sample company made"),
        "approval.asked": _("Approval asked for"),
        "approval.amended": _("Request changed"),
        "approval.decided": _("Request decided"),
        "approval.taken_back": _("Approval taken back"),
        "approval.withdrawn": _("Request withdrawn"),
        "approval.dispatched": _("Approved order sent"),
        "approval.escalated": _("Request passed on: nobody has decided for two days"),
        "approval.refused_person": _("Attempt to decide by somebody who may not"),
        "checklist.answered": _("Checklist answered"),
        "checklist.closed": _("Order decided by checklist"),
        "errand.started": _("Long work started"),
        "errand.cancelled": _("Long work cancelled"),
        "follow_up.confirmed": _("Department told of a cancellation"),
        "follow_up.proved": _("Cancellation proved or contradicted by papers"),
        "deputy.named": _("Deputy named"),
        "deputy.revoked": _("Deputy ended"),
        "emergency_rule.started": _("Emergency rule started"),
        "emergency_rule.withdrawn": _("Emergency rule withdrawn"),
        "substitute.submitted": _("Substitute order drafted"),
        "substitute.bought_at_once": _("Bought at once, to be reviewed"),
        "substitute.dispatched": _("Substitute order sent"),
        "supply_alarm.closed": _("Double-supply alarm closed"),
        "switched_item.checked": _("Item checked before switching back"),
        "switched_item.returned": _("Item switched back"),
    },
    objects={
        "procurement.approvalrequest": _("Approval request"),
        "procurement.checklist": _("Checklist"),
        "procurement.followup": _("Follow-up"),
        "procurement.errand": _("Long work"),
        "procurement.deputy": _("Deputy"),
        "procurement.emergencyrule": _("Emergency rule"),
        "procurement.substituteorder": _("Substitute order"),
        "procurement.supplyalarm": _("Double-supply alarm"),
        "procurement.switcheditem": _("Switched item"),
    },
)
