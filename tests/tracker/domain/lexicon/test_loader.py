"""A lexicon file is right or the product does not start: file, line and reason are said."""

import pytest

from tracker.domain.lexicon.loader import LANGUAGES, LexiconError, lexicon, load


@pytest.mark.parametrize("language", LANGUAGES)
def test_shipped_lexicon_loads(language):
    assert lexicon(language).language == language


@pytest.mark.parametrize(
    ("content", "line", "reason"),
    [
        ("[domains]\norders = [\n", 2, "end of document"),
        ("[domains]\nponies = ['x']\n", 2, "[domains] has no list 'ponies'"),
        ("[dragons]\nwords = ['x']\n", 1, "unknown section [dragons]"),
        ("[domains]\norders = ['受注', '受注']\n", 2, "domains.orders lists '受注' twice"),
        ("[domains]\norders = ['']\n", 2, "domains.orders holds '', which is no word"),
        ("[domains]\norders = [3]\n", 2, "domains.orders holds 3, which is no word"),
        ("[domains]\norders = 'x'\n", 2, "domains.orders must be a list of words"),
        ("[symbols]\n'×' = 'broken'\n", 2, "'broken' is no state"),
        ("[spelling]\n'a' = 3\n", 2, "'a' needs a text on its right side"),
        ("domains = 3\n", 1, "[domains] must be a table of lists"),
        ("spelling = 3\n", 1, "[spelling] must be a table of pairs"),
    ],
)
def test_load_stops_with_line_and_reason(tmp_path, content, line, reason):
    path = tmp_path / "ja.toml"
    path.write_text(content, "utf-8")

    with pytest.raises(LexiconError) as caught:
        load(path)

    assert caught.value.path == path
    assert (caught.value.line, reason in caught.value.reason) == (line, True)


def test_load_stops_when_the_file_is_not_there(tmp_path):
    with pytest.raises(LexiconError, match=r"ja\.toml, line 0"):
        load(tmp_path / "ja.toml")


def test_company_words_join_those_that_ship(tmp_path):
    shipped, own = tmp_path / "ja.toml", tmp_path / "own.toml"
    shipped.write_text("[domains]\norders = ['受注']\n", "utf-8")
    own.write_text("[domains]\norders = ['ご用命']\n", "utf-8")

    merged = load(shipped, own)

    assert merged.listed("domains", "orders") == ("受注", "ご用命")
    assert [hit.word for hit in merged.scanner.hits("ご用命と受注")] == ["ご用命", "受注"]


def test_scanner_prefers_the_longer_word_and_lets_shadows_hide(tmp_path):
    path = tmp_path / "ja.toml"
    path.write_text(
        "[domains]\norders = ['注文']\nwebsite = ['注文履歴']\n[shadows]\nwords = ['注文番号']\n",
        "utf-8",
    )

    hits = load(path).scanner.hits("注文番号と注文履歴と注文")

    assert [(hit.word, hit.name) for hit in hits] == [("注文履歴", "website"), ("注文", "orders")]
