from procurement.models.alarm import SupplyAlarm
from procurement.models.approval import ApprovalRequest, RequestVersion, Vote
from procurement.models.checklist import Checklist, ChecklistEntry, FollowUp, Inquiry
from procurement.models.errand import Errand
from procurement.models.impact import LineImpact
from procurement.models.item import Item, Offer, SupplierTerms
from procurement.models.look import SupplierLook
from procurement.models.route import ApprovalPolicy, ApprovalRoute, Budget, Deputy, RouteStep
from procurement.models.rule import EmergencyRule, SwitchedItem
from procurement.models.substitute import Submission, SubstituteLine, SubstituteOrder

__all__ = [
    "ApprovalPolicy",
    "ApprovalRequest",
    "ApprovalRoute",
    "Budget",
    "Checklist",
    "ChecklistEntry",
    "Deputy",
    "EmergencyRule",
    "Errand",
    "FollowUp",
    "Inquiry",
    "Item",
    "LineImpact",
    "Offer",
    "RequestVersion",
    "RouteStep",
    "Submission",
    "SubstituteLine",
    "SubstituteOrder",
    "SupplierLook",
    "SupplierTerms",
    "SupplyAlarm",
    "SwitchedItem",
    "Vote",
]
