"""Where two words about the same thing differ: shown side by side, never settled by strength."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from tracker.domain.standing import Cell, Standing
from tracker.domain.statements import Scope, Statement
from tracker.enums import Basis, Difference, Disagreement, Level, Observed, ServiceDomain

# Which domain one's own eyes test, and what a failure there means.
OBSERVED_DOMAINS = {
    Observed.CART: ServiceDomain.ORDERS,
    Observed.DELIVERY_DATE: ServiceDomain.SHIPPING,
    Observed.STOCK: ServiceDomain.SHIPPING,
    Observed.ONLINE_INVOICE: ServiceDomain.BILLING,
    Observed.MAIL: ServiceDomain.EMAIL,
    Observed.PHONE: ServiceDomain.SUPPORT,
    Observed.FAX: ServiceDomain.FAX,
    Observed.FORM: ServiceDomain.SUPPORT,
    Observed.CHAT: ServiceDomain.SUPPORT,
}


RECENT = timedelta(days=10)  # an older page is history, not a contradiction


@dataclass(frozen=True, slots=True)
class Word:
    """What somebody else than the supplier's pages says of a domain."""

    kind: Disagreement
    key: int  # of the claim, observation or fact
    domain: ServiceDomain
    level: Level
    on: date
    text: str
    scope: Scope = field(default_factory=Scope)


@dataclass(frozen=True, slots=True)
class Conflict:
    """The supplier's word and another that says otherwise."""

    kind: Disagreement
    domain: ServiceDomain
    service: str
    level: Level  # as the supplier says
    official: Statement
    other: Word
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """How others stand to the supplier's word. News that agree support it and change nothing."""

    conflicts: tuple[Conflict, ...] = ()
    supporting: tuple[Word, ...] = ()


def compare(cell: Cell, words: Iterable[Word]) -> Comparison:
    """Lay the words that speak of a cell beside it; only what was said can be contradicted."""
    if cell.basis not in (Basis.OFFICIAL, Basis.IMPLIED) or cell.level is Level.UNKNOWN:
        return Comparison()
    here = [one for one in words if one.domain is cell.domain]
    against = [one for one in here if _differs(cell, one)]
    supporting = tuple(one for one in here if one.level is cell.level)
    return Comparison(tuple(_conflict(cell, one) for one in against), supporting)


def between_pages(found: Standing) -> tuple[Conflict, ...]:
    """Return where an older page still says the contrary of a newer one."""
    return tuple(
        Conflict(
            Disagreement.OFFICIAL_PAGES,
            one.by.domain,
            min(one.by.scope.services, default=""),
            one.by.level or Level.UNKNOWN,
            one.by,
            _word(one.statement),
            _differences(one.by, _word(one.statement)),
        )
        for one in found.overtaken
        if _is_still_said_elsewhere(one.statement, one.by)
    )


def _is_still_said_elsewhere(older: Statement, newer: Statement) -> bool:
    """An old notice is left standing as it was; only a recent word contradicts another."""
    if newer.told_on - older.told_on > RECENT:
        return False
    differ = None not in (older.level, newer.level) and older.level is not newer.level
    return differ and older.page != newer.page and older.unsaid_since is None


def _differs(cell: Cell, word: Word) -> bool:
    """Whether a word says otherwise; something limited may well work for somebody."""
    pair: Sequence[Level] = (cell.level, word.level)
    if Level.UNKNOWN in pair or cell.level is word.level:
        return False
    return not (word.kind is Disagreement.OBSERVATION and cell.level is Level.LIMITED)


def _conflict(cell: Cell, word: Word) -> Conflict:
    official = cell.deciding[0]
    return Conflict(
        word.kind,
        cell.domain,
        cell.service,
        cell.level,
        official,
        word,
        _differences(official, word),
    )


def _differences(official: Statement, other: Word) -> tuple[Difference, ...]:
    """Say how the two lie in time and scope: that decides, not the strength of the words."""
    if other.on == official.told_on:
        when = Difference.SAME_DAY
    elif other.on > official.told_on:
        when = Difference.OTHER_IS_NEWER
    else:
        when = Difference.OTHER_IS_OLDER
    return (when,) if other.scope == official.scope else (when, Difference.OTHER_SCOPE)


def _word(one: Statement) -> Word:
    return Word(
        Disagreement.OFFICIAL_PAGES,
        one.key,
        one.domain,
        one.level or Level.UNKNOWN,
        one.told_on,
        one.evidence,
        one.scope,
    )
