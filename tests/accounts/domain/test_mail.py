from datetime import timedelta

import pytest

from accounts.domain.mail import header_line, plain_text, wait_after


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[限定再開] 東都  オフィス", "[限定再開] 東都 オフィス"),
        ("Hello\r\nBcc: everybody@example.com", "Hello Bcc: everybody@example.com"),
        ("tab\tand\x00nul", "tab andnul"),
        ("\u202egnp.exe", "gnp.exe"),
        ("{{7*7}} %(x)s {0.__class__}", "{{7*7}} %(x)s {0.__class__}"),
        ("あ" * 300, "あ" * 200),
    ],
)
def test_p7_header_line_is_one_visible_line(text, expected):
    assert header_line(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("一行目\r\n二行目\r三行目", "一行目\n二行目\n三行目"),
        ("red \x1b[31malert\x1b[0m", "red [31malert[0m"),
        ("zero\u200bwidth\u2066", "zerowidth"),
        ("\tindented", "\tindented"),
    ],
)
def test_p7_plain_text_keeps_lines_and_drops_what_cannot_be_seen(text, expected):
    assert plain_text(text) == expected


def test_wait_after_grows_and_ends():
    waits = [wait_after(attempt) for attempt in range(1, 6)]

    minutes = [timedelta(minutes=1), timedelta(minutes=4), timedelta(minutes=16)]
    assert waits == [*minutes, timedelta(minutes=64), None]
