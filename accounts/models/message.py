from collections.abc import Collection
from typing import Self

from django.db import models
from django.db.models import BooleanField, Count, ExpressionWrapper, Q

from accounts.enums import MessageUrgency
from accounts.models.mailing import Mailed, MailedQuerySet
from accounts.models.user import User
from accounts.models.workspace import Workspace


class MessageQuerySet(MailedQuerySet["Message"]):
    def unread(self) -> Self:
        return self.filter(read_at=None)

    def unread_first(self) -> Self:
        is_read = ExpressionWrapper(Q(read_at__isnull=False), BooleanField())
        return self.order_by(is_read, "-created_at", "-pk")

    def in_workspace(self, workspace: Workspace) -> Self:
        return self.filter(workspace=workspace)

    def per_workspace(self, workspaces: Collection[Workspace]) -> dict[int, int]:
        """Return how many there are by workspace id; workspaces without any are left out."""
        rows = self.filter(workspace__in=workspaces).values_list("workspace_id")
        return dict(rows.annotate(Count("pk")).order_by("workspace_id"))


class Message(Mailed):
    """One thing told to one person: shown in the app, and by mail where it is urgent."""

    workspace = models.ForeignKey(Workspace, on_delete=models.PROTECT, related_name="messages")
    recipient = models.ForeignKey(User, on_delete=models.PROTECT, related_name="messages")
    urgency = models.CharField(max_length=10, choices=MessageUrgency)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    path = models.CharField(max_length=300)  # of the screen to open, from the root
    cause = models.CharField(max_length=120)  # the same cause is told to a person once
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "recipient", "cause"], name="message_once_per_cause"
            )
        ]
        indexes = [
            models.Index(
                fields=["mail_due_at"],
                condition=Q(mailed_at=None, mail_failed_at=None),
                name="message_waiting_for_mail",
            ),
            models.Index(fields=["recipient", "read_at"], name="message_unread"),
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def is_read(self) -> bool:
        return self.read_at is not None

    @property
    def is_urgent(self) -> bool:
        return self.urgency == MessageUrgency.NOW
