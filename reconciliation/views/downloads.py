"""Files handed out: always as attachments, never as pages, never under a name that acts."""

from collections.abc import Iterable
from typing import cast
from urllib.parse import quote

from django.http import HttpResponse, StreamingHttpResponse

from reconciliation.domain.labels import download_name
from reconciliation.models import StoredFile
from reconciliation.operations import files


def attachment(
    pieces: Iterable[bytes], *, name: str, content_type: str = "application/octet-stream"
) -> HttpResponse:
    response = StreamingHttpResponse(pieces, content_type=content_type)
    plain = name.encode("ascii", "replace").decode().replace("?", "_")
    response["Content-Disposition"] = (
        f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"
    )
    response["X-Content-Type-Options"] = "nosniff"
    return cast(HttpResponse, response)  # the guard of views knows no other kind


def original(stored: StoredFile) -> HttpResponse:
    """Hand out a stored file as it came; a browser that would open it is told not to."""
    suffix = ".quarantined" if stored.is_quarantined else ""
    return attachment(files.pieces_of(stored), name=download_name(stored.label, suffix=suffix))
