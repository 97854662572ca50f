"""When two numbers printed differently are the same number."""

import re
from hashlib import sha256
from unicodedata import normalize

KEY_LIMIT = 200  # characters; a longer key is replaced by its hash
_SEPARATORS = re.compile(r"[-‐‑‒–—―−⁃﹘\s]|(?<![ぁ-ゖァ-ヺ])ー")  # ー after kana is a letter


def number_key(text: str) -> str:
    """Return the form in which order and document numbers of one supplier are compared.

    Source: docs/decisions/0040-three-way-match.md.
    """
    if text.isascii() and text.isalnum():
        return text.upper()
    return _SEPARATORS.sub("", normalize("NFKC", text).upper())


def row_key(*parts: object) -> str:
    """Return what makes a row the same row in a later file; None counts as empty."""
    key = "|".join("" if part is None else str(part) for part in parts)
    return key if len(key) <= KEY_LIMIT else sha256(key.encode()).hexdigest()
