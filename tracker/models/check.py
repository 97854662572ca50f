from django.db import models
from django.db.models import Q

from accounts.models import User
from tracker.enums import CheckOutcome
from tracker.models.page import Page


class CheckSpan(models.Model):
    """A run of looks at a page that all brought the same, from the first to the last of them."""

    page = models.ForeignKey(Page, on_delete=models.PROTECT, related_name="check_spans")
    outcome = models.CharField(max_length=12, choices=CheckOutcome)
    reason = models.CharField(max_length=200, blank=True)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    check_count = models.PositiveIntegerField(default=1)
    checked_by = models.ForeignKey(  # a person who asked for it; None: the poller
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    is_latest = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["page"], condition=Q(is_latest=True), name="check_one_latest_span"
            )
        ]

    def __str__(self) -> str:
        return f"{self.page_id} {self.outcome} x{self.check_count}"
