import json
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from tracker.domain.document import Block, BlockKind, Entry
from tracker.domain.reading import read
from tracker.domain.reading.statuspage import StatuspageShapeError, read_statuspage

TOKYO = ZoneInfo("Asia/Tokyo")
PAGE = {"name": "東和ネット", "time_zone": "Asia/Tokyo", "updated_at": "2025-10-29T16:00:00Z"}
INCIDENT = {
    "id": "i1",
    "name": "ご注文の障害",
    "status": "monitoring",
    "impact": "major",
    "shortlink": "https://stspg.example/i1",
    "created_at": "2025-10-29T01:00:00Z",
    "updated_at": "2025-10-29T03:00:00Z",
    "started_at": "2025-10-29T00:50:00Z",
    "incident_updates": [
        {"status": "investigating", "body": "調査中。", "created_at": "2025-10-29T01:00:00Z"},
        {
            "status": "monitoring",
            "body": "様子を\n\n見る。",
            "display_at": "2025-10-29T03:00:00Z",
        },
    ],
    "components": [
        {"name": "注文", "status": "operational"},
        {"name": "すべて", "status": "operational", "group": True},
    ],
}


def answer(**parts):
    return json.dumps({"page": PAGE, **parts})


def test_an_incident_is_an_entry_with_its_newest_update_first():
    document = read(answer(incidents=[INCIDENT]).encode(), content_type="application/json")

    newest, oldest = "monitoring 2025-10-29 12:00 JST", "investigating 2025-10-29 10:00 JST"
    title, day = "ご注文の障害", date(2025, 10, 29)
    blocks = (
        Block(BlockKind.HEADING, title, level=2),
        Block(BlockKind.HEADING, newest, level=3, headings=(title,), stamped_on=day),
        Block(BlockKind.PARAGRAPH, "様子を", headings=(title, newest), stamped_on=day),
        Block(BlockKind.PARAGRAPH, "見る。", headings=(title, newest), stamped_on=day),
        Block(BlockKind.HEADING, oldest, level=3, headings=(title,), stamped_on=day),
        Block(BlockKind.PARAGRAPH, "調査中。", headings=(title, oldest), stamped_on=day),
        Block(
            BlockKind.DEFINITION,
            "注文 operational",
            headings=(title,),
            cells=("注文", "operational"),
        ),
    )
    assert document.entries == (
        Entry(
            key="i1",
            title=title,
            blocks=blocks,
            url="https://stspg.example/i1",
            published_at=datetime(2025, 10, 29, 10, tzinfo=TOKYO),
            updated_at=datetime(2025, 10, 29, 12, tzinfo=TOKYO),
            attributes={
                "status": "monitoring",
                "impact": "major",
                "started_at": "2025-10-29T09:50:00+09:00",
                "components": "注文 operational",
            },
        ),
    )
    assert document.blocks == blocks
    assert (document.title, document.published_on) == ("東和ネット", date(2025, 10, 30))


def test_a_summary_lists_components_before_incidents():
    components = [{"name": "注文", "status": "major_outage"}, {"name": "", "status": "x"}, "?"]

    document = read_statuspage(answer(components=components, scheduled_maintenances=[]))

    assert [block.text for block in document.blocks] == ["注文 major_outage"]
    assert document.entries == ()


@pytest.mark.parametrize("zone", [None, "Nowhere/Land", "../etc", "Asia"])
def test_an_unknown_zone_is_utc(zone):
    text = json.dumps({"page": {**PAGE, "time_zone": zone}, "incidents": [{"name": "x"}]})

    document = read_statuspage(text)

    assert document.updated_at == datetime(2025, 10, 29, 16, tzinfo=UTC)
    assert document.entries[0].key == "x"


def test_times_without_zone_or_sense():
    update = {"status": "", "body": None, "created_at": "soon"}
    text = json.dumps(
        {
            "page": {"updated_at": "2025-10-29T16:00:00"},
            "incidents": [{"id": 1, "incident_updates": [update, update]}],
        }
    )

    document = read_statuspage(text)

    assert document.updated_at == datetime(2025, 10, 29, 16, tzinfo=UTC)
    assert document.entries[0].published_at is None
    assert [block.text for block in document.entries[0].blocks] == ["", "", ""]


@pytest.mark.parametrize(
    "text",
    ["", "{", "[1]", '{"page": 1}', '{"page": {}}', '{"page": {}, "incidents": {}}', "[" * 100_000],
)
def test_other_json_is_refused(text):
    with pytest.raises(StatuspageShapeError):
        read_statuspage(text)
