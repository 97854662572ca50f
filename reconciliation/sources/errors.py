"""What is wrong with a file as a whole."""

from reconciliation.enums import FileFault


class FileError(Exception):
    """A file that cannot be read at all; nothing of it was taken in."""

    def __init__(self, fault: FileFault, detail: str = "") -> None:
        super().__init__(f"{fault.value} {detail}".strip())
        self.fault = fault
        self.detail = detail
