import pytest
from django.urls import reverse

from accounts.enums import Role
from accounts.models import AuditEntry
from procurement.enums import Seating
from procurement.models import ApprovalPolicy, ApprovalRoute, Budget
from tests.factories import MembershipFactory
from tests.factories.procurement import ApprovalRouteFactory, RouteStepFactory


@pytest.fixture
def boss(workspace):
    return MembershipFactory(workspace=workspace, role=Role.MANAGER, user__name="部長")


def at(workspace, name, *args):
    return reverse(f"procurement:{name}", args=[workspace.slug, *args])


def planned(boss, **changes):
    said = {"name": "部長決裁", "position": 1, "from_amount": 50_000}
    said |= {f"seating_{number}": Seating.ANY for number in (1, 2, 3)}
    return said | {"approvers_1": boss.user_id, "departments": "総務部、営業部"} | changes


@pytest.mark.parametrize("count", [1, 3])
def test_route_list_query_count_is_flat(
    manager_client, workspace, django_assert_num_queries, count
):
    for route in ApprovalRouteFactory.create_batch(count, workspace=workspace):
        RouteStepFactory(route=route, approvers=[manager_client.user])
    manager_client.get(at(workspace, "route-list"))

    with django_assert_num_queries(12):
        response = manager_client.get(at(workspace, "route-list"))

    assert len(response.context["routes"]) == count


def test_a_route_is_written_with_its_conditions_and_steps(manager_client, workspace, boss):
    manager_client.post(at(workspace, "route-add"), planned(boss, approvers_2=boss.user_id))

    route = ApprovalRoute.objects.get()
    assert route.conditions == {"departments": ["総務部", "営業部"]}
    assert [list(step.approvers.all()) for step in route.steps.order_by("position")] == [
        [boss.user],
        [boss.user],
    ]
    assert AuditEntry.objects.filter(action="approval_route.written").count() == 1


def test_a7_changing_a_route_ends_it_and_writes_it_anew(manager_client, workspace, boss):
    old = ApprovalRouteFactory(workspace=workspace)
    path = at(workspace, "route-edit", old.pk)

    manager_client.post(path, planned(boss))
    again = manager_client.post(path, planned(boss), follow=True)

    old.refresh_from_db()
    assert old.ended_at is not None
    assert [row.name for row in ApprovalRoute.objects.current()] == ["部長決裁"]
    assert "先にほかの人がルートを変えました" in again.content.decode()


def test_an_empty_first_step_or_a_wrong_span_is_refused(manager_client, workspace, boss):
    path = at(workspace, "route-add")

    assert manager_client.post(path, planned(boss, approvers_1="")).status_code == 422
    assert manager_client.post(path, planned(boss, below_amount=10)).status_code == 422
    assert not ApprovalRoute.objects.exists()


def test_ending_a_route_twice_is_harmless(manager_client, workspace):
    path = at(workspace, "route-end", ApprovalRouteFactory(workspace=workspace).pk)

    for _again in range(2):
        manager_client.post(path)

    assert AuditEntry.objects.filter(action="approval_route.ended").count() == 1


def test_a_try_out_names_who_would_decide(purchaser_client, workspace, boss):
    route = ApprovalRouteFactory(workspace=workspace, name="部長決裁", from_amount=50_000)
    RouteStepFactory(route=route, approvers=[boss.user])
    path = at(workspace, "route-list")

    way = purchaser_client.get(path, {"amount": 60_000}).context["way"]
    below = purchaser_client.get(path, {"amount": 10}).context["way"]

    assert (way["name"], way["steps"][0][1]) == ("部長決裁", [boss.user])
    assert (below["name"], below["steps"][0][1]) == ("", [boss.user])  # the fallback


def test_threshold_and_fallback_are_set(manager_client, workspace, boss):
    said = {"threshold_amount": 30_000, "fallbacks": [boss.user_id]}

    manager_client.post(at(workspace, "policy-set"), said)

    policy = ApprovalPolicy.objects.get()
    assert (policy.threshold_amount, list(policy.fallbacks.all())) == (30_000, [boss.user])


def test_a_budget_is_set_and_set_again(manager_client, workspace):
    said = {
        "department": "総務部",
        "from_on": "2025-10-01",
        "until_on": "2099-11-01",
        "amount": 500_000,
        "spent_amount": 20_000,
    }
    for amount in (500_000, 400_000):
        page = manager_client.post(
            at(workspace, "budget-list"), said | {"amount": amount}, follow=True
        )

    assert Budget.objects.get().amount == 400_000
    assert [left for _budget, left in page.context["budgets"]] == [380_000]


def test_a_budget_that_ends_before_it_begins_is_refused(manager_client, workspace):
    said = {"department": "総務部", "from_on": "2025-10-01", "until_on": "2025-09-01"}

    response = manager_client.post(
        at(workspace, "budget-list"), said | {"amount": 1, "spent_amount": 0}
    )

    assert (response.status_code, Budget.objects.count()) == (422, 0)
