"""The largest request that is taken in; a larger one is refused before it is read."""

from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler


class CappedUploadHandler(FileUploadHandler):
    """Looks at the announced length, and counts what really comes; stores nothing itself."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.left = settings.UPLOAD_MEGABYTES << 20  # bytes

    def handle_raw_input(
        self,
        input_data: Any,
        META: Any,  # noqa: N803 - Django's name
        content_length: int,
        *args: Any,
        **kwargs: Any,
    ) -> None:
        if content_length > self.left:
            raise RequestDataTooBig("the upload is larger than this installation takes")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self.left -= len(raw_data)
        if self.left < 0:
            raise RequestDataTooBig("the upload is larger than this installation takes")
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None
