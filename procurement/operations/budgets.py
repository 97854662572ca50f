"""What a department may still spend at the moment of deciding."""

from datetime import date

from django.db.models import Sum

from accounts.models import Workspace
from procurement.domain.approvals import Budget as PlainBudget
from procurement.enums import RequestState
from procurement.models import ApprovalRequest, Budget


def budget_left(workspace: Workspace, department: str, *, today: date) -> int | None:
    """Return the money left, approved requests counted as spent. None: no budget is known."""
    budgets = Budget.objects.in_workspace(workspace).filter(
        department=department, from_on__lte=today, until_on__gt=today
    )
    row = budgets.order_by("-from_on").first()
    if row is None:
        return None
    approved = ApprovalRequest.objects.in_workspace(workspace).filter(
        department=department,
        state__in=[RequestState.APPROVED, RequestState.DISPATCHED],
        decided_at__date__gte=row.from_on,
        decided_at__date__lt=row.until_on,
    )
    promised = approved.aggregate(total=Sum("amount"))["total"] or 0
    return PlainBudget(row.amount, row.spent_amount, promised, row.until_on).left_amount
