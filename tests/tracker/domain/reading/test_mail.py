import base64
from datetime import UTC, date, datetime, timedelta, timezone
from email.message import EmailMessage
from email.mime.message import MIMEMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

import pytest

from tracker.domain.reading import read
from tracker.domain.reading.mail import header_text

JST = timezone(timedelta(hours=9))
HEADERS = (
    "From: =?utf-8?B?{sender}?= <info@towa.example>\r\nTo: kaubai@kita.example\r\n"
    "Subject: {subject}\r\nDate: Wed, 29 Oct 2025 10:00:00 +0900\r\n"
    "Message-ID: <m1@towa.example>\r\nMIME-Version: 1.0\r\n"
)


def mail(body, *, subject="出荷停止のお知らせ", content_type="text/plain; charset=utf-8"):
    head = HEADERS.format(
        sender=base64.b64encode("東和電機".encode()).decode(),
        subject=f"=?utf-8?B?{base64.b64encode(subject.encode()).decode()}?=",
    )
    return f"{head}Content-Type: {content_type}\r\n\r\n".encode() + body


def jis(text):
    """Write text as Windows mailers do: cp932's pairs moved into JIS rows."""
    written = bytearray()
    for char in text:
        raw = char.encode("cp932")
        if len(raw) == 1:
            written += raw
            continue
        lead, trail = raw
        row = (lead - (0x70 if lead < 0xA0 else 0xB0)) * 2 - (trail < 0x9F)
        cell = trail - (0x7E if trail >= 0x9F else 0x20 if trail > 0x7F else 0x1F)
        written += b"\x1b$B" + bytes([row, cell]) + b"\x1b(B"
    return bytes(written)


def test_a_mail_is_one_entry():
    document = read(mail("お客様各位\r\n\r\n出荷を停止します。".encode()))

    (entry,) = document.entries
    assert (document.format, document.title) == ("mail", "出荷停止のお知らせ")
    assert (document.published_on, document.charset) == (date(2025, 10, 29), "utf-8")
    assert (entry.key, entry.published_at) == (
        "<m1@towa.example>",
        datetime(2025, 10, 29, 10, tzinfo=JST),
    )
    assert entry.attributes == {"from": "info@towa.example"}
    assert [block.text for block in document.main] == ["お客様各位", "出荷を停止します。"]


def test_f10_jis_mail_with_vendor_characters():
    body = mail(jis("㈱東和電機の髙橋です。第①報"), content_type="text/plain; charset=iso-2022-jp")

    document = read(body)

    assert [block.text for block in document.main] == ["㈱東和電機の髙橋です。第①報"]
    assert document.charset == "iso2022_jp"


def test_f10_a_subject_with_vendor_characters_is_decoded():
    encoded = base64.b64encode(jis("【㈱東和】第①報")).decode()

    assert header_text(f"=?iso-2022-jp?B?{encoded}?=") == "【㈱東和】第①報"


def test_a_character_cut_between_two_encoded_words_is_joined():
    raw = "出荷停止".encode()
    words = [base64.b64encode(part).decode() for part in (raw[:4], raw[4:])]

    assert header_text(f"=?utf-8?B?{words[0]}?=\n =?utf-8?B?{words[1]}?=") == "出荷停止"


def test_a_header_in_raw_bytes_is_read_or_shown_as_broken():
    assert (
        read(b"Subject: " + "出荷停止".encode() + b"\r\nFrom: a@b.example\r\n\r\nx").title
        == "出荷停止"
    )
    broken = read(
        b"From: a@b.example\r\nSubject: " + bytes(range(128, 256)) * 2 + b"\r\n\r\nx"
    ).title
    assert set(broken.replace(" ", "")) == {"\ufffd"}


def multipart(*parts):
    message = MIMEMultipart("alternative")
    message["Subject"] = "Notice"
    message["From"] = "a@b.example"
    message["Date"] = "29 Oct 2025 10:00:00 -0000"
    for text, kind in parts:
        message.attach(MIMEText(text, kind, "utf-8"))
    return message.as_bytes()


HTML = "<table><tr><th>拠点<th>状況<tr><td>富山工場（第一製造部）<td>停止中</table>"


