"""The one sentence that opens a supplier's pages: how it stands, by what, and what comes next."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import reader
from accounts.domain import dates
from tracker.domain.promises import Promise
from tracker.domain.series import Number, Step, growth
from tracker.domain.standing import Cell
from tracker.domain.statements import SEVERITY, Statement
from tracker.domain.trends import RECENT
from tracker.enums import Basis, ServiceDomain
from tracker.operations.pictures import Picture
from tracker.operations.recovery import Recovery

MAIN = (ServiceDomain.ORDERS, ServiceDomain.SHIPPING)
EVIDENCE_MOST = 3  # sentences quoted under it


@dataclass(frozen=True, slots=True)
class Sentence:
    """Shapes: `parts` are read one after the other; `evidence` newest first."""

    parts: tuple[str, ...]
    evidence: tuple[Statement, ...] = ()

    @property
    def text(self) -> str:
        return join(self.parts)


def sentence(seen: Picture, found: Recovery) -> Sentence:
    """Say how a supplier stands, in the reader's language."""
    cells = _telling(seen)
    if not cells:
        return Sentence((_("No page of the supplier has said anything about its services yet."),))
    promise = next_promise(seen.promises())
    step = _newest_step(seen)
    parts = [_state(cells), _number(step) if step else "", _promise(promise, seen.today)]
    parts.append(_stage(found))
    evidence = {one.evidence: one for cell in cells for one in cell.deciding}
    newest = sorted(evidence.values(), key=lambda one: one.told_on, reverse=True)
    return Sentence(tuple(part for part in parts if part), tuple(newest[:EVIDENCE_MOST]))


def next_promise(told: Iterable[Promise]) -> Promise | None:
    """Return the open promise that falls due first. None: nothing is promised."""
    still = [one for one in told if one.outcome is None]
    return min(still, key=lambda one: one.deadlines[-1], default=None)


def join(parts: Iterable[str]) -> str:
    """Put sentences one after the other, as the reader's language does."""
    gap = "" if reader.style().language == "ja" else " "
    return gap.join(part for part in parts if part)


def number_words(number: Number) -> str:
    """Return what a number counts: goods that can be ordered (case goods)."""
    parts = {"case": _("case goods"), "single": _("single items"), "direct": _("direct-ship")}
    what = str(number.kind.label)
    if number.population:
        return _("%(what)s (%(part)s)") % {"what": what, "part": parts[number.population]}
    return what


def day(value: date) -> str:
    return dates.short_date(value, reader.style(), today=timezone.localdate())


def _telling(seen: Picture) -> list[Cell]:
    """Return ordering and shipping; of a supplier who speaks of neither, what runs worst."""
    known = {name: one for name, one in seen.whole().items() if one.basis is not Basis.NOTHING}
    main = [known[name] for name in MAIN if name in known]
    return main or sorted(known.values(), key=lambda one: -SEVERITY[one.level])[:1]


def _state(cells: list[Cell]) -> str:
    levels = {cell.level for cell in cells}
    names = _(", ").join(str(cell.domain.label) for cell in cells)
    told_on = max((cell.told_on for cell in cells if cell.told_on), default=None)
    said = {"day": day(told_on) if told_on else _("no date given")}
    if len(levels) == 1:
        words = {"services": names, "level": cells[0].level.label}
        return _("%(services)s: %(level)s (as of %(day)s).") % (words | said)
    each = [_("%(service)s: %(level)s") % _words(cell) for cell in cells]
    return _("%(services)s (as of %(day)s).") % (said | {"services": _(", ").join(each)})


def _words(cell: Cell) -> dict[str, str]:
    return {"service": str(cell.domain.label), "level": str(cell.level.label)}


def _newest_step(seen: Picture) -> Step | None:
    """Return the last move of a number for the better, while it is news."""
    moves = growth(seen.said.points, since=(seen.at - RECENT).date())
    return moves[-1] if moves else None


def _number(step: Step) -> str:
    words = {
        "what": number_words(step.after.number),
        "before": f"{step.before.value:,}",
        "after": f"{step.after.value:,}",
    }
    return _("%(what)s: %(before)s → %(after)s.") % words


def _promise(promise: Promise | None, today: date) -> str:
    if promise is None:
        return _("No day is promised.")
    words = {
        "service": promise.domain.label,
        "day": day(promise.deadlines[-1]),
        "count": promise.slip_count,
    }
    if promise.is_overdue(today):
        return _("The promised day of %(service)s, %(day)s, has passed without a word.") % words
    if promise.slip_count:
        return _("Next promise: %(service)s by %(day)s, put off %(count)s times so far.") % words
    return _("Next promise: %(service)s by %(day)s.") % words


def _stage(found: Recovery) -> str:
    if found.assessment.proposed is None:
        return ""
    words = {
        "stage": found.stage.label if found.stage else "",
        "proposed": found.assessment.proposed.label,
    }
    if found.stage is None:
        return _("Nobody has decided a stage; “%(proposed)s” is proposed.") % words
    if found.is_relapse:
        return _("Decided stage: “%(stage)s”, which its words no longer support.") % words
    if found.stage is not found.assessment.proposed:
        return _("Decided stage: “%(stage)s”; “%(proposed)s” is proposed.") % words
    return _("Decided stage: “%(stage)s”.") % words
