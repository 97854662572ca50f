"""Reading: from bytes to a Document, in every format suppliers use."""

from tracker.domain.reading.reader import (
    MainText,
    dated,
    kind_of,
    main_text,
    read,
    read_main,
    read_pages,
)

__all__ = ["MainText", "dated", "kind_of", "main_text", "read", "read_main", "read_pages"]
