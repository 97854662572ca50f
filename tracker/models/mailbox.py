from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Workspace
from tracker.models.source import Source


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
    lease_until = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return f"{self.login}@{self.host}/{self.folder}"
