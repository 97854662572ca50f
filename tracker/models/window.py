from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User, Workspace
from tracker.enums import (
    LIVE_WINDOWS,
    CompanyDayKind,
    PlannedTaskKind,
    ServiceDomain,
    TaskMoment,
    WindowState,
)
from tracker.models.reading import Reading
from tracker.models.supplier import Supplier


class MaintenanceWindowQuerySet(models.QuerySet["MaintenanceWindow"]):
    def in_workspace(self, workspace: Workspace) -> Self:
        return self.filter(workspace=workspace)

    def live(self) -> Self:
        """Keep what is still to come or under way."""
        return self.filter(state__in=LIVE_WINDOWS)

    def between(self, since: datetime, until: datetime) -> Self:
        """Keep windows that meet the half-open span [since, until)."""
        return self.filter(start_at__lt=until, end_at__gt=since)


class MaintenanceWindow(models.Model):
    """One planned stop of one supplier [start_at, end_at), proposed from a notice or by hand."""

    workspace = models.ForeignKey(Workspace, on_delete=models.PROTECT, related_name="+")
    supplier = models.ForeignKey(Supplier, on_delete=models.PROTECT, related_name="windows")
    reading = models.ForeignKey(  # None: entered by hand
        Reading, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    purpose = models.CharField(_("purpose"), max_length=300, blank=True)
    start_at = models.DateTimeField(_("from"))
    end_at = models.DateTimeField(_("until"))
    reserve_start_at = models.DateTimeField(_("reserve from"), null=True, blank=True)
    reserve_end_at = models.DateTimeField(_("reserve until"), null=True, blank=True)
    rollback_rule = models.TextField(_("roll-back rule"), blank=True)
    contact = models.CharField(_("contact"), max_length=300, blank=True)
    improvement = models.TextField(_("what gets better"), blank=True)
    state = models.CharField(
        _("state"), max_length=12, choices=WindowState, default=WindowState.PROPOSED
    )
    replaces = models.ForeignKey(  # moved from, or the window whose reserve this is
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by"
    )
    confirmed_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)

    objects = MaintenanceWindowQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(end_at__gt=F("start_at")), name="window_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(reserve_start_at=None, reserve_end_at=None)
                | Q(reserve_start_at__isnull=False, reserve_end_at__gt=F("reserve_start_at")),
                name="window_reserve_is_a_span",
            ),
        ]
        indexes = [models.Index(fields=["workspace", "start_at"], name="window_by_day")]

    def __str__(self) -> str:
        return self.purpose or str(self.supplier)


class WindowSlot(models.Model):
    """One row of a window: from when to when which service does what, and what to do instead."""

    window = models.ForeignKey(MaintenanceWindow, on_delete=models.CASCADE, related_name="slots")
    start_at = models.DateTimeField()
    end_at = models.DateTimeField()
    group = models.CharField(max_length=80, blank=True)  # 決済取引, 日計処理
    service = models.CharField(max_length=300)
    behaviour = models.TextField(blank=True)
    alternative = models.TextField(blank=True)
    condition = models.TextField(blank=True)  # footnotes

    def __str__(self) -> str:
        return self.service

    @property
    def title(self) -> str:
        """The service, with the group it stands in; a service that was read is a known word."""
        known = dict(ServiceDomain.choices).get(self.service, self.service)
        return f"{self.group} · {known}" if self.group else str(known)


class WindowTask(models.Model):
    """Something to be done before or after a planned stop."""

    window = models.ForeignKey(MaintenanceWindow, on_delete=models.CASCADE, related_name="tasks")
    kind = models.CharField(max_length=16, choices=PlannedTaskKind)
    moment = models.CharField(max_length=8, choices=TaskMoment)
    due_at = models.DateTimeField()
    source = models.TextField(blank=True)  # the words of the notice that call for it
    owner = models.ForeignKey(  # None: nobody in particular
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["window", "kind"], name="window_task_once")]

    def __str__(self) -> str:
        return self.get_kind_display()


class CompanyDay(models.Model):
    """A day or hour of ours that a planned stop must not meet unseen.

    `weekday` (0 Monday) and `day_of_month` both None: every day; `at` None: all day.
    """

    workspace = models.ForeignKey(Workspace, on_delete=models.PROTECT, related_name="company_days")
    kind = models.CharField(_("kind"), max_length=16, choices=CompanyDayKind)
    name = models.CharField(_("name"), max_length=80)
    weekday = models.PositiveSmallIntegerField(_("weekday"), null=True, blank=True)
    day_of_month = models.PositiveSmallIntegerField(_("day of the month"), null=True, blank=True)
    at = models.TimeField(_("at"), null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(weekday=None) | Q(weekday__lte=6), name="company_day_weekday"
            ),
            models.CheckConstraint(
                condition=Q(day_of_month=None) | Q(day_of_month__gte=1, day_of_month__lte=31),
                name="company_day_of_month",
            ),
        ]

    def __str__(self) -> str:
        return self.name
