"""When a fault began, told in a sentence of its own: it dates the stops that follow from it."""

import re
from dataclasses import replace

from tracker.domain.claims.lines import Line
from tracker.domain.claims.values import Claim
from tracker.domain.dates import english, japanese
from tracker.domain.dates.values import Bound, Precision, Span
from tracker.domain.lexicon.loader import Lexicon

_LABEL = re.compile(
    r"^(?:発生|障害発生)(?:日時|時刻|時間)$|^(?:start(?:ed)?|began)$", re.IGNORECASE
)
_BEGAN = re.compile(
    r"発生(?:時刻|日時)は|(?:障害|不具合|トラブル|事象|異常|火災|攻撃|停電)[^。]{0,12}(?:発生|起き|起こ|生じ|検知)"
    r"|\b(?:began|started|since|occurred)\b",
    re.IGNORECASE,
)


def with_onset(found: list[Claim], read: list[Line], words: Lexicon) -> list[Claim]:
    """Return the claims with the fault's beginning where a standing stop names none."""
    since = next((span for line in read if (span := _onset(line, words))), None)
    if since is None:
        return found
    return [
        replace(claim, effective=since)
        if claim.state in ("stopped", "degraded") and claim.effective is None and not claim.limits
        else claim
        for claim in found
    ]


def _onset(line: Line, words: Lexicon) -> Span | None:
    """Return the time from which a fault is said to last; None when the line tells none."""
    is_labelled = bool(line.near) and _LABEL.search(line.near[0])
    if not (is_labelled or _BEGAN.search(line.folded)):
        return None
    find = english.find if words.language == "en" else japanese.find
    for span in find(line.folded, line.written_on):
        is_start = span.bound in (Bound.SINCE, Bound.AT) and not span.is_range
        if (
            is_start
            and span.precision is not Precision.PART
            and span.first.date() <= line.written_on
        ):
            return span
    return None
