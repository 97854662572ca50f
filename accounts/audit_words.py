"""What the codes of the audit record mean; higher packages add their own in ready()."""

from collections.abc import Mapping
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Field
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import AuditEntry

_acts: dict[str, Promise] = {
    "company.added": gettext_lazy("Company made"),
    "company.settings_changed": gettext_lazy("Company settings changed"),
    "invitation.sent": gettext_lazy("Invitation sent"),
    "invitation.withdrawn": gettext_lazy("Invitation withdrawn"),
    "member.joined": gettext_lazy("Member joined"),
    "member.role_changed": gettext_lazy("Role changed"),
    "member.removed": gettext_lazy("Membership ended"),
    "access.refused": gettext_lazy("Attempt without the role for it"),
    "form.refused": gettext_lazy("Form with fields that were never offered"),
}
# what entries name beside the fields of their object, with the words of its values
_names: dict[str, tuple[Promise, dict[str, Promise]]] = {}
_objects: dict[str, Promise] = {
    "accounts.workspace": gettext_lazy("Company"),
    "accounts.membership": gettext_lazy("Member"),
    "accounts.invitation": gettext_lazy("Invitation"),
    "accounts.user": gettext_lazy("Person"),
}


def explain(acts: Mapping[str, Promise], objects: Mapping[str, Promise]) -> None:
    """Add what the codes of another package mean: acts by code, objects by model label."""
    _acts.update(acts)
    _objects.update(objects)


def explain_names(names: Mapping[str, tuple[Promise, Mapping[str, Promise]]]) -> None:
    """Add what further names in entries mean: the words for it, and for its values."""
    _names.update({name: (words, dict(values)) for name, (words, values) in names.items()})


def words_for(action: str) -> str:
    """Return the meaning of a code; an unknown code stands for itself."""
    return str(_acts.get(action, action))


def known_actions() -> list[tuple[str, str]]:
    return sorted(((code, str(words)) for code, words in _acts.items()), key=lambda pair: pair[1])


def object_of(entry: AuditEntry) -> str:
    """Return what an entry is about, such as "Company 12"."""
    label, _colon, pk = entry.target.partition(":")
    return f"{_objects[label]} {pk}" if label in _objects else entry.target


def lines_of(entry: AuditEntry) -> list[str]:
    """Return what an act changed, a line per field, in the words of the forms."""
    return [
        _line(_field(entry, name), name, before, after) for name, before, after in entry.differences
    ]


def _line(field: "Field[object, object] | None", name: str, before: object, after: object) -> str:
    words, values = _names.get(name, (name, {}))
    choices = {**values, **dict(field.flatchoices)} if field else values
    said = {
        "name": field.verbose_name if field else words,
        "before": _value(choices, before),
        "after": _value(choices, after),
    }
    if before is None:
        return "%(name)s: %(after)s" % said  # noqa: UP031 - one way of writing for all three
    if after is None:
        return _("%(name)s: %(before)s → none") % said
    return "%(name)s: %(before)s → %(after)s" % said  # noqa: UP031


def _value(choices: Mapping[Any, Any], value: object) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(str(part) for part in value)
    return str(choices.get(value, value))


def _field(entry: AuditEntry, name: str) -> "Field[object, object] | None":
    """Return the model's field that a name of the entry stands for; None: it is no field."""
    try:
        model = apps.get_model(entry.target.partition(":")[0])
        field = model._meta.get_field(name)
    except (LookupError, ValueError, FieldDoesNotExist):
        return None
    return field if isinstance(field, Field) else None
