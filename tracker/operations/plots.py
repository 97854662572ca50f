"""The plots of the recovery page: each with a conclusion as title and its figures as a table."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q, Sum
from django.utils.translation import gettext as _

from tracker.domain.days import Day, DaySpan, days_told, level_spans, worst_spans
from tracker.domain.drawing import Axis, Chart, Curve, curve, gantt, strip
from tracker.domain.promises import Promise
from tracker.domain.series import Number, series
from tracker.enums import MISSES, Folder, Level, ServiceDomain
from tracker.models import CheckSpan, Source, Supplier
from tracker.operations.pictures import Picture
from tracker.operations.sentences import day as words_of
from tracker.operations.sentences import join, number_words

STRIP_DAYS = 120  # of the strip; each is still some pixels wide
QUIET = timedelta(days=14)  # how far the axis goes on after the last word
LOOKED_WITHIN = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class DayPlot:
    """A plot over days. Shapes: `spans` are its table, `promises` what its markers stand for."""

    title: str
    chart: Chart
    spans: tuple[DaySpan, ...]
    promises: tuple[Promise, ...] = ()


@dataclass(frozen=True, slots=True)
class NumberPlot:
    """One series of numbers; the points of the curve are its table."""

    title: str
    curve: Curve


@dataclass(frozen=True, slots=True)
class Looks:
    """How often a source was looked at lately, and how often in vain. None: never read."""

    source: Source
    count: int
    miss_count: int
    last_read_at: datetime | None

    @property
    def bar_width(self) -> float:
        """Units: percent of the looks that were in vain."""
        return round(100 * self.miss_count / self.count, 1) if self.count else 0.0


@dataclass(frozen=True, slots=True)
class LookPlot:
    title: str
    rows: tuple[Looks, ...]


@dataclass(frozen=True, slots=True)
class Plots:
    """None: there is nothing to draw yet."""

    gantt: DayPlot | None
    strip: DayPlot | None
    numbers: tuple[NumberPlot, ...]
    looks: LookPlot | None


def plots(seen: Picture) -> Plots:
    """Draw what is known of a supplier."""
    days = days_told(seen.said.readings, seen.domains, until=seen.today)
    looks = _look_plot(seen.supplier, seen.at)
    if not days:
        return Plots(None, None, (), looks)
    promises = tuple(seen.promises())
    axis = _axis(days, promises, seen.today)
    return Plots(
        _gantt(seen.domains, days, promises, axis=axis, today=seen.today),
        _strip(seen.domains, days, axis=axis, today=seen.today),
        _numbers(seen, axis),
        looks,
    )


def _axis(days: Sequence[Day], promises: Sequence[Promise], today: date) -> Axis:
    """Return the days to show: from a week before the first trouble to a while after the last."""
    troubled = [one.on for one in days if set(one.levels.values()) - {Level.UP, Level.UNKNOWN}]
    first = min(troubled, default=days[0].on) - timedelta(days=7)
    last = max(min(today, days[-1].on + QUIET), first + timedelta(days=28))
    open_days = [one.deadlines[-1] for one in promises if one.outcome is None]
    return Axis(first, max([last, *(day for day in open_days if day <= last + 6 * QUIET)]))


def _gantt(
    domains: Sequence[ServiceDomain],
    days: Sequence[Day],
    promises: tuple[Promise, ...],
    *,
    axis: Axis,
    today: date,
) -> DayPlot:
    end = min(today, days[-1].on + QUIET)
    spans = {domain: _inside(level_spans(days, domain, end=end), axis) for domain in domains}
    shown = tuple(one for found in spans.values() for one in found)
    slips = sum(one.slip_count for one in promises)
    put_off = _("Promised days were put off %(count)s times.") % {"count": slips}
    title = join([_stood_still(shown), put_off if slips else ""])
    return DayPlot(title, gantt(spans, promises, axis), shown, promises)


def _strip(
    domains: Sequence[ServiceDomain], days: Sequence[Day], *, axis: Axis, today: date
) -> DayPlot:
    end = min(today, days[-1].on + QUIET)
    recent = Axis(max(axis.first, end - timedelta(days=STRIP_DAYS)), end)
    spans = {domain: _inside(worst_spans(days, domain, end=end), recent) for domain in domains}
    shown = tuple(one for found in spans.values() for one in found)
    return DayPlot(_worst_day(shown, recent), strip(spans, recent), shown)


def _inside(spans: Sequence[DaySpan], axis: Axis) -> list[DaySpan]:
    return [one for one in spans if one.end > axis.first and one.first <= axis.last]


def _stood_still(spans: Sequence[DaySpan]) -> str:
    stopped: dict[ServiceDomain, int] = {}
    for one in spans:
        if one.level is Level.DOWN:
            stopped[one.domain] = stopped.get(one.domain, 0) + one.day_count
    if not stopped:
        return _("No service stood still.")
    domain, count = max(stopped.items(), key=lambda pair: pair[1])
    said = {"service": domain.label, "count": count}
    return _("%(service)s stood still longest: %(count)s days.") % said


def _worst_day(spans: Sequence[DaySpan], axis: Axis) -> str:
    days = [axis.first + timedelta(days=number) for number in range(axis.day_count + 1)]
    stopped = {
        day: sum(one.first <= day < one.end for one in spans if one.level is Level.DOWN)
        for day in days
    }
    worst = max(days, key=lambda day: stopped[day])
    if not stopped[worst]:
        return _("On no day a service stood still.")
    said = {"day": words_of(worst), "count": stopped[worst]}
    return _("The worst day was %(day)s: %(count)s services stood still.") % said


def _numbers(seen: Picture, axis: Axis) -> tuple[NumberPlot, ...]:
    """Return the series that have moved, longest first."""
    found = [
        NumberPlot(_moved(points[0].number, [one.value for one in points]), curve(points, axis))
        for points in series(seen.said.points).values()
        if len({point.value for point in points}) > 1
    ]
    return tuple(sorted(found, key=lambda one: -len(one.curve.dots)))


def _moved(number: Number, values: Sequence[int]) -> str:
    said = {
        "what": number_words(number),
        "first": f"{values[0]:,}",
        "last": f"{values[-1]:,}",
        "most": f"{max(values):,}",
    }
    if values[0] == values[-1]:
        return _("%(what)s: from %(first)s to %(most)s and back to %(last)s") % said
    return _("%(what)s: from %(first)s to %(last)s") % said


def _look_plot(supplier: Supplier, at: datetime) -> LookPlot | None:
    """Return how often the official pages were looked at in vain. None: nothing is followed."""
    official = supplier.sources.current().filter(folder=Folder.OFFICIAL)
    sources = list(official.select_related("page").order_by("name", "pk"))
    if not sources:
        return None
    rows = CheckSpan.objects.filter(
        page__in=[one.page_id for one in sources],
        last_at__gt=at - LOOKED_WITHIN,
        first_at__lte=at,
    )
    counted = {
        page: (count, missed or 0)
        for page, count, missed in rows.values_list("page_id").annotate(
            looked=Sum("check_count"), missed=Sum("check_count", filter=Q(outcome__in=MISSES))
        )
    }
    looks = tuple(
        Looks(one, *counted.get(one.page_id, (0, 0)), one.page.last_read_at) for one in sources
    )
    said = {
        "count": f"{sum(one.count for one in looks):,}",
        "missed": f"{sum(one.miss_count for one in looks):,}",
    }
    return LookPlot(_("%(missed)s of %(count)s looks of 30 days were in vain.") % said, looks)
