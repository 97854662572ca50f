import pytest
from django.urls import reverse

from tests.factories import SourceFactory


@pytest.mark.django_db
def test_source_stands_under_supply(purchaser_client, workspace):
    source = SourceFactory(workspace=workspace)

    page = purchaser_client.get(reverse("tracker:source-detail", args=[workspace.slug, source.pk]))

    marked = page.content.decode().split('aria-current="page"')[0].rsplit("<a href=", 1)[1]
    assert marked.startswith(f'"{reverse("tracker:supplier-list", args=[workspace.slug])}"')
