from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User, Workspace
from tracker.models.supplier import Supplier


class DisruptionQuerySet(models.QuerySet["Disruption"]):
    def in_workspace(self, workspace: Workspace) -> Self:
        return self.filter(workspace=workspace)

    def open(self) -> Self:
        return self.filter(closed_at=None)

    def open_at(self, moment: datetime) -> Self:
        """Keep those that were under way at a moment."""
        still_on = Q(closed_at=None) | Q(closed_at__gt=moment)
        return self.filter(still_on, started_at__lte=moment)


class Disruption(models.Model):
    """One stop of one supplier, from its start to the day a person closes it."""

    workspace = models.ForeignKey(Workspace, on_delete=models.PROTECT, related_name="disruptions")
    supplier = models.ForeignKey(Supplier, on_delete=models.PROTECT, related_name="disruptions")
    title = models.CharField(_("title"), max_length=120)
    cause = models.CharField(_("published cause"), max_length=200, blank=True)
    started_at = models.DateTimeField(_("started at"))
    stopped_at = models.DateTimeField(_("full stop at"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    owner = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="owned_disruptions"
    )
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledged_until = models.DateTimeField(null=True, blank=True)  # then it asks again
    is_attack = models.BooleanField(  # data may be altered or missing
        _("attack on the supplier's systems (such as ransomware)"), default=False
    )
    recovered_at = models.DateTimeField(_("provisional recovery at"), null=True, blank=True)
    fixed_at = models.DateTimeField(_("permanent fix at"), null=True, blank=True)
    follow_up_on = models.DateField(_("follow-up notice expected on"), null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged"
    )

    objects = DisruptionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at=None) | Q(closed_at__gte=F("started_at")),
                name="disruption_closed_after_start",
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | Q(closed_at__isnull=False),
                name="disruption_merged_is_closed",
            ),
        ]

    def __str__(self) -> str:
        return self.title
