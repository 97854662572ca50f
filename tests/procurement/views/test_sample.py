import os
import subprocess
import sys

import pytest
from django.apps import apps
from django.core.files.storage import default_storage
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from accounts.models import Membership, Workspace
from procurement.enums import AlarmKind, RequestState
from procurement.models import ApprovalRequest, Checklist, SupplyAlarm, SwitchedItem
from procurement.operations import sample
from procurement.operations.exposures import standing_of
from procurement.operations.forgetting import forget
from reconciliation.models import Discrepancy, StoredFile
from tests.conftest import SignedInClient
from tests.factories import (
    DisruptionFactory,
    MailboxFactory,
    ReadRequestFactory,
    SourceFactory,
    TimelineRecordFactory,
)
from tracker.enums import ChangeKind
from tracker.models import (
    Change,
    Disruption,
    Host,
    Mailbox,
    Page,
    Snapshot,
    Source,
    Supplier,
    TimelineRecord,
)
from tracker.operations import polling
from tracker.operations.forgetting import NotASampleError


@pytest.fixture
def notice_server(settings):
    """Run the sample's notice server; the settings lead to it."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tracker.sample.server", "--port", "0"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=os.environ | {"SAMPLE_TOKEN": sample.control_token()},
    )
    settings.SAMPLE_PORT = int(process.stdout.readline().split()[1])
    yield process
    process.stdin.close()
    process.stdout.close()
    process.kill()
    process.wait()


@pytest.fixture
def path(workspace):
    workspace.is_sample = True
    workspace.save()
    return reverse("sample-control", args=[workspace.slug])


def test_sample_control_plays_pauses_and_steps(purchaser_client, path, notice_server):
    before = purchaser_client.get(path).context["state"]
    playing = purchaser_client.post(path, {"action": "play"}, follow=True).context["state"]
    purchaser_client.post(path, {"action": "pause"})
    after = purchaser_client.post(path, {"action": "step"}, follow=True).context["state"]

    assert (before["is_playing"], playing["is_playing"], after["is_playing"]) == (
        False,
        True,
        False,
    )
    assert after["story_at"] > before["story_at"]


def test_sample_control_jumps_to_an_event(purchaser_client, path, notice_server):
    last = purchaser_client.get(path).context["state"]["events"][-1]

    response = purchaser_client.post(path, {"action": "jump", "to": last["at"]}, follow=True)

    assert response.context["state"]["moment"] == last["at"]


def test_sample_control_tells_what_the_server_refused(purchaser_client, path, notice_server):
    response = purchaser_client.post(path, {"action": "jump", "to": "soon"}, follow=True)

    assert "見本のお知らせサーバーを操作できませんでした" in response.content.decode()


def test_sample_control_without_its_server_says_so(purchaser_client, path, settings):
    settings.SAMPLE_PORT = 1

    page = purchaser_client.get(path).content.decode()

    assert "見本のお知らせサーバーが応答しません" in page


def test_sample_control_of_another_company_does_nothing(purchaser_client, workspace):
    path = reverse("sample-control", args=[workspace.slug])

    page = purchaser_client.post(path, {"action": "reset"}).content.decode()

    assert "この会社は見本ではありません" in page


@pytest.fixture
def admitted(settings):
    """Admit the notice server in the server profile too, where no sample company is made."""
    settings.ADMITTED_ADDRESSES = frozenset({("127.0.0.1", settings.SAMPLE_PORT)})


@pytest.fixture
def company(db, notice_server, settings):
    """Return the sample company, whose suppliers' pages the notice server shows."""
    settings.SAMPLE_COMPANY = True
    settings.ADMITTED_ADDRESSES = frozenset({("127.0.0.1", settings.SAMPLE_PORT)})
    sample.create_once(now=timezone.now())
    return Workspace.objects.filter(is_sample=True).order_by("pk").first()


