from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User, Workspace
from reconciliation.enums import EvidenceArea, EvidenceKind
from reconciliation.models.discrepancy import Discrepancy
from reconciliation.models.file import StoredFile
from reconciliation.models.order import Order
from tracker.models import Disruption, Supplier


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    def in_workspace(self, workspace: Workspace) -> Self:
        return self.filter(workspace=workspace)


class Evidence(models.Model):
    """One piece of evidence: what it shows, when, of what amount, with whom.

    What it says is in its versions; this row is the newest of them, for searching.
    """

    workspace = models.ForeignKey(Workspace, on_delete=models.PROTECT, related_name="evidence")
    kind = models.CharField(_("kind"), max_length=16, choices=EvidenceKind)
    area = models.CharField(_("belongs to"), max_length=10, choices=EvidenceArea)
    title = models.CharField(_("what it is"), max_length=200)
    supplier = models.ForeignKey(
        Supplier, null=True, blank=True, on_delete=models.PROTECT, related_name="evidence"
    )
    counterparty = models.CharField(_("counterparty"), max_length=120)
    dealt_on = models.DateField(_("date of the transaction"), null=True, blank=True)
    amount = models.BigIntegerField(_("amount"), null=True, blank=True)  # None: shows none
    currency = models.CharField(max_length=3, default="JPY")
    obtained_at = models.DateTimeField(_("obtained at"))
    obtained_from = models.CharField(_("obtained from"), max_length=300, blank=True)
    is_provisional = models.BooleanField(_("provisional"), default=False)
    replaced_by = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaces"
    )
    keep_until = models.DateField()  # not deleted before; there is no delete at all today
    version_count = models.PositiveSmallIntegerField(default=1)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="evidence_has_title"),
            models.CheckConstraint(
                condition=Q(replaced_by=None) | ~Q(replaced_by=models.F("pk")),
                name="evidence_not_replaced_by_itself",
            ),
        ]
        indexes = [
            models.Index(fields=["workspace", "dealt_on"], name="evidence_by_date"),
            models.Index(fields=["workspace", "amount"], name="evidence_by_amount"),
            models.Index(fields=["workspace", "counterparty"], name="evidence_by_counterparty"),
        ]

    def __str__(self) -> str:
        return self.title


class EvidenceVersion(models.Model):
    """One state of a piece of evidence: the file, the words, who, when and why; written once."""

    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    file = models.ForeignKey(
        StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="evidence"
    )
    body = models.TextField(_("content"), blank=True)  # a call note, or what the file is about
    details = models.JSONField(default=dict)  # title, date, amount ... as of this version
    reason = models.TextField(_("reason for the change"), blank=True)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["evidence", "number"], name="evidence_version_once"),
            models.CheckConstraint(
                condition=Q(number=1) | ~Q(reason=""), name="evidence_changed_with_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.evidence_id} v{self.number}"


class EvidenceLink(models.Model):
    """What a piece of evidence speaks of: an order, a discrepancy or a disruption."""

    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="links")
    order = models.ForeignKey(
        Order, null=True, on_delete=models.PROTECT, related_name="evidence_links"
    )
    discrepancy = models.ForeignKey(
        Discrepancy, null=True, on_delete=models.PROTECT, related_name="evidence_links"
    )
    disruption = models.ForeignKey(
        Disruption, null=True, on_delete=models.PROTECT, related_name="evidence_links"
    )
    linked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    linked_at = models.DateTimeField()
    unlinked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["evidence", "order"],
                condition=Q(order__isnull=False, unlinked_at=None),
                name="evidence_once_per_order",
            ),
            models.UniqueConstraint(
                fields=["evidence", "discrepancy"],
                condition=Q(discrepancy__isnull=False, unlinked_at=None),
                name="evidence_once_per_discrepancy",
            ),
            models.UniqueConstraint(
                fields=["evidence", "disruption"],
                condition=Q(disruption__isnull=False, unlinked_at=None),
                name="evidence_once_per_disruption",
            ),
            models.CheckConstraint(
                condition=Q(order__isnull=False, discrepancy=None, disruption=None)
                | Q(order=None, discrepancy__isnull=False, disruption=None)
                | Q(order=None, discrepancy=None, disruption__isnull=False),
                name="evidence_link_to_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.evidence_id} -> {self.order_id or self.discrepancy_id or self.disruption_id}"
