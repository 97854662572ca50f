"""A document that a claim reader can finish: no endless sentence, no endless page.

Reading a sentence costs more than in proportion to its length; nobody writes one of a thousand
characters, and a page that does is hostile or broken. Source: reliability P2.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from tracker.domain.document import Block, BlockKind, Document

LONGEST = 500  # characters of a sentence; the longest of the labelled pages has 255
LONGEST_BLOCK = 1500  # characters read as one paragraph
MOST = 40_000  # characters of a page that are read for claims
CUT_SENTENCE = "cut-sentence"  # fault: a sentence was longer than anybody writes
CUT_PAGE = "cut-page"  # fault: the page goes on behind what was read

_PIECES = re.compile(r"[^。！？!?\n]*[。！？!?\n]?")
_CLAUSES = re.compile(r"[^、，,;；\s]*[、，,;；\s]?")


def bounded(document: Document) -> Document:
    """Return the document with its longest sentences cut and its endless end left out."""
    blocks: list[Block] = []
    faults = list(document.faults)
    room = MOST
    for block in document.blocks:
        if _longest(block.text) > LONGEST:
            faults.append(CUT_SENTENCE)
        for piece in _pieces_of(block):
            room -= len(piece.text)
            if room >= 0:
                blocks.append(piece)
    if room < 0:
        faults.append(CUT_PAGE)
    return replace(document, blocks=tuple(blocks), faults=tuple(dict.fromkeys(faults)))


def _pieces_of(block: Block) -> Iterator[Block]:
    """Yield the block, or its pieces where it is too long to be read at once."""
    if len(block.text) <= LONGEST_BLOCK and _longest(block.text) <= LONGEST:
        yield block
    elif block.cells:
        cells = tuple(cell[:LONGEST] for cell in block.cells)
        yield replace(block, text=" | ".join(cells), cells=cells)
    else:
        kind = BlockKind.PARAGRAPH if block.kind is BlockKind.HEADING else block.kind
        sentences = (part for one in _PIECES.findall(block.text) for part in _parts(one))
        for text in _joined(sentences, LONGEST_BLOCK):
            yield replace(block, text=text, kind=kind)


def _longest(text: str) -> int:
    if len(text) <= LONGEST:
        return len(text)
    return max(len(piece) for piece in _PIECES.findall(text))


def _parts(sentence: str) -> Iterator[str]:
    """Yield the sentence, or its clauses as sentences where it is too long."""
    if len(sentence) <= LONGEST:
        yield sentence
        return
    clauses = (
        clause[at : at + LONGEST]
        for clause in _CLAUSES.findall(sentence)
        for at in range(0, len(clause), LONGEST)
    )
    for text in _joined(clauses, LONGEST):
        yield f"{text}\n"


def _joined(parts: Iterable[str], most: int) -> Iterator[str]:
    """Yield the parts joined into texts that are not longer than allowed."""
    text = ""
    for part in parts:
        if text and len(text) + len(part) > most:
            yield text
            text = ""
        text += part
    if text:
        yield text
