"""The process in which one PDF is opened: no Django, little memory, little time, nothing to lose.

Reads the file on standard input and writes {"pages": [...], "page_count": n} on standard output.
Started by `tracker.sources.pdf` as a file of its own, so that nothing else is imported.
"""

import json
import resource
import sys

MEMORY_BYTES = 256 * 1024 * 1024  # of address space
CPU_SECONDS = 15
MAX_PAGES = 200  # a notice has a handful; a flood has thousands
MAX_CHARS = 1_000_000  # of text, all pages together


def limit() -> None:
    """Give up for good the right to more memory, time, files and processes."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def pages_of(body: bytes) -> dict[str, object]:
    """Return the text of the first pages and how many there are."""
    import pypdfium2  # noqa: PLC0415  only once the limits hold

    document = pypdfium2.PdfDocument(body)
    pages: list[str] = []
    length = 0
    for number in range(min(len(document), MAX_PAGES)):
        text = document[number].get_textpage().get_text_bounded()
        length += len(text)
        if length > MAX_CHARS:
            break
        pages.append(text)
    return {"pages": pages, "page_count": len(document)}


def main() -> None:
    limit()
    answer = pages_of(sys.stdin.buffer.read())
    sys.stdout.buffer.write(json.dumps(answer, ensure_ascii=True).encode("ascii"))


if __name__ == "__main__":
    main()
