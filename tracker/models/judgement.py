from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User, Workspace
from tracker.enums import DomainState, Level, ReviewVerdict, ServiceDomain
from tracker.models.reading import Claim
from tracker.models.supplier import Supplier


class ClaimReviewQuerySet(models.QuerySet["ClaimReview"]):
    def in_workspace(self, workspace: Workspace) -> Self:
        return self.filter(workspace=workspace)

    def in_force(self, *, now: datetime) -> Self:
        return self.filter(Q(expires_at=None) | Q(expires_at__gt=now), replaced_at=None)


class ClaimReview(models.Model):
    """What a person of one company thinks of a claim; the newest of a claim counts.

    A locked review holds for whatever the page says of that domain and those services; any other
    for as long as the same sentence is read.
    """

    workspace = models.ForeignKey(Workspace, on_delete=models.PROTECT, related_name="+")
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="reviews")
    verdict = models.CharField(_("verdict"), max_length=10, choices=ReviewVerdict)
    domain = models.CharField(_("service"), max_length=16, choices=ServiceDomain, blank=True)
    state = models.CharField(_("state"), max_length=16, choices=DomainState, blank=True)
    expected_first = models.DateField(_("restart from"), null=True, blank=True)
    expected_last = models.DateField(_("restart until"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    is_locked = models.BooleanField(_("locked"), default=False)
    expires_at = models.DateTimeField(_("until"), null=True, blank=True)
    reviewed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    reviewed_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True, blank=True)  # by a newer review

    objects = ClaimReviewQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "claim"],
                condition=Q(replaced_at=None),
                name="review_one_current_per_claim",
            ),
            models.CheckConstraint(
                condition=~Q(verdict=ReviewVerdict.CORRECTED)
                | ~Q(domain="", state="", expected_first=None, expected_last=None),
                name="review_correction_says_what",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.claim_id} {self.get_verdict_display()}"


class OverrideQuerySet(models.QuerySet["Override"]):
    def in_workspace(self, workspace: Workspace) -> Self:
        return self.filter(workspace=workspace)

    def in_force(self, *, now: datetime) -> Self:
        return self.filter(ended_at=None, set_at__lte=now, expires_at__gt=now)


class Override(models.Model):
    """A level that a person set for one domain of one service, visibly and with an end."""

    workspace = models.ForeignKey(Workspace, on_delete=models.PROTECT, related_name="+")
    supplier = models.ForeignKey(Supplier, on_delete=models.PROTECT, related_name="overrides")
    domain = models.CharField(_("service"), max_length=16, choices=ServiceDomain)
    service = models.CharField(_("brand"), max_length=80, blank=True)
    level = models.CharField(_("state"), max_length=8, choices=Level)
    reason = models.CharField(_("reason"), max_length=300)
    is_locked = models.BooleanField(_("keep even when the supplier says something new"))
    set_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    expires_at = models.DateTimeField(_("until"))
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = OverrideQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("set_at")), name="override_ends_after_it_begins"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="override_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.get_domain_display()} {self.get_level_display()}"


class ManualFact(models.Model):
    """Something that the supplier told us directly, beside what its pages say."""

    workspace = models.ForeignKey(Workspace, on_delete=models.PROTECT, related_name="+")
    supplier = models.ForeignKey(Supplier, on_delete=models.PROTECT, related_name="facts")
    domain = models.CharField(_("service"), max_length=16, choices=ServiceDomain)
    service = models.CharField(_("brand"), max_length=80, blank=True)
    level = models.CharField(_("state"), max_length=8, choices=Level)
    told_by = models.CharField(_("told by"), max_length=120)
    told_at = models.DateTimeField(_("told at"))
    text = models.TextField(_("what was said"))
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.told_by}: {self.text[:40]}"
