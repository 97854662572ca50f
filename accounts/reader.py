"""How the person who reads now wants dates written: language, zone, era years."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from functools import lru_cache
from zoneinfo import ZoneInfo

import jpholiday
from django.utils import timezone, translation

from accounts.domain.dates import Style
from accounts.models import Workspace

_is_era: ContextVar[bool] = ContextVar("is_era", default=False)


@contextmanager
def in_company(workspace: Workspace) -> Iterator[None]:
    """Show times in the company's zone and years as the company counts them."""
    token = _is_era.set(workspace.uses_japanese_era)
    try:
        with timezone.override(ZoneInfo(workspace.time_zone)):
            yield
    finally:
        _is_era.reset(token)


def style() -> Style:
    language = "ja" if (translation.get_language() or "ja").startswith("ja") else "en"
    return Style(language=language, is_era=_is_era.get(), is_holiday=_is_holiday)


@lru_cache(maxsize=4096)
def _is_holiday(day: date) -> bool:
    return bool(jpholiday.is_holiday(day))
