from datetime import datetime
from typing import Self

from django.db import models

from tracker.enums import (
    Certainty,
    Channel,
    ClaimDoubt,
    DomainState,
    RecoveryStage,
    SeriesKind,
    ServiceDomain,
)
from tracker.models.notice import Notice
from tracker.models.page import Page
from tracker.models.snapshot import Snapshot


class ReadingQuerySet(models.QuerySet["Reading"]):
    def known_at(self, moment: datetime) -> Self:
        """Keep what had been read by a moment."""
        return self.filter(taken_at__lte=moment)

    def undigested(self) -> Self:
        """Keep what no company's states have taken in yet."""
        return self.filter(digested_at=None)


class Reading(models.Model):
    """What one version of one page says to a buyer; shared by everybody who follows the page."""

    page = models.ForeignKey(Page, on_delete=models.PROTECT, related_name="readings")
    snapshot = models.OneToOneField(Snapshot, on_delete=models.PROTECT, related_name="reading")
    taken_at = models.DateTimeField()
    told_on = models.DateField(null=True, blank=True)  # as the page dates this version
    stage = models.CharField(max_length=20, choices=RecoveryStage, blank=True)  # from it alone
    is_restored = models.BooleanField(default=False)  # an old version that came back
    withdrawn = models.ManyToManyField(Notice, related_name="+")  # notices it took back
    windows = models.JSONField(default=list)  # planned work; see operations.windows
    faults = models.CharField(max_length=200, blank=True)  # what may have been lost
    digested_at = models.DateTimeField(null=True, blank=True)

    objects = ReadingQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["page", "-taken_at"], name="reading_newest_first"),
            models.Index(
                fields=["id"], condition=models.Q(digested_at=None), name="reading_undigested"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.page_id} {self.taken_at:%Y-%m-%d %H:%M}"


class ClaimQuerySet(models.QuerySet["Claim"]):
    def on(self, pages: models.QuerySet[Page]) -> Self:
        """Keep what the newest version of each of these pages says."""
        newest = Reading.objects.filter(page=models.OuterRef("reading__page"))
        newest_pk = newest.order_by("-taken_at", "-pk").values("pk")[:1]
        return self.filter(reading__page__in=pages, reading=models.Subquery(newest_pk))


class Claim(models.Model):
    """One statement about one domain, with the sentence it rests on; written once.

    `services`, `limits` and `items` are lists; empty means all.
    """

    reading = models.ForeignKey(Reading, on_delete=models.PROTECT, related_name="claims")
    notice = models.ForeignKey(  # on a page of several; None: the page as a whole
        Notice, null=True, blank=True, on_delete=models.PROTECT, related_name="claims"
    )
    domain = models.CharField(max_length=16, choices=ServiceDomain)
    state = models.CharField(max_length=16, choices=DomainState)
    services = models.JSONField(default=list)
    limits = models.JSONField(default=list)
    items = models.JSONField(default=list)
    channel = models.CharField(max_length=8, choices=Channel, blank=True)
    scope_text = models.CharField(max_length=200, blank=True)
    told_on = models.DateField()
    effective_on = models.DateField(null=True, blank=True)
    expected_first = models.DateField(null=True, blank=True)
    expected_last = models.DateField(null=True, blank=True)
    certainty = models.CharField(max_length=8, choices=Certainty, default=Certainty.NONE)
    evidence = models.TextField()
    rule = models.CharField(max_length=120)  # that read it so
    words = models.JSONField(default=list)  # that decided
    context = models.JSONField(default=list)  # carried in from headings and columns
    fingerprint = models.BinaryField(max_length=16)  # the same sentence read again has the same
    doubt = models.CharField(max_length=12, choices=ClaimDoubt, blank=True, default="")

    objects = ClaimQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["reading", "domain"], name="claim_by_domain")]

    def __str__(self) -> str:
        return f"{self.get_domain_display()}: {self.get_state_display()}"


class SeriesPoint(models.Model):
    """One number that a notice gives: goods, sites, days to delivery."""

    reading = models.ForeignKey(Reading, on_delete=models.PROTECT, related_name="points")
    kind = models.CharField(max_length=12, choices=SeriesKind)
    population = models.CharField(max_length=12, blank=True)  # case, single, direct; "": of all
    low = models.PositiveBigIntegerField()
    high = models.PositiveBigIntegerField()
    told_on = models.DateField()
    evidence = models.TextField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(low__lte=models.F("high")), name="series_point_low_to_high"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.low}-{self.high}"
