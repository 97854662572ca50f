from django.db import models

from tracker.models.page import Page
from tracker.models.snapshot import Snapshot


class NoticeIndex(models.Model):
    """The notices of a page's newest version in short form: a copy that may be thrown away."""

    page = models.OneToOneField(
        Page, primary_key=True, on_delete=models.PROTECT, related_name="notice_index"
    )
    snapshot = models.ForeignKey(
        Snapshot, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    reader = models.BinaryField(max_length=8)  # by which; see domain.notice_index
    content = models.BinaryField()  # packed against the version's text

    def __str__(self) -> str:
        return f"{self.page_id}"
