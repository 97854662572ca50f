"""What the frame around every page needs."""

from typing import Any

from django import template
from django.http import QueryDict
from django.template import Context
from django.urls import NoReverseMatch, reverse
from django.utils.safestring import SafeString, mark_safe

from accounts.models import Workspace
from accounts.places import Door, doors

register = template.Library()


@register.simple_tag
def doors_of(workspace: Workspace) -> list[Door]:
    """Return the places of a workspace that exist."""
    return doors(workspace.slug)


@register.simple_tag(takes_context=True)
def query(context: Context, **changes: Any) -> str:
    """Return this page's query string with some values replaced; None takes one out."""
    values: QueryDict = context["request"].GET.copy()
    for name, value in changes.items():
        values.pop(name, None)
        if value is not None and value != "":
            values[name] = value
    return "?" + values.urlencode()


@register.simple_tag
def route(name: str, *args: Any) -> str:
    """Return the address of a page, or nothing where that page is not part of this product."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


@register.simple_tag(takes_context=True)
def here(context: Context, door: Door) -> SafeString | str:
    """Return the mark of the place that the reader is in."""
    now_at = context["request"].path
    home = reverse("tracker:today", args=[context["workspace"].slug])
    is_here = now_at == home if door.path == home else now_at.startswith(door.paths)
    return mark_safe('aria-current="page"') if is_here else ""