def poll():
    now = timezone.now()
    Page.objects.exclude(due_at=None).update(due_at=now)
    Host.objects.update(not_before=now, rung_at=None)
    for host in Host.objects.all():
        polling.poll_host(host.pk, clock=timezone.now)


def control(company):
    role = Role.ADMINISTRATOR
    member = Membership.objects.current().filter(workspace=company, role=role).first()
    client = SignedInClient(member)
    path = reverse("sample-control", args=[company.slug])

    def tell(**said):
        return client.post(path, said, follow=True).context["state"]

    return tell


@pytest.mark.slow
def test_sample_steps_are_read_by_the_poller_and_reset_begins_again(company):
    tell = control(company)
    poll()
    first = tell(action="step")
    poll()
    news = Change.objects.filter(kind=ChangeKind.POSTED).count()
    tell(action="jump", to=first["events"][-1]["at"])
    poll()
    supplier = Supplier.objects.filter(workspace=company).first()
    TimelineRecordFactory(workspace=company, supplier=supplier)
    DisruptionFactory(workspace=company, supplier=supplier)
    source = supplier.sources.first()
    MailboxFactory(workspace=company, source=source)
    ReadRequestFactory(source=source)
    people = Membership.objects.count()
    planned = Supplier.objects.count()

    begun = tell(action="reset")
    connection.check_constraints()

    assert (news > 0, first["moment"] > begun["moment"]) == (True, True)
    assert (Membership.objects.count(), Supplier.objects.count()) == (people, planned)
    left = [m.objects.count() for m in (Change, Snapshot, TimelineRecord, Mailbox)]
    assert (left, Disruption.objects.count()) == ([0] * 4, 1)  # the one of the sample itself
    poll()
    assert set(Change.objects.values_list("kind", flat=True)) == {ChangeKind.FIRST_READ}


@pytest.mark.slow
def test_reset_leaves_a_real_company_alone(company, workspace):
    record = TimelineRecordFactory(workspace=workspace)
    page = Page.objects.filter(sources__workspace=company).first()
    shared = SourceFactory(workspace=workspace, supplier=record.supplier, page=page)
    poll()

    sample.reset(now=timezone.now())

    assert list(TimelineRecord.objects.all()) == [record]
    assert Source.objects.filter(pk=shared.pk).exists()
    assert Snapshot.objects.filter(page=page).exists()


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.django_db
def test_the_sample_company_is_in_the_middle_of_its_response(own_storage, admitted):
    sample.create_once(now=timezone.now())

    told = standing_of(Disruption.objects.get())
    assert (told.order_count, told.confirmed_count) == (5, 7)
    assert Checklist.objects.open().count() == 2
    states = ApprovalRequest.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == [RequestState.DISPATCHED, RequestState.PENDING]
    assert [alarm.kind for alarm in SupplyAlarm.objects.all()] == [AlarmKind.CANCELLED_YET_COMING]
    assert SwitchedItem.objects.away().count() == 4
    assert Discrepancy.objects.count() == 0


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.django_db
def test_beginning_again_leaves_no_row_and_no_file_of_the_response(
    own_storage, admitted, django_capture_on_commit_callbacks
):
    sample.create_once(now=timezone.now())
    before, old = counts(), set(StoredFile.objects.values_list("name", flat=True))

    with django_capture_on_commit_callbacks(execute=True):
        sample.reset(now=timezone.now())
    connection.check_constraints()

    assert counts() == before
    assert [name for name in old if default_storage.exists(name)] == []
    new = StoredFile.objects.values_list("name", flat=True)
    assert all(default_storage.exists(name) for name in new)


def counts():
    models = [*apps.get_app_config("procurement").get_models()]
    models += apps.get_app_config("reconciliation").get_models()
    return {model.__name__: model.objects.count() for model in models}


def test_a_real_company_is_never_forgotten(workspace):
    with pytest.raises(NotASampleError):
        forget(workspace)
