"""Codes of the tracker as words and tones."""

from collections.abc import Mapping

from django import template
from django.utils.translation import gettext as _

from accounts.audit_words import words_for
from tracker.domain.series import Number
from tracker.domain.statements import Scope
from tracker.enums import MISSES, Channel, CheckOutcome, FetchReason, Limit, StageCondition
from tracker.enums.reading import NoiseReason, ReadProblem
from tracker.operations import sentences

register = template.Library()
REASONS = dict((*NoiseReason.choices, *ReadProblem.choices, *FetchReason.choices))


@register.filter
def reason_words(code: str) -> str:
    """Return the sentence of a reason or of its code; what is neither is shown as it is."""
    return str(getattr(code, "label", None) or REASONS.get(code, code))


@register.filter
def outcome_tone(outcome: str) -> str:
    """Return the tone of a badge for what a look brought."""
    if outcome in MISSES:
        return "limited"
    return "widening" if outcome == CheckOutcome.CHANGED else "plain"


@register.filter
def hexadecimal(value: bytes) -> str:
    """Return a hash as people compare it."""
    return bytes(value).hex()


@register.filter
def act_words(action: str) -> str:
    """Return what the code of an audit entry means."""
    return words_for(action)


@register.filter
def value_of(found: Mapping[object, object], key: object) -> object:
    """Return what stands under a key; nothing where there is none."""
    return found.get(key, "")


@register.filter
def scope_words(scope: Scope) -> str:
    """Return what a statement holds for, in words; "" means for everything."""
    parts = [*sorted(scope.services), *sorted(scope.items), *_limits(scope)]
    if scope.channel:
        parts.append(str(Channel(scope.channel).label))
    return _(", ").join(parts)


@register.filter
def condition_words(code: str) -> str:
    """Return what the code of a stage's condition means."""
    return str(StageCondition(code).label)


@register.filter
def coordinate(value: float) -> str:
    """Return a place on a plot as SVG wants it, whatever the reader's language."""
    return f"{value:g}"


@register.filter
def limit_words(scope: Scope) -> str:
    """Return in which way a statement does not hold for everything."""
    return _(", ").join(_limits(scope))


@register.filter
def number_words(number: Number) -> str:
    """Return what a number of a notice counts."""
    return sentences.number_words(number)


def _limits(scope: Scope) -> list[str]:
    return [str(Limit(limit).label) for limit in sorted(scope.limits)]
