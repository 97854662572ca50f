"""Words and tones of states, for the screens of the response."""

from django import template

from tracker.enums import Level, RecoveryStage

register = template.Library()
TONES = {Level.UP: "good", Level.LIMITED: "limited", Level.DOWN: "bad", Level.UNKNOWN: "unknown"}


@register.filter
def stage_word(code: str | None) -> str:
    """The name of a recovery stage; a code that is none stands for itself."""
    return str(RecoveryStage(code).label) if code in RecoveryStage.values else str(code or "―")


@register.filter
def level_tone(level: Level) -> str:
    """The tone of a badge; the word beside it says the same."""
    return TONES[level]
