from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Workspace
from tracker.models.source import Source


class MailboxQuerySet(models.QuerySet["Mailbox"]):
    def free(self, *, now: datetime) -> Self:
        """Keep folders that are still followed, are due and that nobody is reading."""
        unleased = Q(lease_until=None) | Q(lease_until__lte=now)
        return self.filter(unleased, due_at__lte=now, source__ended_at=None)


class Mailbox(models.Model):
    """An IMAP folder to which a supplier's mails are forwarded; each new mail becomes a notice."""

    workspace = models.ForeignKey(Workspace, on_delete=models.PROTECT, related_name="mailboxes")
    source = models.OneToOneField(Source, on_delete=models.PROTECT, related_name="mailbox")
    host = models.CharField(_("IMAP server"), max_length=200)
    port = models.PositiveIntegerField(_("port"), default=993)
    login = models.CharField(_("user name"), max_length=200)
    sealed_password = models.BinaryField()  # encrypted with a key derived from SECRET_KEY
    folder = models.CharField(_("folder"), max_length=200, default="INBOX")
    last_uid = models.PositiveBigIntegerField(default=0)  # the newest message that was taken in
    uid_validity = models.PositiveBigIntegerField(default=0)  # of the folder; a new one restarts
    due_at = models.DateTimeField()
    rung_at = models.DateTimeField(null=True, blank=True)  # when a worker was last sent here
    lease_until = models.DateTimeField(null=True, blank=True)
    lease_token = models.PositiveBigIntegerField(default=0)  # raised by every claim
    last_error = models.CharField(max_length=200, blank=True)  # a value of FetchReason

    objects = MailboxQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.login}@{self.host}/{self.folder}"
