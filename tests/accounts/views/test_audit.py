import csv
from datetime import timedelta
from io import StringIO

import pytest
from django.db import transaction

from accounts.models import AuditEntry
from accounts.operations import audit
from accounts.operations.audit import Actor
from tests.factories import UserFactory
from tests.factories.accounts import NOON

pytestmark = pytest.mark.django_db

RECORD = "/w/kitahama/settings/audit/"


@pytest.fixture
def write(workspace):
    def make(action="member.role_changed", person="佐藤", days=0, **more):
        with transaction.atomic():
            return audit.record(
                action,
                workspace,
                actor=Actor.person(UserFactory(name=person)),
                now=NOON + timedelta(days=days),
                workspace=workspace,
                **more,
            )

    return make


def test_audit_list_tells_in_words(administrator_client, write):
    write(before={"colour": "blue"}, after={"colour": "green"}, reason="同じ色が二社")

    page = administrator_client.get(RECORD).content.decode()

    assert "役割を変更" in page
    assert "色: 青 → 緑" in page
    assert "同じ色が二社" in page


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, [3, 2, 1]),
        ({"person": "田中"}, [2]),
        ({"action": "member.removed"}, [3]),
        ({"target": "workspace:999"}, []),
        ({"since": "2025-10-20"}, [3, 2]),
        ({"since": "2025-10-20", "until": "2025-10-20"}, [2]),
        ({"since": "yesterday"}, [3, 2, 1]),
    ],
)
def test_audit_list_is_searched(administrator_client, write, asked, found):
    write()
    write(person="田中", days=1)
    write("member.removed", days=2)

    page = administrator_client.get(RECORD, asked).context["page"]

    assert [entry.sequence for entry in page] == found


@pytest.mark.parametrize("count", [1, 3])
def test_audit_list_query_count_is_flat(
    administrator_client, write, django_assert_num_queries, count
):
    for _ in range(count):
        write()
    administrator_client.get(RECORD)

    with django_assert_num_queries(9):
        response = administrator_client.get(RECORD)

    assert len(response.context["rows"]) == count


def test_l1_the_screen_names_the_first_bad_row(administrator_client, write):
    write(), write()
    holds = administrator_client.get(RECORD, {"verify": "1"}).context["check"]
    AuditEntry.objects.filter(sequence=1).update(reason="changed")

    broken = administrator_client.get(RECORD, {"verify": "1"}).context["check"]

    assert (holds["holds"], broken["holds"]) == (True, False)
    assert "entry 1 (member.role_changed" in broken["words"]


def test_i3_the_export_opens_as_text(administrator_client, write):
    write(person="=HYPERLINK(1)", reason="+1")

    response = administrator_client.get(f"{RECORD}export/")

    lines = list(csv.reader(StringIO(response.content.decode("utf-8-sig"))))
    assert response["Content-Disposition"].startswith('attachment; filename="audit-kitahama-')
    assert (lines[1][2], lines[1][-1]) == ("'=HYPERLINK(1)", "'+1")


def test_the_export_holds_what_the_filter_shows(administrator_client, write):
    write()
    write(person="田中")

    response = administrator_client.get(f"{RECORD}export/", {"person": "田中"})

    lines = list(csv.reader(StringIO(response.content.decode("utf-8-sig"))))
    assert [line[2] for line in lines] == ["who", "田中"]
