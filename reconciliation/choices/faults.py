"""Why a cell, a file or a job was not accepted; each with what would be right."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class CellFault(TextChoices):
    """Why a cell or a row was not accepted; said to a person, with what would be right."""

    REQUIRED = "required", _("This cell must not be empty.")
    NOT_A_NUMBER = "not_a_number", _("This is not a number. Write for example 1,234 or -1,234.")
    SCIENTIFIC = (
        "scientific",
        _("The number is written as 1.2E+05. Write all its digits."),
    )
    DIGITS_LOST = (
        "digits_lost",
        _("A spreadsheet has shortened this number. Take it from the original file."),
    )
    FRACTION = "fraction", _("The amount has a fraction that the currency does not have.")
    TOO_PRECISE = "too_precise", _("The number has more decimal places than can be kept.")
    TOO_LARGE = "too_large", _("The number is larger than can be kept exactly.")
    OTHER_CURRENCY = (
        "other_currency",
        _("This row is in another currency. Import each currency from a file of its own."),
    )
    NOT_A_COUNT = "not_a_count", _("This is not a whole number from 0 upwards.")
    NEGATIVE_QUANTITY = (
        "negative_quantity",
        _("The quantity is negative. Enter a return as a return, a cancellation as cancelled."),
    )
    NOT_A_RATE = "not_a_rate", _("This is not a tax rate. Write for example 10 or 8%.")
    NOT_A_DATE = "not_a_date", _("This is not a date. Write for example 2026/9/1.")
    NO_SUCH_DAY = "no_such_day", _("The calendar has no such day.")
    YEAR_MISSING = "year_missing", _("The date has no year. Say the year in the import settings.")
    SIX_DIGITS = (
        "six_digits",
        _("The date has six digits. Say in the import settings how they are meant."),
    )
    TOO_LONG = "too_long", _("The text is longer than can be kept. It was not cut.")
    NOT_TEXT = "not_text", _("The cell holds characters that are not text.")
    UNKNOWN_WORD = "unknown_word", _("This word is not known here.")
    COLUMN_COUNT = (
        "column_count",
        _("The row has more cells than the heading. A comma in a text may lack its quotes."),
    )
    REPEATED = (
        "repeated",
        _("The file holds this number twice, with different content."),
    )
    DOCUMENT_DIFFERS = (
        "document_differs",
        _("This document is already known with other content. Undo that import first."),
    )


class FileFault(TextChoices):
    """Why a file as a whole was not accepted."""

    EMPTY = "empty", _("The file is empty.")
    HEADER_ONLY = "header_only", _("The file has a heading and no rows. Nothing was imported.")
    NO_HEADER = (
        "no_header",
        _("No row with known headings was found. Say below which column is what."),
    )
    COLUMNS_MISSING = (
        "columns_missing",
        _("A column that is needed was not recognised. Say below which one it is."),
    )
    ENCODING_UNKNOWN = (
        "encoding_unknown",
        _("The characters are neither UTF-8 nor Windows Japanese. Say which encoding it is."),
    )
    QUOTE_OPEN = "quote_open", _("A quotation mark is opened and never closed.")
    NOT_A_TABLE = "not_a_table", _("This is not a table file (CSV, TSV, XLSX, Zengin).")
    TOO_LARGE = "too_large", _("The file is larger than can be imported at once. Divide it.")
    XLSX_DAMAGED = "xlsx_damaged", _("The Excel file is damaged. Save it again and try once more.")
    XLSX_TOO_WIDE = (
        "xlsx_too_wide",
        _("The sheet reaches far beyond its data. Copy the table to a new sheet."),
    )
    ARCHIVE_BOMB = (
        "archive_bomb",
        _("The file unpacks to an unreasonable size. It was not opened."),
    )
    ZENGIN_LENGTH = "zengin_length", _("A record does not have the length the format asks for.")
    ZENGIN_ORDER = "zengin_order", _("The records are not in the order the format asks for.")
    ZENGIN_EBCDIC = (
        "zengin_ebcdic",
        _("The file is in EBCDIC. Ask your bank for one in JIS characters."),
    )
    ZENGIN_TYPE = "zengin_type", _("This Zengin file is neither of type 03 nor of type 01.")
    ZENGIN_SUMS = (
        "zengin_sums",
        _("Counts or sums of the file do not agree with its records. Part of it may be missing."),
    )
    MOSTLY_UNREADABLE = (
        "mostly_unreadable",
        _("Most rows cannot be read. The columns are probably assigned wrongly."),
    )
    FOREIGN_FILE = (
        "foreign_file",
        _("The same file was imported for another company that you work for. Check the company."),
    )
    CARRY_WRONG = (
        "carry_wrong",
        _("The running balance does not follow from the amounts. Rows may be missing."),
    )


class JobFault(TextChoices):
    """Why long work ended without its result; with what to do next."""

    ENDLESS = "endless", _("It was begun several times and never ended. Start it once more.")
    FILE_REFUSED = "file_refused", _("The file was not accepted. The reason is on the import.")
    OUTDATED = (
        "outdated",
        _("Another import was applied in the meantime. The file is being checked again."),
    )
    UNDO_BLOCKED = (
        "undo_blocked",
        _("A later import builds on this one. Undo that one first."),
    )
    STATE_CHANGED = "state_changed", _("Somebody else has changed the import in the meantime.")
    NO_SPACE = (
        "no_space",
        _("The storage is full. Nothing was lost; free some space and start it again."),
    )
