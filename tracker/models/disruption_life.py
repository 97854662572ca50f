from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User, Workspace
from tracker.enums import DisruptionEventKind, ServiceDomain, VerificationKind
from tracker.models.disruption import Disruption
from tracker.models.reading import Claim
from tracker.models.supplier import Supplier


class DisruptionProposalQuerySet(models.QuerySet["DisruptionProposal"]):
    def in_workspace(self, workspace: Workspace) -> Self:
        return self.filter(workspace=workspace)

    def waiting(self) -> Self:
        return self.filter(answered_at=None)


class DisruptionProposal(models.Model):
    """An official page says stopped and none is open: a person opens one, or says why not."""

    workspace = models.ForeignKey(Workspace, on_delete=models.PROTECT, related_name="+")
    supplier = models.ForeignKey(Supplier, on_delete=models.PROTECT, related_name="proposals")
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    disruption = models.ForeignKey(  # None: refused
        Disruption, null=True, blank=True, on_delete=models.PROTECT, related_name="proposals"
    )
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    objects = DisruptionProposalQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["supplier"],
                condition=Q(answered_at=None),
                name="proposal_one_waiting_per_supplier",
            )
        ]

    def __str__(self) -> str:
        return f"{self.supplier_id} {self.claim_id}"


class DisruptionEvent(models.Model):
    """One thing that happened to a disruption; written once."""

    disruption = models.ForeignKey(Disruption, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=12, choices=DisruptionEventKind)
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    actor = models.ForeignKey(  # None: the product itself
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    note = models.CharField(_("note"), max_length=300, blank=True)
    other = models.ForeignKey(  # merged into, split from
        Disruption, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        indexes = [
            models.Index(fields=["disruption", "-happened_at"], name="disruption_event_newest")
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class ResidualException(models.Model):
    """Something that stays apart after recovery: a fax line, some direct-ship goods, one brand."""

    disruption = models.ForeignKey(Disruption, on_delete=models.PROTECT, related_name="exceptions")
    domain = models.CharField(_("service"), max_length=16, choices=ServiceDomain, blank=True)
    text = models.CharField(_("what stays apart"), max_length=200)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    def __str__(self) -> str:
        return self.text


class Verification(models.Model):
    """One thing confirmed after an attack on the supplier, by it or by us."""

    disruption = models.ForeignKey(
        Disruption, on_delete=models.PROTECT, related_name="verifications"
    )
    kind = models.CharField(_("what"), max_length=16, choices=VerificationKind)
    note = models.CharField(_("ground"), max_length=300)
    confirmed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["disruption", "kind"], name="verification_once")
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
