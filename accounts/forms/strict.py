"""Forms that take what they ask for and nothing else (reliability S4)."""

from typing import Any, TypeVar

from django.core.exceptions import SuspiciousOperation
from django.db import transaction
from django.forms import BaseForm
from django.http import HttpRequest
from django.utils import timezone

from accounts.operations import audit
from accounts.operations.audit import Actor

Form = TypeVar("Form", bound=BaseForm)
NOT_OURS = frozenset({"csrfmiddlewaretoken"})


class ExtraFieldsError(SuspiciousOperation):
    """Fields arrived that the page never offered, such as another company or a higher role."""


def posted(form_class: type[Form], request: HttpRequest, **kwargs: Any) -> Form:
    """Return the form filled with what was sent.

    Raises: ExtraFieldsError, which Django answers with 400, when something else was sent too.
    """
    form = form_class(request.POST, **kwargs)
    known = {form.add_prefix(name) for name in form.fields} | NOT_OURS
    extra = sorted(set(request.POST) - known - _parts_of(form))
    if extra:
        _record(request, extra)
        raise ExtraFieldsError
    return form


def _record(request: HttpRequest, extra: list[str]) -> None:
    with transaction.atomic():
        audit.record(
            "form.refused",
            request.path[:80],
            actor=Actor.of(request.user),
            now=timezone.now(),
            workspace=getattr(request, "workspace", None),
            after={"fields": [name[:60] for name in extra[:20]]},
        )


def _parts_of(form: BaseForm) -> set[str]:
    """Return the names of fields that are asked for in several boxes."""
    return {
        f"{form.add_prefix(name)}_{part}"
        for name, field in form.fields.items()
        for part in range(len(getattr(field.widget, "widgets", ())))
    }
