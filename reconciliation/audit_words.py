"""What the codes of orders, imports and the match mean in the audit record."""

from django.utils.translation import gettext_lazy as _

from accounts.audit_words import explain

explain(
    acts={
        "upload.started": _("Upload begun"),
        "import.received": _("File brought in"),
        "import.applied": _("Import applied"),
        "import.undone": _("Import undone"),
        "import.discarded": _("Import put away"),
        "evidence.added": _("Evidence added"),
        "evidence.revised": _("Evidence: version added"),
        "evidence.replaced": _("Evidence replaced by the real paper"),
        "evidence.linked": _("Evidence attached"),
        "evidence.unlinked": _("Evidence taken off"),
        "match.started": _("Match started"),
        "discrepancy.settled": _("Discrepancy settled"),
        "discrepancy.noted": _("Note on a discrepancy"),
        "discrepancy.assigned": _("Discrepancy assigned"),
        "discrepancy.undone": _("Step on a discrepancy undone"),
        "hold.placed": _("Payment held back"),
        "hold.released": _("Payment released"),
        "paper.joined": _("Paper joined to an order line"),
        "paper.parted": _("Paper taken off an order line"),
        "settlement.confirmed": _("Settlement confirmed"),
        "settlement.undone": _("Settlement undone"),
        "tolerance.added": _("Tolerance added"),
        "tolerance.ended": _("Tolerance ended"),
        "terms.changed": _("Terms of the match changed"),
    },
    objects={
        "reconciliation.importbatch": _("Import"),
        "reconciliation.upload": _("Upload"),
        "reconciliation.evidence": _("Evidence"),
        "reconciliation.discrepancy": _("Discrepancy"),
        "reconciliation.hold": _("Payment hold"),
        "reconciliation.tolerance": _("Tolerance"),
        "reconciliation.job": _("Job"),
    },
)
