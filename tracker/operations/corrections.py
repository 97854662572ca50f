"""What a company set right, as labelled pages that a reader can be tested on."""

import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from accounts.models import Workspace
from tracker.domain import reading as reader
from tracker.enums import Certainty, Folder, ReviewVerdict
from tracker.models import Claim, ClaimReview, Reading, Source
from tracker.operations import archive
from tracker.operations.reading import day_of

SUFFIXES = {"feed": "xml", "statuspage": "json", "mail": "eml", "text": "txt"}
JUDGED = (ReviewVerdict.CORRECTED, ReviewVerdict.DISMISSED)


@dataclass(frozen=True, slots=True)
class Case:
    """One version of a page as it came, and what it should have been read as.

    `name` is <incident>/<NN>-<yyyymmdd>, as the corpus names its files.
    """

    name: str
    suffix: str
    page: bytes
    label: dict[str, Any]


def cases(workspace: Workspace) -> Iterator[Case]:
    """Yield every version of which somebody set a claim right, oldest first.

    Raises: DamagedSnapshotError when a version no longer fits its hash.
    """
    reviews = ClaimReview.objects.in_workspace(workspace).filter(replaced_at=None)
    judged = reviews.filter(verdict__in=JUDGED).values("claim__reading")
    readings = Reading.objects.filter(pk__in=judged).select_related("page", "snapshot__base")
    folders = dict(
        Source.objects.in_workspace(workspace).order_by("pk").values_list("page", "folder")
    )
    for reading in readings.order_by("page", "taken_at", "pk"):
        own = {row.claim_id: row for row in reviews.filter(claim__reading=reading)}
        page = reading.page
        tier = folders.get(page.pk) or folders.get(page.parent_id or 0) or Folder.OFFICIAL
        yield _case(reading, own, tier)


def packed(workspace: Workspace) -> bytes:
    """Return all cases as one ZIP."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as files:
        for case in cases(workspace):
            files.writestr(f"{case.name}.{case.suffix}", case.page)
            files.writestr(f"{case.name}.label.json", text_of(case.label))
    return target.getvalue()


def text_of(label: dict[str, Any]) -> str:
    return json.dumps(label, ensure_ascii=False, indent=1)


def _case(reading: Reading, reviews: dict[int, ClaimReview], tier: str) -> Case:
    raw = archive.raw_of(reading.snapshot)
    url = reading.page.url
    kind = reader.kind_of(raw, content_type=reading.snapshot.content_type, url=url)
    captured = day_of(reading.taken_at)
    return Case(
        name=f"page-{reading.page_id}/{reading.snapshot.version:02}-{captured:%Y%m%d}",
        suffix=SUFFIXES.get(kind, kind),
        page=raw,
        label=_label(reading, reviews, tier) | {"captured": captured.isoformat()},
    )


def _label(reading: Reading, reviews: dict[int, ClaimReview], tier: str) -> dict[str, Any]:
    claims, traps = [], []
    for claim in reading.claims.order_by("pk"):
        review = reviews.get(claim.pk)
        if review and review.verdict == ReviewVerdict.DISMISSED:
            traps.append({"evidence": claim.evidence, "reason": review.reason})
        else:
            claims.append(_claim(claim, review))
    return {
        "source_tier": tier,
        "lang": None,
        "supplier": None,
        "page_id": str(reading.page_id),
        "published": reading.told_on.isoformat() if reading.told_on else None,
        "claims": claims,
        "windows": [],
        "windows_unlabelled": True,
        "stage": reading.stage or None,
        "traps": traps,
        "tags": ["correction"],
    }


def _claim(claim: Claim, review: ClaimReview | None) -> dict[str, Any]:
    said = review or claim
    dated = review if review and (review.expected_first or review.expected_last) else claim
    return {
        "domain": said.domain or claim.domain,
        "state": said.state or claim.state,
        "limits": claim.limits,
        "scope_text": claim.scope_text or None,
        "services": claim.services,
        "channel": claim.channel or None,
        "effective": claim.effective_on.isoformat() if claim.effective_on else None,
        "expected": _expected(dated),
        "certainty": Certainty.DATE if dated is review else claim.certainty,
        "evidence": claim.evidence,
    }


def _expected(row: Claim | ClaimReview) -> dict[str, str | None] | None:
    if not (row.expected_first or row.expected_last):
        return None
    return {
        "from": row.expected_first.isoformat() if row.expected_first else None,
        "to": row.expected_last.isoformat() if row.expected_last else None,
    }
