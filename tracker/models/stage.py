from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User, Workspace
from tracker.enums import RecoveryStage, ServiceDomain
from tracker.models.disruption import Disruption
from tracker.models.supplier import Supplier


class StageDecisionQuerySet(models.QuerySet["StageDecision"]):
    def in_workspace(self, workspace: Workspace) -> Self:
        return self.filter(workspace=workspace)


class StageDecision(models.Model):
    """A recovery stage that a person decided, with what was shown; written once, the newest counts.

    `domain` and `service` are empty for the supplier over all.
    """

    workspace = models.ForeignKey(Workspace, on_delete=models.PROTECT, related_name="+")
    supplier = models.ForeignKey(Supplier, on_delete=models.PROTECT, related_name="stage_decisions")
    disruption = models.ForeignKey(
        Disruption, null=True, blank=True, on_delete=models.PROTECT, related_name="stage_decisions"
    )
    domain = models.CharField(max_length=16, choices=ServiceDomain, blank=True)
    service = models.CharField(max_length=80, blank=True)
    stage = models.CharField(_("stage"), max_length=20, choices=RecoveryStage)
    proposed = models.CharField(max_length=20, choices=RecoveryStage, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    evidence = models.JSONField(default=list)  # conditions as shown, met or not, with their ground
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    objects = StageDecisionQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["supplier", "-decided_at"], name="stage_decision_newest_first")
        ]
        constraints = [
            models.CheckConstraint(  # whoever decides otherwise says why
                condition=Q(proposed=F("stage")) | ~Q(reason=""), name="stage_decision_has_ground"
            )
        ]

    def __str__(self) -> str:
        return self.get_stage_display()


class MeasuredCheck(models.Model):
    """An order of our own, placed to see whether the supplier does what it says."""

    workspace = models.ForeignKey(Workspace, on_delete=models.PROTECT, related_name="+")
    supplier = models.ForeignKey(Supplier, on_delete=models.PROTECT, related_name="measured_checks")
    service = models.CharField(_("brand"), max_length=80, blank=True)
    reference = models.CharField(_("order number"), max_length=60)
    goods = models.CharField(_("what was ordered"), max_length=200)
    placed_on = models.DateField(_("ordered on"))
    promised_on = models.DateField(_("delivery promised for"), null=True, blank=True)
    accepted_on = models.DateField(_("accepted on"), null=True, blank=True)
    shipped_on = models.DateField(_("shipped on"), null=True, blank=True)
    delivered_on = models.DateField(_("delivered on"), null=True, blank=True)
    invoiced_on = models.DateField(_("invoice received on"), null=True, blank=True)
    mailed_on = models.DateField(_("e-mail received on"), null=True, blank=True)
    failed_on = models.DateField(_("failed on"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["supplier", "reference"], name="measured_check_once_per_order"
            )
        ]

    def __str__(self) -> str:
        return self.reference
