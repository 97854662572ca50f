from accounts.models.audit import AuditAnchor, AuditEntry
from accounts.models.invitation import Invitation
from accounts.models.mailing import Mailed
from accounts.models.membership import Membership
from accounts.models.message import Message
from accounts.models.user import User
from accounts.models.workspace import Workspace

__all__ = [
    "AuditAnchor",
    "AuditEntry",
    "Invitation",
    "Mailed",
    "Membership",
    "Message",
    "User",
    "Workspace",
]