@pytest.mark.parametrize(
    ("parts", "texts"),
    [
        (
            [("富山工場は停止しております。", "plain"), (HTML, "html")],
            ["富山工場は停止しております。"],
        ),
        (
            [("HTML", "plain"), (HTML, "html")],
            ["拠点 | 状況", "富山工場（第一製造部） | 停止中"],
        ),
        ([("<p>停止</p>", "html")], ["停止"]),
        ([], []),
    ],
)
def test_the_part_that_says_more_is_read(parts, texts):
    document = read(multipart(*parts), content_type="message/rfc822")

    assert [block.text for block in document.main] == texts
    assert document.updated_at == datetime(2025, 10, 29, 10, tzinfo=UTC)


def test_attachments_are_not_the_text():
    message = EmailMessage()
    message["Subject"] = "s"
    message.set_content("本文です。")
    message.add_attachment("添付です。", filename="a.txt")

    document = read(message.as_bytes(), content_type="message/rfc822")

    assert [block.text for block in document.main] == ["本文です。"]
    assert (document.published_on, document.entries[0].key) == (None, "s")


FORWARDED = """ご確認ください。

-----Original Message-----
From: 東和電機 <info@towa.example>
Sent: Tue, 28 Oct 2025 09:00:00 +0900
To: kaubai@kita.example
Subject: 出荷停止のお知らせ（第2報）

出荷を停止します。
"""
QUOTED = """> 差出人: info@towa.example
> 日時: Tue, 28 Oct 2025 09:00:00 +0900
> 件名: 出荷停止のお知らせ（第2報）
>
> 出荷を停止します。
"""


@pytest.mark.parametrize(("body", "note"), [(FORWARDED, ["ご確認ください。"]), (QUOTED, [])])
def test_a_forwarded_mail_is_read_as_the_original(body, note):
    document = read(mail(body.encode(), subject="Fwd: RE: 出荷停止のお知らせ"))

    (entry,) = document.entries
    assert (entry.title, document.published_on) == (
        "出荷停止のお知らせ（第2報）",
        date(2025, 10, 28),
    )
    assert [block.text for block in document.main] == ["出荷を停止します。"]
    assert [block.text for block in document.blocks if block.region == "aside"] == note
    assert entry.key == "<m1@towa.example>"


def test_a_mail_forwarded_as_an_attachment_is_unpacked():
    outer = MIMEMultipart()
    outer["Subject"], outer["From"], outer["Message-ID"] = "Fwd", "me@kita.example", "<o@kita>"
    inner = EmailMessage()
    inner["Subject"], inner["From"] = "出荷停止", "info@towa.example"
    inner["Date"] = "Tue, 28 Oct 2025 09:00:00 +0900"
    inner.set_content("停止します。")
    outer.attach(MIMEText("どうぞ"))
    outer.attach(MIMEMessage(inner))

    document = read(outer.as_bytes(), content_type="message/rfc822")

    assert (document.title, document.published_on) == ("出荷停止", date(2025, 10, 28))
    assert [block.text for block in document.main] == ["停止します。"]
    assert document.entries[0].attributes == {
        "from": "info@towa.example",
        "forwarded_by": "me@kita.example",
    }


def test_words_that_only_look_like_copied_headers():
    body = "転送メッセージ\n\n日時: 10月29日\n\n宛先: 各位\n\n本文です。"

    document = read(mail(body.encode()))

    assert document.title == "出荷停止のお知らせ"
    assert len(document.main) == 4


def test_a_mail_of_a_thousand_parts_is_read_to_its_bound():
    message = MIMEMultipart()
    for _ in range(400):
        message.attach(MIMEText("", "csv"))
    message.attach(MIMEText("遅すぎる本文"))

    assert read(message.as_bytes(), content_type="message/rfc822").main == ()


def test_an_empty_forward_is_the_mail_itself():
    body = mail(b"", content_type="message/rfc822")

    assert read(body).title == ""
    lines = "一つ目の段落です。\n\n二つ目の段落です。\n\n三つ目の段落です。\n\n件名: x"
    assert len(read(mail(lines.encode())).main) == 4
