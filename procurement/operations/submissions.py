"""The same form sent twice does its work once and gets the same answer (A4)."""

from collections.abc import Callable
from datetime import datetime
from hashlib import sha256

from django.db import IntegrityError, transaction

from accounts.models import Membership
from procurement.models import Submission


class OtherContentError(Exception):
    """The key was used before for something else."""


def once(by: Membership, key: str, content: str, act: Callable[[], str], *, now: datetime) -> str:
    """Return where the act leads; the act is done only by the first who comes with the key.

    The row is inserted before the act, so that a twin waits for the first and then finds it.

    Raises: OtherContentError; whatever the act raises, and then the key is free again.
    """
    mark = sha256(content.encode()).hexdigest()
    try:
        with transaction.atomic():
            row = Submission.objects.create(
                workspace=by.workspace,
                person=by.user,
                key=key[:64],
                content=mark,
                answer="",
                made_at=now,
            )
            row.answer = act()
            row.save(update_fields=["answer"])
            return row.answer
    except IntegrityError:
        first = Submission.objects.filter(workspace=by.workspace, person=by.user, key=key[:64])
        row_before = first.first()
        if row_before is None:
            raise  # the act itself broke a rule of the database
    if row_before.content != mark:
        raise OtherContentError
    return row_before.answer
