"""Codes of what was read as words and tones."""

from django import template

from tracker.domain.statements import LEVELS
from tracker.enums import DomainState, Level, Limit

register = template.Library()
TONES = {Level.DOWN: "bad", Level.LIMITED: "limited", Level.UP: "good", Level.UNKNOWN: "unknown"}
PLAN_TONES = {DomainState.PLANNED_RESUME: "widening", DomainState.PLANNED_STOP: "limited"}


@register.filter
def state_tone(state: str) -> str:
    """Return the tone of a badge for what a notice says of a service."""
    told = DomainState(state)
    level = LEVELS.get(told)
    return TONES[level] if level else PLAN_TONES.get(told, "unknown")


@register.filter
def limit_words(code: str) -> str:
    """Return in which way a statement does not hold for everything."""
    return str(dict(Limit.choices).get(code, code))
