"""The addresses of the product. Everything of a company lives under /w/<slug>/."""

from django.urls import include, path

from procurement.views.alive import alive, watching
from procurement.views.sample import sample_control, sample_file

urlpatterns = [
    path("alive/", alive, name="alive"),
    path("watching/", watching, name="watching"),
    path("accounts/", include("accounts.sign_in_urls")),
    path("", include("accounts.urls")),
    path("w/<slug:slug>/sample/", sample_control, name="sample-control"),
    path("w/<slug:slug>/sample/files/<str:sample_name>/", sample_file, name="sample-file"),
    path("w/<slug:slug>/", include("procurement.response_urls")),
    path("w/<slug:slug>/", include("tracker.urls")),
    path("w/<slug:slug>/", include("reconciliation.urls")),
]
