"""Forgetting what a sample company did and watched. Real companies keep their history."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db.models import Exists, ForeignKey, Model, OuterRef, QuerySet

from accounts.models import Invitation, Membership, Workspace
from tracker.models import Page, Source

Rows = dict[type[Model], set[Any]]  # model -> keys
KEPT = (Workspace, Membership, Invitation)  # the sample's people stay
SHARED = (Page,)  # forgotten only when nobody else follows them


class NotASampleError(Exception):
    """Only a sample company may be forgotten."""


def forget(workspace: Workspace) -> None:
    """Remove everything that belongs to a sample company but its people, and the pages that
    nobody else follows. Runs inside the caller's transaction, at whose end keys are checked.

    Raises: NotASampleError for a real company.
    """
    if not workspace.is_sample:
        raise NotASampleError(str(workspace))
    owned = _hanging_on({Workspace: {workspace.pk}}, without=(*KEPT, *SHARED))
    _remove(owned)
    _remove(_hanging_on({Page: set(_lonely_pages())}, without=()))


def _lonely_pages() -> QuerySet[Any, Any]:
    followed = Exists(Source.objects.filter(page=OuterRef("pk")))
    through_list = Exists(Source.objects.filter(page=OuterRef("parent")))
    lonely = Page.objects.exclude(followed).exclude(through_list)
    return lonely.values_list("pk", flat=True)


def _hanging_on(roots: Rows, *, without: tuple[type[Model], ...]) -> Rows:
    """Return the roots and every row that points to one of them, however far."""
    found = {model: set(keys) for model, keys in roots.items()}
    fresh = dict(roots)
    while fresh:
        reached: Rows = {}
        for model, field in _foreign_keys():
            keys = fresh.get(field.related_model)
            if keys and model not in without:
                rows = model._base_manager.filter(**{f"{field.name}__in": keys})
                reached.setdefault(model, set()).update(rows.values_list("pk", flat=True))
        fresh = {model: keys - found.get(model, set()) for model, keys in reached.items()}
        fresh = {model: keys for model, keys in fresh.items() if keys}
        for model, keys in fresh.items():
            found.setdefault(model, set()).update(keys)
    return found


def _foreign_keys() -> Iterator[tuple[type[Model], "ForeignKey[Any, Any]"]]:
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.concrete_fields:
            if isinstance(field, ForeignKey):
                yield model, field


def _remove(rows: Rows) -> None:
    for model, keys in rows.items():
        if model not in KEPT:
            gone = model._base_manager.filter(pk__in=keys)
            gone._raw_delete(gone.db)
