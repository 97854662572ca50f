"""The name a person gave a file: kept to be read, never used as a path."""

import re
from unicodedata import category

LIMIT = 300
_UNSAFE = re.compile(r'[\\/:*?"<>|]')
RESERVED = frozenset(
    {"con", "prn", "aux", "nul", *(f"{name}{n}" for name in ("com", "lpt") for n in range(1, 10))}
)


def label_of(name: str) -> str:
    """Return the name for showing: without characters that are unseen or turn the writing round."""
    visible = "".join(
        " " if category(char) in ("Cc", "Cf", "Zl", "Zp", "Cs") else char for char in name
    )
    return " ".join(visible.split())[:LIMIT] or "file"


def download_name(label: str, *, suffix: str = "") -> str:
    """Return a name that every system can store: no separators, no reserved words, not too long."""
    name = _UNSAFE.sub("_", label_of(label)).strip(". ")[:100] or "file"
    if name.split(".")[0].lower() in RESERVED:
        name = f"_{name}"
    return name + suffix
