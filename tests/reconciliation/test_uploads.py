import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from reconciliation.models import StoredFile


@pytest.mark.django_db
def test_i7_an_upload_that_is_too_large_is_refused_early(accountant_client, settings):
    settings.UPLOAD_MEGABYTES = 1
    file = SimpleUploadedFile("a.csv", b"a" * (1 << 20))

    response = accountant_client.post("/w/kitahama/imports/add/", {"kind": "orders", "file": file})

    assert response.status_code in {400, 413}
    assert not StoredFile.objects.exists()
