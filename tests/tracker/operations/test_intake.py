import pytest
from django.utils import timezone

from tests.factories import UserFactory
from tracker.enums import ChangeKind, NoticeState
from tracker.models import Change, Notice
from tracker.operations import intake

pytestmark = pytest.mark.django_db

FAX = "2025年10月29日\n出荷再開のお知らせ\n医療用品に限り、FAXでのご注文を承ります。\n"
MAIL = (
    "From: info@supplier.example\r\nTo: order@buyer.example\r\n"
    "Subject: =?UTF-8?B?5Ye66I2344Gu5YaN6ZaL?=\r\n"
    "Message-ID: <{0}@supplier.example>\r\nDate: Wed, 29 Oct 2025 10:00:00 +0900\r\n"
    "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    "本日より一部の商品の出荷を再開しました。{0}\r\n"
)


def test_pasted_text_becomes_a_notice_with_its_author(supplier):
    person = UserFactory()

    look = intake.take_in_text(supplier, FAX, by=person, now=timezone.now())

    change = Change.objects.get()
    assert (change.kind, change.after.taken_by) == (ChangeKind.FIRST_READ, person)
    assert look.page.owner == supplier.workspace


def test_every_mail_adds_to_those_before(supplier):
    for number in ("a1", "b2"):
        message = MAIL.format(number).encode()
        intake.take_in_mail(supplier, message, by=UserFactory(), now=timezone.now())

    states = list(Notice.objects.values_list("state", flat=True))
    assert states == [NoticeState.POSTED, NoticeState.POSTED]
    assert not Change.objects.filter(kind=ChangeKind.WITHDRAWN).exists()


def test_the_same_twice_is_once(supplier):
    person = UserFactory()
    for _ in range(2):
        intake.take_in_text(supplier, FAX, by=person, now=timezone.now())

    assert Change.objects.count() == 1


def test_empty_text_is_refused_with_its_reason(supplier):
    with pytest.raises(intake.UnreadableContentError, match="blank"):
        intake.take_in_text(supplier, " \n", by=UserFactory(), now=timezone.now())

    assert not Change.objects.exists()
