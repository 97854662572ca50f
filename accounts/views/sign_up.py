from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def sign_up_closed(request: HttpRequest) -> HttpResponse:
    """Say how one gets in: by invitation."""
    return render(request, "account/signup_closed.html")
