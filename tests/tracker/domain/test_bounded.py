import pytest

from tracker.domain.bounded import CUT_PAGE, CUT_SENTENCE, LONGEST, LONGEST_BLOCK, MOST, bounded
from tracker.domain.document import Block, BlockKind, Document


def document(*blocks):
    return Document("html", "お知らせ", blocks)


def paragraph(text):
    return Block(BlockKind.PARAGRAPH, text)


def test_what_people_write_stays_as_it_is():
    page = document(paragraph("停止しております。" * 100), Block(BlockKind.HEADING, "お知らせ"))

    assert bounded(page) == page


@pytest.mark.parametrize(
    ("text", "most"),
    [("あ" * 5_000, LONGEST + 1), ("停止、" * 2_000, LONGEST + 1)],
)
def test_p2_an_endless_sentence_is_cut_and_said_so(text, most):
    found = bounded(document(paragraph(text)))

    pieces = [piece for block in found.blocks for piece in block.text.split("\n")]
    assert max(len(piece) for piece in pieces) < most
    assert "".join(pieces) == text
    assert found.faults == (CUT_SENTENCE,)


def test_an_endless_paragraph_is_read_in_parts_without_a_fault():
    text = "停止しております。" * 1_000

    found = bounded(document(paragraph(text)))

    assert "".join(block.text for block in found.blocks) == text
    assert max(len(block.text) for block in found.blocks) <= LONGEST_BLOCK
    assert found.faults == ()


def test_p2_an_endless_page_ends_and_says_so():
    found = bounded(document(*[paragraph("停止しております。" * 100)] * 100))

    assert sum(len(block.text) for block in found.blocks) <= MOST
    assert found.faults == (CUT_PAGE,)


def test_p2_an_endless_cell_is_cut():
    row = Block(BlockKind.ROW, "受注 | " + "あ" * 9_000, cells=("受注", "あ" * 9_000))

    (found,) = bounded(document(row)).blocks

    assert found.cells == ("受注", "あ" * LONGEST)


def test_an_endless_heading_is_read_as_text():
    found = bounded(document(Block(BlockKind.HEADING, "停止。" * 1_000, level=1)))

    assert {block.kind for block in found.blocks} == {BlockKind.PARAGRAPH}
