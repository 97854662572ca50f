"""Text of a PDF, taken by a child process that may die in our stead."""

import json
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tracker.domain.document import ReadError
from tracker.enums.reading import ReadProblem

WALL_SECONDS = 30  # twice the child's own limit of processor time

_CHILD = Path(__file__).with_name("pdf_child.py")
_KILLED_FOR_TIME = frozenset({-signal.SIGXCPU, -signal.SIGKILL})


class PdfUnreadableError(ReadError):
    """The PDF could not be read within the limits, or is none."""

    reason = ReadProblem.PDF_UNREADABLE


@dataclass(frozen=True, slots=True)
class PdfText:
    """The text of the pages, top to bottom. `is_whole` is False when there were more."""

    pages: tuple[str, ...]
    is_whole: bool


def extract(body: bytes, *, seconds: float = WALL_SECONDS) -> PdfText:
    """Return the text of a PDF.

    Raises: PdfUnreadableError when the child died, ran out of time or memory, or found no PDF.
    """
    # isolated (-I): neither our environment nor our folders are the child's business
    command = [sys.executable, "-I", str(_CHILD)]
    try:
        child = subprocess.run(  # noqa: S603  our own file, no shell, the PDF on standard input
            command, input=body, capture_output=True, timeout=seconds, check=False, env={}
        )
    except subprocess.TimeoutExpired as error:
        raise PdfUnreadableError("reading the PDF took too long") from error
    if child.returncode != 0:
        raise PdfUnreadableError(_reason(child.returncode, child.stderr))
    answer = json.loads(child.stdout)
    pages = tuple(answer["pages"])
    return PdfText(pages, is_whole=len(pages) == answer["page_count"])


def _reason(code: int, errors: bytes) -> str:
    if code in _KILLED_FOR_TIME:
        return "reading the PDF took too long"
    if code < 0 or b"MemoryError" in errors:
        return "the PDF is too large or damaged to be read"
    if b"Incorrect password" in errors:
        return "the PDF is locked with a password"
    return "the PDF is damaged"
