import pytest
from django.urls import reverse

from reconciliation.models import MatchTerms, Tolerance
from tests.factories import SupplierFactory, ToleranceFactory
from tests.reconciliation.operations.files import Desk
from tests.reconciliation.operations.test_matching import (
    PO1,
    SENT_SIX,
    bill,
    bring,
    found,
    whole_match,
)


def path(name, *args):
    return reverse(f"reconciliation:{name}", args=["kitahama", *args])


@pytest.mark.django_db(transaction=True)
def test_a_limit_hides_smaller_differences_from_the_next_match_on(accountant_client, workspace):
    desk = Desk(workspace)
    bring(desk, PO1, SENT_SIX, bill(10))
    form = {"kind": "BILLED_OVER_SHIPPED", "amount": 440, "valid_from": "2026-01-01"}

    accountant_client.post(path("tolerance-list"), form | {"reason": "少額"})
    whole_match(desk)

    assert [row[-1] for row in found()] == ["closed", "closed"]
    accountant_client.post(path("tolerance-end", Tolerance.objects.get().pk))
    Tolerance.objects.update(valid_until="2026-01-02")
    whole_match(desk)
    assert [row[-1] for row in found()] == ["closed", "open"]


@pytest.mark.django_db
def test_a_limit_needs_an_amount_or_a_share(accountant_client, workspace):
    form = {"kind": "PRICE_VARIANCE", "valid_from": "2026-01-01", "reason": "x"}

    assert accountant_client.post(path("tolerance-list"), form).status_code == 422
    accountant_client.post(path("tolerance-list"), form | {"percent": "0.25"})

    assert Tolerance.objects.get().percent_points == 25


@pytest.mark.django_db
def test_an_ended_limit_is_ended_once(accountant_client, workspace):
    limit = ToleranceFactory(workspace=workspace, valid_until="2026-02-01")

    accountant_client.post(path("tolerance-end", limit.pk))

    limit.refresh_from_db()
    assert limit.valid_until.isoformat() == "2026-02-01"


@pytest.mark.django_db
def test_terms_of_a_supplier_are_kept(accountant_client, workspace):
    supplier = SupplierFactory(workspace=workspace)

    accountant_client.post(
        path("match-terms", supplier.pk), {"billing_lag_days": "20", "rounding": "up"}
    )

    terms = MatchTerms.objects.get()
    assert (terms.billing_lag_days, terms.receipt_lag_days, terms.rounding) == (20, None, "up")
