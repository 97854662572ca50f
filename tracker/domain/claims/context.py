"""What a sentence leans on: the topic carried into it and the setting of its page."""

from dataclasses import dataclass, field
from datetime import date

from tracker.domain.claims.aspects import Aspect
from tracker.domain.claims.scopes import Names
from tracker.domain.dates.values import Span
from tracker.domain.lexicon.loader import Lexicon


@dataclass(frozen=True, slots=True)
class Topic:
    """What has been spoken of last, to be carried into what follows."""

    domains: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    limits: tuple[str, ...] = ()
    channel: str | None = None
    source: str = ""  # heading, lead, sentence: where it came from
    covers_all: bool = False  # すべての商品: nothing is carried in


@dataclass(frozen=True, slots=True)
class Setting:
    """Everything around a sentence that its reading leans on."""

    words: Lexicon
    names: Names
    written_on: date
    topic: Topic = field(default_factory=Topic)
    fallback: str | None = None  # the domain the whole page is about
    service_domain: str = "orders"  # what a named service stands for
    window: tuple[Span, Span] | None = None  # first and last stretch of the planned work described
    in_table: bool = False
    section: tuple[str, ...] = ()  # limits that the heading or the row names: 関東第一センター
    since: tuple[Span, ...] = ()  # a time told in an earlier clause: 8時30分ごろより、
    zone: str | None = None  # of clock times that name none
    follows: Aspect | None = None  # how the sentence ends
