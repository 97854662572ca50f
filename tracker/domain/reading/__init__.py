"""Reading: from bytes to a Document, in every format suppliers use."""

from tracker.domain.reading.reader import MainText, kind_of, main_text, read, read_pages

__all__ = ["MainText", "kind_of", "main_text", "read", "read_pages"]
