from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q

from accounts.models import Workspace
from tracker.enums import Basis, DomainState, Level, ServiceDomain, Trend
from tracker.models.judgement import Override
from tracker.models.reading import Claim
from tracker.models.supplier import Supplier


class ServiceStateQuerySet(models.QuerySet["ServiceState"]):
    def in_workspace(self, workspace: Workspace) -> Self:
        return self.filter(workspace=workspace)

    def whole(self) -> Self:
        """Keep the rows that speak of a supplier as a whole."""
        return self.filter(service="")


class ServiceState(models.Model):
    """How one domain of one service runs, as one company sees it. A convenience: claims, reviews
    and overrides are the truth, and `operations.states.refresh` rebuilds it from them."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="+")
    supplier = models.ForeignKey(Supplier, on_delete=models.CASCADE, related_name="states")
    domain = models.CharField(max_length=16, choices=ServiceDomain)
    service = models.CharField(max_length=80, blank=True)  # "": over all services
    level = models.CharField(max_length=8, choices=Level)
    state = models.CharField(max_length=16, choices=DomainState, blank=True)
    basis = models.CharField(max_length=10, choices=Basis)
    trend = models.CharField(max_length=8, choices=Trend, default=Trend.STEADY)
    told_on = models.DateField(null=True, blank=True)
    changed_at = models.DateTimeField()  # when the level last became another
    told_level = models.CharField(max_length=8, choices=Level, blank=True)  # people were told
    unsaid_since = models.DateTimeField(null=True, blank=True)
    plan_on = models.DateField(null=True, blank=True)  # the next promise of a restart
    claim = models.ForeignKey(  # the newest that it rests on
        Claim, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    override = models.ForeignKey(
        Override, null=True, blank=True, on_delete=models.PROTECT, related_name="states"
    )

    objects = ServiceStateQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["supplier", "domain", "service"], name="service_state_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.supplier_id} {self.domain} {self.service}: {self.level}"


class ServiceStateSpanQuerySet(models.QuerySet["ServiceStateSpan"]):
    def in_workspace(self, workspace: Workspace) -> Self:
        return self.filter(workspace=workspace)

    def whole(self) -> Self:
        """Keep the rows that speak of a supplier as a whole."""
        return self.filter(service="")

    def known_at(self, moment: datetime) -> Self:
        """Keep what the board showed at a moment."""
        return self.filter(Q(ended_at=None) | Q(ended_at__gt=moment), started_at__lte=moment)


class ServiceStateSpan(models.Model):
    """What the board showed of one domain of one service during [started_at, ended_at)."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="+")
    supplier = models.ForeignKey(Supplier, on_delete=models.CASCADE, related_name="state_spans")
    domain = models.CharField(max_length=16, choices=ServiceDomain)
    service = models.CharField(max_length=80, blank=True)  # "": over all services
    level = models.CharField(max_length=8, choices=Level)
    state = models.CharField(max_length=16, choices=DomainState, blank=True)
    basis = models.CharField(max_length=10, choices=Basis)
    trend = models.CharField(max_length=8, choices=Trend, default=Trend.STEADY)
    told_on = models.DateField(null=True, blank=True)
    unsaid_since = models.DateTimeField(null=True, blank=True)
    plan_on = models.DateField(null=True, blank=True)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)  # None: it is shown now

    objects = ServiceStateSpanQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["supplier", "domain", "service"],
                condition=Q(ended_at=None),
                name="state_span_one_open",
            )
        ]
        indexes = [
            models.Index(fields=["workspace", "started_at"], name="state_span_by_day"),
            models.Index(fields=["supplier", "started_at"], name="state_span_of_supplier"),
        ]

    def __str__(self) -> str:
        return f"{self.supplier_id} {self.domain} {self.service}: {self.level}"
