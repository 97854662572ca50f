"""Join the lines of mails and pasted texts that were wrapped in mid-sentence."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import replace

from tracker.domain.document import Block, BlockKind

WRAPPED_FROM = 56  # columns; a shorter line ends where its writer meant it to
_OPEN = re.compile(r"[ぁ-ん、，,a-z0-9]$|[ap]m$", re.IGNORECASE)
_GOES_ON = re.compile(r"[ぁ-ん（(a-z]")
_ENDS = tuple("。．.!?！？:：」』）)】]")
_BEGINS = tuple("■●◆◇▼□※・○*-－—【[〈<＜0123456789①②③④⑤")


def unwrapped(blocks: Iterable[Block]) -> list[Block]:
    """Return the blocks with a paragraph that breaks off joined to the line that goes on."""
    joined: list[Block] = []
    for block in blocks:
        last = joined[-1] if joined else None
        if last is not None and _goes_on(last, block):
            gap = " " if last.text[-1].isascii() and block.text[0].isascii() else ""
            joined[-1] = replace(last, text=f"{last.text}{gap}{block.text}")
        else:
            joined.append(block)
    return joined


def _goes_on(last: Block, block: Block) -> bool:
    if not last.kind is block.kind is BlockKind.PARAGRAPH or last.headings != block.headings:
        return False
    if last.text.endswith(_ENDS) or not block.text:
        return False
    # a digit may begin a list, or go on with a time that was cut: from 5:00 AM to / 8:00 AM
    begins = block.text.startswith(_BEGINS) and not block.text[0].isdecimal()
    is_open = _OPEN.search(last.text) or _GOES_ON.match(block.text)
    return bool(is_open) and not begins and _columns(last.text) >= WRAPPED_FROM


def _columns(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WFA" else 1 for letter in text)
