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
        "record.added": _("Timeline record added"),
        "disruption.opened": _("Disruption opened"),
        "disruption.closed": _("Disruption closed"),
        "content.taken_in": _("Fax, call or mail taken in"),
        "feeds.revoked": _("Feed addresses made invalid"),
    },
    objects={
        "tracker.supplier": _("Supplier"),
        "tracker.source": _("Source"),
        "tracker.timelinerecord": _("Timeline record"),
        "tracker.disruption": _("Disruption"),
    },
)
