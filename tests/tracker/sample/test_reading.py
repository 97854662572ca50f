"""The product's own reader understands the sample's pages as they were meant."""

from datetime import datetime

import pytest

from tests.tracker.sample.test_story import all_versions
from tracker.domain.document import Region
from tracker.domain.reading import main_text, read
from tracker.sample import story
from tracker.sample.manuscript import manuscript

WRITTEN = [row for row in all_versions() if row.page.form == "html" and not row.is_withdrawn]


def is_hidden(version):
    """Say whether a bad spell lies over the page just then."""
    return any(
        spell.at <= version.at < spell.until and version.page.path.startswith(spell.prefixes)
        for spell in manuscript().spells
    )


def read_at(version):
    page = story.pages_at(max(version.at, story.STARTS_AT))[version.page.path]
    address = f"http://127.0.0.1:8765{page.path}"
    return read(
        page.body, content_type=page.content_type, url=address, captured_on=version.at.date()
    )


@pytest.mark.parametrize("version", WRITTEN, ids=lambda row: f"{row.page.name}-{row.at:%m%d}")
def test_every_version_is_read_with_its_title_and_date(version):
    assert not is_hidden(version)
    is_edited = manuscript().versions[version.page.name][0].at < version.at
    is_reposted = version.dated_on == version.at.date()

    document = read_at(version)

    assert document.faults == ()
    assert version.title.replace("　", " ") in document.title.replace("　", " ")
    expected = version.at.date() if is_edited or is_reposted else version.dated_on
    assert document.published_on == expected


def test_menus_counters_and_footers_are_no_news():
    version = manuscript().versions["status"][3]

    document = read_at(version)

    others = {block.region for block in document.blocks} - {Region.MAIN}
    assert others == {Region.HEADER, Region.NAVIGATION, Region.ASIDE, Region.FOOTER}
    words = " ".join(block.text for block in document.blocks if block.region == Region.MAIN)
    assert "出荷の対象:37品目" in words.replace("：", ":")
    assert "本日のご来店" not in words


def test_a_new_menu_leaves_the_main_text_as_it_was():
    texts = []
    for moment in ("2026-01-13T09:59:00+09:00", "2026-01-13T10:00:00+09:00"):
        page = story.pages_at(datetime.fromisoformat(moment))["/tsugumino/shop/status.html"]
        texts.append(main_text(page.body, content_type=page.content_type).digest)

    assert texts[0] == texts[1]
