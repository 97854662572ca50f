"""Codes of the tracker as words and tones."""

from django import template

from accounts.audit_words import words_for
from tracker.enums import MISSES, CheckOutcome, FetchReason
from tracker.enums.reading import NoiseReason, ReadProblem

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
