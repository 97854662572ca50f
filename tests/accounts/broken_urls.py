"""The product's addresses, and one that breaks."""

from django.urls import path

from procurement.urls import urlpatterns as ours


def broken(_request):
    raise RuntimeError("broken on purpose")


urlpatterns = [*ours, path("broken/", broken)]
