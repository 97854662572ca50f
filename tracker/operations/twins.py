"""The same notice at several places of one supplier is one story: the earliest stands."""

from collections import defaultdict
from collections.abc import Sequence

from django.db.models import Q

from tracker.domain import twins
from tracker.domain.twins import WITHIN, Told
from tracker.enums import NOTICE_CHANGES, ChangeKind
from tracker.models import Change, Page, Source, Supplier
from tracker.operations import archive

# page id -> (supplier id, tier) of the sources that read it
Tiers = dict[int, set[tuple[int, str]]]
MOST = 200  # of the newest changes beside it are compared with a new one


def join(made: Sequence[Change]) -> None:
    """Find what another place of the same supplier and tier told before.

    Runs inside the transaction that wrote the changes. The suppliers' rows are held, so that of
    two places read at the same time the second finds the first.
    """
    fresh = [change for change in made if change.kind in NOTICE_CHANGES]
    suppliers = _hold_suppliers(fresh) if fresh else []
    if not suppliers:
        return
    tiers = _tiers(suppliers)
    earlier = _earlier(tiers, fresh)
    said = {row.pk: _told(row) for row in earlier}
    for change in fresh:
        told = said.get(change.pk) or _told(change)
        for row in earlier:
            if _is_beside(row, change, tiers) and twins.is_same(said[row.pk], told):
                _tell_together(row, change)
                break


def _hold_suppliers(fresh: Sequence[Change]) -> list[int]:
    """Return the suppliers to whose timelines the changes belong, holding their rows."""
    pages = {page for change in fresh for page in (change.page_id, change.page.parent_id) if page}
    sources = Source.objects.current().filter(page__in=pages)
    held = Supplier.objects.filter(pk__in=sources.values("supplier")).order_by("pk")
    return list(held.select_for_update(no_key=True).values_list("pk", flat=True))


def _tiers(suppliers: list[int]) -> Tiers:
    found: Tiers = defaultdict(set)
    sources = Source.objects.current().filter(supplier__in=suppliers)
    for page, supplier, folder in sources.values_list("page_id", "supplier_id", "folder"):
        found[page].add((supplier, folder))
    return found


def _earlier(tiers: Tiers, fresh: Sequence[Change]) -> list[Change]:
    """Return what the suppliers' pages told lately, oldest first."""
    changes = Change.objects.filter(Q(page__in=tiers) | Q(page__parent__in=tiers))
    since = min(change.seen_at for change in fresh) - WITHIN
    lately = changes.filter(seen_at__gte=since, kind__in={change.kind for change in fresh})
    newest = lately.select_related("notice", "page").order_by("-pk")[:MOST]
    return list(reversed(newest))


def _is_beside(row: Change, change: Change, tiers: Tiers) -> bool:
    """Whether an earlier change stands on another page, of the same supplier in the same tier.

    What news repeats of an official word stays a second event: the tiers are never one.
    """
    if row.pk >= change.pk or row.page_id == change.page_id:
        return False
    return bool(_tiers_of(row.page, tiers) & _tiers_of(change.page, tiers))


def _tiers_of(page: Page, tiers: Tiers) -> set[tuple[int, str]]:
    linked = tiers.get(page.parent_id, set()) if page.parent_id else set()
    return tiers.get(page.pk, set()) | linked


def _told(change: Change) -> Told:
    notice, page = change.notice, change.page
    return Told(
        kind=ChangeKind(change.kind),
        title=change.title,
        seen_at=change.seen_at,
        url=(notice.url if notice else "") or page.url,
        number=notice.number if notice else None,
        told_on=change.told_on,
        words=_words(change),
    )


def _words(change: Change) -> str:
    """Return what an edit brought in; what it took away when it brought nothing."""
    found = archive.difference_of(change) if change.kind == ChangeKind.EDITED else None
    if found is None:
        return ""
    spans = [span for row in found.rows for span in row.spans]
    added = twins.words_of("".join(span.text for span in spans if span.op == "+"))
    return added or twins.words_of("".join(span.text for span in spans if span.op == "-"))


def _tell_together(first: Change, change: Change) -> None:
    story = first.story or first.pk
    Change.objects.filter(pk__in=[first.pk, change.pk]).update(story=story)
    first.story = change.story = story
