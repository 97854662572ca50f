"""Forgetting a sample company with the files behind its papers. Real companies keep theirs."""

from functools import partial

from django.core.files.storage import default_storage
from django.db import transaction

from accounts.models import Workspace
from reconciliation.models import StoredFile
from tracker.operations import forgetting


def forget(workspace: Workspace) -> None:
    """Remove every row of a sample company but its people and, after the commit, its files.

    Raises: NotASampleError for a real company.
    """
    names = list(StoredFile.objects.in_workspace(workspace).values_list("name", flat=True))
    forgetting.forget(workspace)
    transaction.on_commit(partial(_delete_files, names))


def _delete_files(names: list[str]) -> None:
    for name in names:
        default_storage.delete(name)
