from datetime import UTC, datetime, timedelta

import factory
from factory.django import DjangoModelFactory

from accounts.sealing import cipher
from tests.factories.accounts import UserFactory, WorkspaceFactory
from tracker.enums import ChangeKind, Folder, PageKind, RecordKind
from tracker.models import (
    Change,
    Disruption,
    Host,
    Mailbox,
    Page,
    ReadRequest,
    Snapshot,
    Source,
    Supplier,
    TimelineRecord,
)
from tracker.operations import mailboxes

NOON = datetime(2025, 10, 19, 3, 0, tzinfo=UTC)  # 12:00 in Tokyo


class SupplierFactory(DjangoModelFactory):
    class Meta:
        model = Supplier

    workspace = factory.SubFactory(WorkspaceFactory)
    name = factory.Sequence(lambda n: f"Supplier {n}")


class HostFactory(DjangoModelFactory):
    class Meta:
        model = Host

    authority = factory.Sequence(lambda n: f"supplier{n}.example.com")
    not_before = NOON


class PageFactory(DjangoModelFactory):
    class Meta:
        model = Page

    kind = PageKind.WEB
    host = factory.SubFactory(HostFactory)
    url = factory.Sequence(lambda n: f"https://supplier.example.com/{n}")
    interval = timedelta(minutes=10)
    due_at = NOON


class SourceFactory(DjangoModelFactory):
    class Meta:
        model = Source

    workspace = factory.SubFactory(WorkspaceFactory)
    supplier = factory.SubFactory(SupplierFactory, workspace=factory.SelfAttribute("..workspace"))
    page = factory.SubFactory(PageFactory)
    folder = Folder.OFFICIAL
    name = factory.Sequence(lambda n: f"Notices {n}")
    interval = timedelta(minutes=10)
    started_at = NOON


class MailboxFactory(DjangoModelFactory):
    class Meta:
        model = Mailbox

    workspace = factory.SubFactory(WorkspaceFactory)
    source = factory.SubFactory(SourceFactory, workspace=factory.SelfAttribute("..workspace"))
    host = "imap.example.com"
    login = "watch"
    sealed_password = cipher(mailboxes.PURPOSE).encrypt(b"secret")
    due_at = NOON


class ReadRequestFactory(DjangoModelFactory):
    class Meta:
        model = ReadRequest

    source = factory.SubFactory(SourceFactory)
    asked_by = factory.SubFactory(UserFactory)
    asked_at = NOON
    rung_at = NOON


class SnapshotFactory(DjangoModelFactory):
    class Meta:
        model = Snapshot

    page = factory.SubFactory(PageFactory)
    version = factory.Sequence(lambda n: n + 1)
    taken_at = NOON
    content_type = "text/html; charset=utf-8"
    raw = b""
    raw_sha256 = bytes(32)
    text = b""
    text_sha256 = bytes(32)


class ChangeFactory(DjangoModelFactory):
    class Meta:
        model = Change

    page = factory.SubFactory(PageFactory)
    kind = ChangeKind.POSTED
    seen_at = NOON
    title = factory.Sequence(lambda n: f"第{n + 1}報")


class DisruptionFactory(DjangoModelFactory):
    class Meta:
        model = Disruption

    workspace = factory.SubFactory(WorkspaceFactory)
    supplier = factory.SubFactory(SupplierFactory, workspace=factory.SelfAttribute("..workspace"))
    title = factory.Sequence(lambda n: f"Disruption {n}")
    started_at = NOON


class TimelineRecordFactory(DjangoModelFactory):
    class Meta:
        model = TimelineRecord

    workspace = factory.SubFactory(WorkspaceFactory)
    supplier = factory.SubFactory(SupplierFactory, workspace=factory.SelfAttribute("..workspace"))
    kind = RecordKind.NOTE
    happened_at = NOON
    recorded_at = NOON
    author = factory.SubFactory(UserFactory)
    body = "Called the sales desk."
