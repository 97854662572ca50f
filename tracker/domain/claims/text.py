"""Fold the spellings of a text and cut it into sentences."""

import re
import unicodedata

from tracker.domain.lexicon.loader import Lexicon

_SPACE = re.compile(r"\s+")
# a full stop of either script; a closing bracket right behind it stays with its sentence
_JAPANESE_END = re.compile(r"(?<=[。！？!?])(?![」』）)】])|(?<=。[」』）)])")
_ENGLISH_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z0-9\"'(])")
_ABBREVIATION = re.compile(
    r"\b(?:[ap]\.m|Inc|Ltd|Co|Corp|No|St|approx|e\.g|i\.e|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.$"
)
_KANA = re.compile(r"[ぁ-んァ-ヶ]")
_BETWEEN_CJK = re.compile(
    r"(?<=[ぁ-んァ-ヶー一-龠々、。」』）)])\s+(?=[ぁ-んァ-ヶー一-龠々「『（(])"
)


def folded(text: str, words: Lexicon) -> str:
    """Return the text as the lexicon spells it: NFKC, one form per word."""
    plain = unicodedata.normalize("NFKC", text).replace("〜", "~").replace("～", "~")
    for written, form in words.spelling:
        if written in plain:
            plain = plain.replace(written, form)
    return _SPACE.sub(" ", plain).strip()


def sentences(text: str, language: str) -> list[str]:
    """Cut a block into sentences; each is an exact piece of the block."""
    if language == "en":
        return _english(text)
    return [piece.strip() for piece in _JAPANESE_END.split(text) if piece.strip()]


def _english(text: str) -> list[str]:
    pieces: list[str] = []
    for piece in _ENGLISH_END.split(text):
        if pieces and _ABBREVIATION.search(pieces[-1]):
            pieces[-1] = f"{pieces[-1]} {piece}"
        elif piece.strip():
            pieces.append(piece.strip())
    return pieces


def language_of(text: str) -> str:
    """Return ja or en by the letters; a page with hardly any kana is English."""
    return "ja" if len(_KANA.findall(text[:4000])) * 20 > len(text[:4000]) else "en"
