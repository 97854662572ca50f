"""Forgetting what a sample company bought and decided. Real companies keep their history."""

from typing import Any

from django.apps import apps
from django.core.files.storage import default_storage
from django.db import models, transaction

from accounts.models import Workspace
from reconciliation.models import StoredFile
from tracker.operations.forgetting import NotASampleError

OURS = ("procurement", "reconciliation")


def forget(workspace: Workspace) -> None:
    """Remove all rows of the response and of the papers, and the files behind them.

    Runs inside the caller's transaction; keys are checked at its end, so the order is only that
    of finding: what leads to the company over others goes first.

    Raises: NotASampleError for a real company.
    """
    if not workspace.is_sample:
        raise NotASampleError(str(workspace))
    names = list(StoredFile.objects.in_workspace(workspace).values_list("name", flat=True))
    found = [(path, model) for label in OURS for model in _models(label) if (path := _way(model))]
    for path, model in sorted(found, key=lambda pair: -pair[0].count("__")):
        rows = model._base_manager.filter(**{path: workspace})
        rows._raw_delete(rows.db)
    transaction.on_commit(lambda: _delete_files(names))


def _models(label: str) -> list[type[models.Model]]:
    return list(apps.get_app_config(label).get_models(include_auto_created=True))


def _way(model: type[models.Model], seen: frozenset[Any] = frozenset()) -> str:
    """Return the shortest way of keys from a table to the company; empty: there is none."""
    ways = []
    for key in model._meta.concrete_fields:
        target: Any = key.related_model
        if target is Workspace:
            return key.name
        known = target is not None and target._meta.app_label in (*OURS, "tracker")
        if not known or target in seen or target is model:
            continue
        if further := _way(target, seen | {model}):
            ways.append(f"{key.name}__{further}")
    return min(ways, key=lambda way: (way.count("__"), way), default="")


def _delete_files(names: list[str]) -> None:
    for name in names:
        default_storage.delete(name)
