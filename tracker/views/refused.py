"""Addresses that the gate refuses: words for the person, an entry in the audit record."""

from django.utils import timezone

from accounts.access import WorkspaceRequest
from accounts.operations.audit import Actor
from tracker.enums import UrlProblem
from tracker.operations import refusals
from tracker.sources.urls import UrlError


def note_refusal(request: WorkspaceRequest, address: str, problem: str) -> None:
    actor = Actor.person(request.user)
    refusals.record(request.workspace, address, problem, actor=actor, now=timezone.now())


def url_words(error: UrlError) -> str:
    return str(UrlProblem(error.problem).label)
