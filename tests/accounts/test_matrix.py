"""Every route against every role and method: the product equals the written matrix."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.enums import Role
from tests.accounts.matrix import (
    BY_TOKEN,
    MATRIX,
    PUBLIC,
    SIGNED_IN,
    WRITTEN_BY_READING,
)
from tests.accounts.routes import MATRIX_FILE, Route, all_routes, target
from tests.conftest import SignedInClient, sign_in_as
from tests.factories import MembershipFactory
from tracker.enums import WatchPart
from tracker.models import Heartbeat

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
ROUTES = [route for route in all_routes() if route.name in MATRIX]
by_name = pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)


def test_s2_every_route_is_in_the_matrix():
    unlisted = [route.name for route in all_routes() if route.name not in MATRIX]
    gone = sorted(set(MATRIX) - {route.name for route in all_routes()})

    assert unlisted == [], f"add to MATRIX in {MATRIX_FILE}, with methods and roles: " + "; ".join(
        f'"{name}": {{"GET": EVERYBODY}},' for name in unlisted
    )
    assert gone == [], f"remove from MATRIX in {MATRIX_FILE}: {gone}"


@pytest.fixture(autouse=True)
def living_scheduler(db):
    """Let somebody be watching; the monitor's route answers 503 otherwise."""
    Heartbeat.objects.create(part=WatchPart.SCHEDULER, beat_at=timezone.now())


@by_name
def test_s2_roles_and_methods_equal_the_matrix(route, workspace):
    people = [sign_in_as(role, workspace) for role in Role]
    wrong = [
        f"{method} as {person.membership.role}: {found}, the matrix says {expected}"
        for person in people
        for method in METHODS
        if (found := outcome(route, method, person))
        != (expected := promised(route, method, person))
    ]

    assert wrong == [], f"{route.name} and its line in {MATRIX_FILE} differ"


@by_name
def test_s2_nobody_enters_without_signing_in(route, workspace, client):
    member = MembershipFactory(workspace=workspace, role=Role.ADMINISTRATOR)
    for method in MATRIX[route.name]:
        response = client.generic(method, route.path_for(member))

        to_sign_in = response.status_code == 302 and "/login/" in response["Location"]
        if MATRIX[route.name][method] in (PUBLIC, BY_TOKEN):
            assert response.status_code in (200, 302, 400, 422)
        else:
            assert to_sign_in, f"{method} answered {response.status_code} to nobody in particular"


@by_name
def test_s1_a_stranger_finds_no_company(route, workspace, stranger_client):
    """S1: with every id right, the company itself is not found."""
    member = MembershipFactory(workspace=workspace, role=Role.ADMINISTRATOR)
    if "slug" not in route.parts:
        return

    for method, allowed in MATRIX[route.name].items():
        if allowed == BY_TOKEN:  # the signed address itself is the key
            continue
        response = stranger_client.generic(method, route.path_for(member))

        assert response.status_code == 404


@by_name
def test_s1_ids_of_another_company_are_not_found(route, workspace, other_workspace):
    """S1: even an administrator of both companies cannot reach one through the other."""
    here = sign_in_as(Role.ADMINISTRATOR, workspace)
    here.confirm()
    there = MembershipFactory(workspace=other_workspace, user=here.user, role=Role.ADMINISTRATOR)
    if BY_TOKEN in MATRIX[route.name].values():
        return
    if "slug" not in route.parts:  # then what belongs to another person
        there.workspace, there.user = workspace, MembershipFactory(workspace=workspace).user

    for part in set(route.parts) - {"slug"}:
        foreign = {part: target(part, there)}
        if foreign[part] == target(part, here.membership):
            continue  # a word of the address that is the same in every company
        for method in MATRIX[route.name]:
            response = here.generic(method, route.path_for(here.membership, **foreign))

            assert response.status_code == 404, f"{part} of another company"


@by_name
def test_s1_a_forged_token_finds_nothing(route, workspace, client):
    if BY_TOKEN not in MATRIX[route.name].values():
        return
    member = MembershipFactory(workspace=workspace)
    name = next(part for part in route.parts if part.endswith("token"))
    forged = {name: str(target(name, member))[:-3] + "abc"}

    for method in MATRIX[route.name]:
        assert client.generic(method, route.path_for(member, **forged)).status_code == 404


@by_name
def test_s3_reading_changes_nothing(route, workspace):
    reader = sign_in_as(Role.ADMINISTRATOR, workspace)
    if "GET" not in MATRIX[route.name]:
        return
    path = route.path_for(reader.membership)

    with CaptureQueriesContext(connection) as queries:
        reader.get(path)

    assert written_tables(queries) <= WRITTEN_BY_READING


@by_name
def test_s3_writing_needs_the_form_token(route, workspace):
    person = sign_in_as(Role.ADMINISTRATOR, workspace)
    strict = SignedInClient(person.membership, enforce_csrf_checks=True)
    if "POST" not in MATRIX[route.name]:
        return

    response = strict.post(route.path_for(person.membership))

    assert response.status_code == 403


def outcome(route: Route, method: str, person: SignedInClient) -> str:
    """Return what one person gets: entered, forbidden, or not a method of this route."""
    response = person.generic(method, route.path_for(person.membership))
    assert response.status_code < 500
    person.force_login(person.user)  # signing out is one of the routes
    answers = {403: "forbidden", 405: "no method"}
    if isinstance(MATRIX[route.name].get(method), frozenset):
        answers[404] = "not found"  # elsewhere: nothing of one's own to show yet
    return answers.get(response.status_code, "entered")


def promised(route: Route, method: str, person: SignedInClient) -> str:
    allowed = MATRIX[route.name].get(method)
    if allowed is None:
        return "no method"
    if allowed in (PUBLIC, SIGNED_IN, BY_TOKEN) or person.membership.role in allowed:
        return "entered"
    return "forbidden"


def written_tables(queries: CaptureQueriesContext) -> set[str]:
    """Return the tables that the captured statements wrote to."""
    words = (query["sql"].replace('"', " ").split() for query in queries.captured_queries)
    verbs = {"INSERT": 2, "UPDATE": 1, "DELETE": 2}
    return {line[verbs[line[0]]] for line in words if line and line[0] in verbs}
