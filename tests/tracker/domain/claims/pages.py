"""Small pages for the claim reader's tests, written here and nowhere else."""

from datetime import date

from tracker.domain import reading
from tracker.domain.claims.page import read_page
from tracker.domain.document import Block, BlockKind, Document

WRITTEN_ON = date(2024, 10, 11)  # a Friday


def read_text(text, *, written_on=WRITTEN_ON, title="お知らせ", tier="official"):
    """Read lines of text as the paragraphs of one page."""
    blocks = tuple(Block(BlockKind.PARAGRAPH, line) for line in text.split("\n"))
    document = Document("html", title, blocks, published_on=written_on)
    return read_page(document, captured_on=written_on, tier=tier)


def read_html(body, *, captured_on=WRITTEN_ON, tier="official", lang="ja"):
    """Read the body of an HTML page as it would be fetched."""
    page = f"<html lang={lang}><head><meta charset=utf-8></head><body>{body}</body></html>"
    document = reading.read(page.encode(), captured_on=captured_on)
    return read_page(document, captured_on=captured_on, tier=tier)


def told(read):
    """Return what a reading claims, as (domain, state) pairs."""
    return {(claim.domain, claim.state) for claim in read.claims}


def sole(read):
    """Return the only claim of a reading."""
    (claim,) = read.claims
    return claim
