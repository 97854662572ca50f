"""The story's folder is read strictly: a mistake in a file names the file."""

import pytest

from tracker.sample import manuscript
from tracker.sample.manuscript import ManuscriptError

PAGES = '[[page]]\nname = "one"\npath = "/one.html"\nsite = "company"\n'


@pytest.fixture
def folder(tmp_path, monkeypatch):
    (tmp_path / "pages.toml").write_text(PAGES)
    (tmp_path / "furniture.toml").write_text("menu = []\nspell = []\n")
    (tmp_path / "statuspage.toml").write_text("")
    (tmp_path / "one").mkdir()
    monkeypatch.setattr(manuscript, "FOLDER", tmp_path)
    manuscript.manuscript.cache_clear()
    yield tmp_path / "one"
    manuscript.manuscript.cache_clear()


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("note.txt", "", "one: no version"),
        ("20251019-1530.md", '+++\ntitle = "a"\n', "one/20251019-1530.md: the head is not closed"),
        ("20251019-1530.md", "+++\n+++\n", "one/20251019-1530.md: the first version needs a title"),
        ("20251019-2530.md", '+++\ntitle = "a"\n+++\n', "one/20251019-2530.md: not a moment"),
        ("20251019-1530.md", "+++\ntitle = a\n+++\n", "one/20251019-1530.md: Invalid value"),
    ],
)
def test_a_mistake_names_its_file(folder, name, text, says):
    (folder / name).write_text(text)

    with pytest.raises(ManuscriptError, match=says):
        manuscript.manuscript()


def test_a_version_keeps_what_it_does_not_say(folder):
    (folder / "20251019-1530.md").write_text('+++\ntitle = "甲"\nsummary = "乙"\n+++\n丙\n')
    (folder / "20251020-1000.md").write_text("+++\n+++\n")

    first, second = manuscript.manuscript().versions["one"]

    assert (second.title, second.summary, second.body) == ("甲", "乙", first.body)
    assert second.dated_on == first.at.date()
