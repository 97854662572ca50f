"""Which claims wait for a person, and what each of them shows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import Workspace
from tracker.domain.marking import Piece, marked
from tracker.models import Claim, ClaimReview, Page, Reading, Source


@dataclass(frozen=True)
class ClaimRow:
    """One claim as people review it; no review: nobody has looked."""

    claim: Claim
    source: Source
    review: ClaimReview | None

    @cached_property
    def pieces(self) -> list[Piece]:
        return marked(self.claim.evidence, self.claim.words)


def waiting(workspace: Workspace, *, now: datetime) -> QuerySet[Claim]:
    """Return the claims that the reader could not settle and nobody has looked at."""
    return _standing(workspace).exclude(doubt="").exclude(_reviewed(workspace, now))


def shown(workspace: Workspace, show: str, *, now: datetime) -> QuerySet[Claim]:
    """Return what the list is asked for: what waits (""), what was reviewed, or all."""
    if not show:
        return waiting(workspace, now=now)
    found = _standing(workspace)
    return found.filter(_reviewed(workspace, now)) if show == "reviewed" else found


def _standing(workspace: Workspace) -> QuerySet[Claim]:
    """Return everything that the newest versions of official pages say."""
    return Claim.objects.on(Page.objects.official_in(workspace))


def _reviewed(workspace: Workspace, now: datetime) -> Q:
    """Return whether a review in force is about the same sentence, or locked over the service."""
    reviews = ClaimReview.objects.in_workspace(workspace).in_force(now=now)
    of_page = reviews.filter(claim__reading__page=OuterRef("reading__page"))
    same = of_page.filter(claim__fingerprint=OuterRef("fingerprint"))
    locked = of_page.filter(
        is_locked=True, claim__domain=OuterRef("domain"), claim__services=OuterRef("services")
    )
    return Q(Exists(same)) | Q(Exists(locked))


def rows(claims: Iterable[Claim], workspace: Workspace, *, now: datetime) -> list[ClaimRow]:
    """Return claims with their sources and with the review in force of the same sentence."""
    found = list(claims)
    sources = _sources({claim.reading.page for claim in found}, workspace)
    reviews = _reviews(found, workspace, now)
    return [
        ClaimRow(
            claim,
            sources[claim.reading.page_id],
            reviews.get((claim.reading.page_id, bytes(claim.fingerprint))),
        )
        for claim in found
        if claim.reading.page_id in sources
    ]


def of_reading(reading: Reading, workspace: Workspace, *, now: datetime) -> list[ClaimRow]:
    """Return all that one version of a page claims, in the order of reading."""
    claims = related(reading.claims.order_by("pk"))
    return rows(claims, workspace, now=now)


def related(claims: QuerySet[Claim]) -> QuerySet[Claim]:
    return claims.select_related("reading__page", "notice")


def _sources(pages: Iterable[Page], workspace: Workspace) -> dict[int, Source]:
    """Return page id -> the source through which the company knows the page."""
    parents = {page.pk: page.parent_id for page in pages}
    wanted = {*parents, *(parent for parent in parents.values() if parent)}
    known = Source.objects.in_workspace(workspace).filter(page__in=wanted)
    ordered = known.select_related("supplier__workspace").order_by("-ended_at", "-pk")
    by_page = {source.page_id: source for source in ordered}
    found = {pk: by_page.get(pk) or by_page.get(parent or 0) for pk, parent in parents.items()}
    return {pk: source for pk, source in found.items() if source}


def _reviews(
    claims: list[Claim], workspace: Workspace, now: datetime
) -> dict[tuple[int, bytes], ClaimReview]:
    """Return (page, sentence) -> its review in force, the newest last."""
    marks = {bytes(claim.fingerprint) for claim in claims}
    same = Q(claim__reading__page__in={claim.reading.page_id for claim in claims})
    found = (
        ClaimReview.objects.in_workspace(workspace)
        .in_force(now=now)
        .filter(same, claim__fingerprint__in=marks)
    )
    ordered = found.select_related("claim__reading", "reviewed_by").order_by("reviewed_at", "pk")
    return {(row.claim.reading.page_id, bytes(row.claim.fingerprint)): row for row in ordered}
