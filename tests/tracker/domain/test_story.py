"""The sample supplier's 117 days, read as a poller would: every change is seen, none is made up."""

from collections import defaultdict
from datetime import timedelta

import pytest

from tracker.domain.lifecycle import compare
from tracker.domain.notices import split
from tracker.domain.readability import judge
from tracker.domain.reading import read, read_pages
from tracker.enums import ChangeKind
from tracker.sample.story import EventKind, events, pages_at
from tracker.sources.pdf import extract

TOLD = frozenset({EventKind.POSTED, EventKind.EDITED, EventKind.REPOSTED})


def document_of(page, day):
    if page.content_type == "application/pdf":
        return read_pages(extract(page.body).pages, captured_on=day)
    address = f"https://sample.example{page.path}"
    return read(page.body, content_type=page.content_type, url=address, captured_on=day)


class Watch:
    """What a poller remembers of each page between two readings."""

    def __init__(self):
        self.good = {}  # path -> last good document and its notices
        self.seen = defaultdict(list)  # path -> (moment, kinds of events)
        self.unreadable = defaultdict(list)  # path -> moments

    def look(self, page, moment):
        document = document_of(page, moment.date())
        before, old = self.good.get(page.path, (None, ()))
        lines = [block.text for block in before.main] if before else []
        day = before.published_on if before else None
        if judge(document, previous=lines, previous_on=day):
            self.unreadable[page.path].append(moment)
            return
        new = split(document, captured_on=moment.date())
        if before:
            kinds = [event.kind for event in compare(old, new)]
            self.seen[page.path] += [(moment, kinds)] if kinds else []
        self.good[page.path] = (document, new)


@pytest.fixture(scope="module")
def watch():
    watch = Watch()
    last = {}
    moments = sorted({event.at for event in events()})
    for moment in [moments[0] - timedelta(hours=1), *moments]:
        for path, page in pages_at(moment).items():
            is_text = "css" not in page.content_type and "image" not in page.content_type
            if page.status == 200 and is_text and last.get(path) != page.body:
                last[path] = page.body
                watch.look(page, moment)
    return watch


def own_pages():
    """Return the articles and standing pages, each with the moments at which its text changed."""
    changed = defaultdict(list)
    for event in events():
        if event.kind in TOLD and event.path.endswith((".html", ".pdf")):
            changed[event.path].append(event)
    return changed


def test_every_edit_of_an_article_is_one_edit(watch):
    for path, told in own_pages().items():
        edits = [event.at for event in told if event.kind is not EventKind.POSTED]

        assert watch.seen.get(path, []) == [(at, [ChangeKind.EDITED]) for at in edits], path


def test_every_article_is_posted_once_on_the_list_and_in_the_feed(watch):
    posted = [
        event.at
        for event in events()
        if event.kind in {EventKind.POSTED, EventKind.REPOSTED}
        and event.path.startswith("/tsugumino/news/")
    ]
    for path in ("/tsugumino/news/", "/tsugumino/news/feed.xml", "/tsugumino/"):
        seen = [at for at, kinds in watch.seen[path] if kinds.count(ChangeKind.POSTED) == 1]

        assert [at for at in seen if at in posted] == posted, path


def test_only_what_was_withdrawn_is_withdrawn(watch):
    taken_back = [event.at for event in events() if event.kind is EventKind.WITHDRAWN]

    for path in ("/tsugumino/news/", "/tsugumino/news/feed.xml", "/tsugumino/"):
        gone = [at for at, kinds in watch.seen[path] if ChangeKind.WITHDRAWN in kinds]
        assert gone == taken_back, path


def test_cosmetic_moments_raise_nothing(watch):
    kinds_at = defaultdict(set)
    for event in events():
        kinds_at[event.at].add(event.kind)
    quiet = {at for at, kinds in kinds_at.items() if kinds == {EventKind.COSMETIC}}

    loud = [(path, at) for path, seen in watch.seen.items() for at, _ in seen if at in quiet]

    assert quiet
    assert loud == []


def test_f11_splash_blank_and_stale_pages_are_not_read(watch):
    spells = [event for event in events() if event.kind is EventKind.UNREADABLE]
    answered = set()
    for spell in spells:
        pages = pages_at(spell.at)
        touched = [pages[path] for path in pages if path.startswith(spell.path.split("、")[0])]
        answered |= {spell.at} if any(page.status == 200 for page in touched) else set()

    blind = {at for moments in watch.unreadable.values() for at in moments}

    assert len(answered) == 3  # the fourth answers 503 and never comes this far
    assert answered <= blind
