"""What the tracker's codes of the audit record mean."""

from django.utils.translation import gettext_lazy as _

from accounts.audit_words import explain

explain(
    acts={
        "supplier.added": _("Supplier added"),
        "supplier.changed": _("Supplier changed"),
        "supplier.archived": _("Supplier put away"),
        "supplier.restored": _("Supplier brought back"),
        "source.added": _("Source added"),
        "source.changed": _("Source changed"),
        "source.ended": _("Source ended"),
        "source.resumed": _("Source followed again"),
        "source.read_asked": _("Reading asked for"),
        "source.refused": _("Address refused"),
        "mailbox.added": _("Mail folder added"),
        "mailbox.changed": _("Mail folder changed"),
        "record.added": _("Timeline record added"),
        "disruption.opened": _("Disruption opened"),
        "disruption.closed": _("Disruption closed"),
        "disruption.refused": _("Proposal of a disruption declined"),
        "disruption.owned": _("Disruption: person in charge"),
        "disruption.acknowledged": _("Disruption acknowledged"),
        "disruption.lapsed": _("Acknowledgement of a disruption ran out"),
        "disruption.merged": _("Disruption merged"),
        "disruption.recovered": _("Disruption: provisional recovery"),
        "disruption.fixed": _("Disruption: permanent fix"),
        "disruption.follow_up": _("Disruption: follow-up notice planned"),
        "disruption.reopened": _("Disruption opened again"),
        "window.state": _("Planned stop: state changed"),
        "window_task.done": _("Task around a planned stop done"),
        "claim.reviewed": _("Claim reviewed"),
        "claim.review_undone": _("Review of a claim taken back"),
        "content.taken_in": _("Fax, call or mail taken in"),
        "feeds.revoked": _("Feed addresses made invalid"),
    },
    objects={
        "tracker.supplier": _("Supplier"),
        "tracker.source": _("Source"),
        "tracker.mailbox": _("Mail folder"),
        "tracker.timelinerecord": _("Timeline record"),
        "tracker.disruption": _("Disruption"),
        "tracker.disruptionproposal": _("Proposal of a disruption"),
        "tracker.maintenancewindow": _("Planned stop"),
        "tracker.windowtask": _("Task around a planned stop"),
        "tracker.claimreview": _("Review of a claim"),
    },
)
