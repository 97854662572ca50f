"""Read lists of statuses: a name and one word of how it stands, without a sentence."""

import re
from dataclasses import dataclass
from functools import cache

from tracker.domain.claims import topics
from tracker.domain.claims.context import Topic
from tracker.domain.claims.lines import Line
from tracker.domain.claims.profile import Profile
from tracker.domain.claims.scopes import ORDER, scope
from tracker.domain.claims.values import Claim
from tracker.domain.document import BlockKind
from tracker.domain.lexicon.loader import STATES, Lexicon, lexicon
from tracker.domain.lexicon.scanner import Hit

_PART = r"[\s:・|●■◆○/\]】>-]"  # what parts a name from its status
_OF = re.compile(r"\s+(?:of|from|for|to|in|at|by|via)\s+|\(")
LONGEST_NAME = 40  # letters; behind more of them stands a sentence
_SENTENCE = re.compile(r"[。、?]|\.\s|(?:です|ます|ました|ません)$")


@dataclass(frozen=True, slots=True)
class Status:
    """What stands on the line: what is named, and how it is."""

    name: str
    word: str


def claims(line: Line, topic: Topic, profile: Profile, words: Lexicon) -> list[Claim]:
    """Return the claims of a line that holds a name and a status; none for any other line."""
    found = _status(line, words.language)
    if found is None:
        return []
    plain = found.name.lower() if words.language == "en" else found.name
    hits = words.scanner.hits(plain)
    reach = scope(found.name, hits, profile.names)
    named = _named(plain, hits, words) or list(topic.domains)
    if not named and reach.services:
        named = [profile.service_domain]
    state = _states(words.language)[found.word.lower()]
    limits = tuple(name for name in ORDER if name in (*reach.limits, *topic.limits))
    return [
        Claim(
            domain=domain, state=state, evidence=_evidence(line), rule=f"status {found.word}",
            limits=limits, services=reach.services, item_names=(found.name,),
            channel=None if domain == "fax" else reach.channel or topic.channel,
            certainty="done" if state in ("normal", "resumed") else "none",
            words=(found.word,), context=("status",), written_on=line.written_on,
        )
        for domain in named
    ]  # fmt: skip


def _named(name: str, hits: list[Hit], words: Lexicon) -> list[str]:
    """Return the domains of a name: in English its last noun, before any of or from."""
    if words.language != "en":
        return topics.spoken_last(name, hits)
    head = _OF.split(name)[0]
    spoken = [hit.name for hit in hits if hit.section == "domains" and hit.start < len(head)]
    return spoken[-1:] or topics.mentioned(hits)[:1]


def _evidence(line: Line) -> str:
    """Return the line itself; of a cell that holds nothing but its status, what its row names."""
    is_cell = line.kind in (BlockKind.ROW, BlockKind.DEFINITION)
    return line.near[0] if is_cell and line.near else line.text


def _status(line: Line, language: str) -> Status | None:
    text = line.folded.strip("・●■◆ ")
    if len(text) > LONGEST_NAME or _SENTENCE.search(text):
        return None
    if line.kind in (BlockKind.ROW, BlockKind.DEFINITION):
        is_word = text.lower() in _states(language)
        return Status(line.near[0], text) if is_word and line.near else None
    if match := _pattern(language).match(text):
        return Status(match["name"] or match["last"], match["word"] or match["first"])
    return None


@cache
def _states(language: str) -> dict[str, str]:
    """Return every status word in lower case with its state."""
    words = lexicon(language)
    return {
        word.lower(): state
        for state in STATES
        for word in words.words.get("statuses", {}).get(state, ())
    }


@cache
def _pattern(language: str) -> re.Pattern[str]:
    listed = "|".join(re.escape(word) for word in sorted(_states(language), key=len, reverse=True))
    return re.compile(
        rf"^(?:(?P<first>{listed}){_PART}+(?P<last>\S.+)|(?P<name>\S.*?){_PART}+(?P<word>{listed}))$",
        re.IGNORECASE,
    )
