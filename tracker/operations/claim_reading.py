"""Reading what a version of a page says to a buyer, before anything is written."""

import re
from collections.abc import Sequence
from datetime import date, datetime

from tracker.domain.bounded import bounded
from tracker.domain.claims.page import read_page
from tracker.domain.claims.values import Claim
from tracker.domain.document import Document
from tracker.domain.doubts import doubt_of
from tracker.domain.notices import Notice
from tracker.domain.series import read_numbers
from tracker.enums import Certainty, DomainState, RecoveryStage, ServiceDomain
from tracker.operations.claims import PreparedClaims, ReadClaim, ReadNumber
from tracker.operations.window_reading import windows_of

_SENTENCE_END = re.compile(r"(?<=[。！？!?])|(?<=[.])\s|\n")
_SPACE = re.compile(r"\s+")
# "after the restart" tells when something else happens, not that anything restarted
_AFTER_RESTART = re.compile(r"(?:再開|復旧|解消|解除)(?:後|次第|時|まで)(?:に|は|の)?[。、)）]?$")


def prepare(document: Document, *, notices: Sequence[Notice], captured_on: date) -> PreparedClaims:
    """Return everything a document claims. Touches no database.

    Shapes: `notices` are those the document was split into, as the page shows them now.
    """
    document = bounded(document)
    read = read_page(document, captured_on=captured_on)
    faults = (*document.faults, *read.faults)
    written_on = read.published or captured_on
    places = _Places(notices)
    return PreparedClaims(
        told_on=read.published,
        claims=tuple(
            _claim(one, written_on, places, faults) for one in read.claims if not _is_condition(one)
        ),
        numbers=tuple(_numbers(document, written_on)),
        windows=windows_of(document, read.windows, written_on=written_on),
        stage=RecoveryStage(read.stage) if read.stage else "",
        faults=faults,
    )


class _Places:
    """Which notice of a page a sentence stands in."""

    def __init__(self, notices: Sequence[Notice]) -> None:
        self.texts = [] if len(notices) < 2 else [(one.key, _bare(one.text)) for one in notices]

    def of(self, evidence: str) -> str:
        wanted = _bare(evidence)
        return next((key for key, text in self.texts if wanted in text), "")


def _is_condition(one: Claim) -> bool:
    is_good = one.state in (DomainState.RESUMED, DomainState.NORMAL)
    return is_good and _AFTER_RESTART.search(one.evidence.strip()) is not None


def _bare(text: str) -> str:
    return _SPACE.sub("", text)


def _claim(one: Claim, written_on: date, places: _Places, faults: tuple[str, ...]) -> ReadClaim:
    expected, told_on = one.expected, one.written_on or written_on
    state = DomainState(one.state)
    return ReadClaim(
        domain=ServiceDomain(one.domain),
        state=state,
        told_on=told_on,
        evidence=one.evidence,
        rule=one.rule,
        services=one.services,
        limits=one.limits,
        items=one.item_names,
        channel=one.channel or "",
        scope_text=one.scope_text or "",
        effective_on=one.effective.first.date() if one.effective else None,
        expected_first=_day(expected.first) if expected else None,
        expected_last=_day(expected.last) if expected else None,
        certainty=Certainty(one.certainty),
        words=one.words,
        context=one.context,
        notice_key=places.of(one.evidence),
        doubt=doubt_of(state, one.evidence, told_on=told_on, faults=faults),
    )


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None


def _numbers(document: Document, written_on: date) -> list[ReadNumber]:
    """Return the numbers of the text, each with the sentence that gives it."""
    return [
        ReadNumber(number, block.stamped_on or written_on, sentence.strip())
        for block in document.main
        for sentence in _SENTENCE_END.split(block.text)
        for number in read_numbers(sentence)
    ]
