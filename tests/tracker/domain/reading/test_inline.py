from datetime import date

import pytest

from tracker.domain.reading.inline import Line, absolute, iso_date


@pytest.mark.parametrize(
    ("base", "href", "address"),
    [
        ("", "a.html", "a.html"),
        ("", "", ""),
        ("https://t.example/n/", "/x", "https://t.example/x"),
        ("https://t.example/n/", "x", "https://t.example/n/x"),
        ("https://t.example/n/", "//u.example/", "https://u.example/"),
        ("https://t.example/n/", " mailto:a@b.example ", "mailto:a@b.example"),
        ("https://t.example/", "javascript:alert(1)", ""),
        ("https://t.example/", "java\tscript:alert(1)", ""),
        ("", "data:text/html,x", ""),
        ("", "http://[x", ""),
    ],
)
def test_p3_only_harmless_addresses_leave_the_page(base, href, address):
    assert absolute(base, href) == address


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2025-10-29", date(2025, 10, 29)),
        (" 2025-10-29T10:00Z", date(2025, 10, 29)),
        ("2025-13-01", None),
        ("Oct 29", None),
    ],
)
def test_machine_readable_days(value, day):
    assert iso_date(value) == day


def test_an_anchor_that_never_opened_closes_quietly():
    line = Line("")

    line.close_anchor()

    assert line.links == []
    assert line.is_empty
