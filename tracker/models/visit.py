from django.db import models

from accounts.models import Membership
from tracker.models.supplier import Supplier


class Visit(models.Model):
    """When a member last looked at a supplier; what is newer is marked as new."""

    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="visits")
    supplier = models.ForeignKey(Supplier, on_delete=models.CASCADE, related_name="visits")
    visited_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["membership", "supplier"], name="visit_once_per_member_and_supplier"
            )
        ]

    def __str__(self) -> str:
        return f"{self.membership_id} {self.supplier_id}"
