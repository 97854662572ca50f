"""Pages that look like good news, or like nothing: none may be read as a restart.

Two dangers come from outside a page and are shown here by their dates alone: news that overstates
and an old page served from a cache. Both are claims as the page words them; who speaks and from
which day is kept beside the claim, so that neither moves a state.
"""

from datetime import date
from pathlib import Path

import pytest

from tests.tracker.domain.claims.pages import read_html, told
from tracker.domain import reading
from tracker.domain.claims.page import read_page

HOSTILE = Path(__file__).parents[3] / "corpus" / "hostile"
CAPTURED_ON = date(2024, 10, 11)
GOOD_NEWS = {"resumed", "normal"}


@pytest.mark.parametrize("path", sorted(HOSTILE.glob("*.html")), ids=lambda path: path.stem)
def test_hostile_page_brings_no_good_news(path):
    document = reading.read(path.read_bytes(), url=path.name, captured_on=CAPTURED_ON)

    read = read_page(document, captured_on=CAPTURED_ON)

    assert {claim.state for claim in read.claims} & GOOD_NEWS == set()


def test_news_that_overstates_is_claimed_with_its_own_words():
    page = "<h1>B社、全面復旧</h1><p>2024年10月11日</p><p>B社は11日、全商品の出荷を再開した。</p>"

    read = read_html(page, tier="news")

    assert [(c.state, c.evidence) for c in read.claims] == [
        ("resumed", "B社は11日、全商品の出荷を再開した。")
    ]


def test_old_page_from_a_cache_keeps_its_old_day():
    page = "<p>2024年9月1日</p><p>出荷を再開いたしました。</p>"

    read = read_html(page, captured_on=CAPTURED_ON)

    assert read.published == date(2024, 9, 1)
    assert [claim.written_on for claim in read.claims] == [date(2024, 9, 1)]


def test_partner_page_gives_no_stage_of_the_supplier():
    page = "<p>2024年10月11日</p><p>C社の障害により、出荷を停止しております。</p>"

    assert (told(read_html(page, tier="partner")), read_html(page, tier="partner").stage) == (
        {("shipping", "stopped")},
        None,
    )
