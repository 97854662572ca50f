"""Who may do what, route by route: the written matrix that the suite holds the product to.

A new route gets one line here, or the build fails (reliability S2). Its address parts get a
maker in TARGETS, so that the suite can try the route with another company's ids (S1).
"""

from collections.abc import Callable

from django.core import signing

from accounts.enums import ADMINISTRATORS, EVERYBODY, SOURCE_KEEPERS, WRITERS, Role
from accounts.models import Membership
from accounts.operations import invitations
from procurement.enums import BUYERS, RULE_MAKERS
from reconciliation.enums import IMPORTERS
from tests.factories import (
    InvitationFactory,
    MembershipFactory,
    MessageFactory,
    UserSessionFactory,
)
from tests.procurement import targets as procurement_targets
from tests.reconciliation import targets as reconciliation_targets
from tests.tracker import targets as tracker_targets
from tracker.enums import STAGE_DECIDERS

PUBLIC = "public"  # anybody, signed in or not
SIGNED_IN = "signed in"  # anybody who has signed in, whatever the company
BY_TOKEN = "by token"  # whoever holds the signed address; a wrong one is not found

Allowed = frozenset[Role] | str

MATRIX: dict[str, dict[str, Allowed]] = {
    # --- sign-in (allauth's views, named in accounts/sign_in_urls.py) ---
    "account_login": {"GET": PUBLIC, "POST": PUBLIC},
    "account_logout": {"GET": PUBLIC, "POST": PUBLIC},
    "account_signup": {"GET": PUBLIC},
    "account_inactive": {"GET": PUBLIC},
    "account_reauthenticate": {"GET": SIGNED_IN, "POST": SIGNED_IN},
    "account_change_password": {"GET": SIGNED_IN, "POST": SIGNED_IN},
    "account_reset_password": {"GET": PUBLIC, "POST": PUBLIC},
    "account_confirm_password_reset_code": {"GET": PUBLIC, "POST": PUBLIC},
    "account_complete_password_reset": {"GET": PUBLIC, "POST": PUBLIC},
    "account_password_reset_completed": {"GET": PUBLIC},
    "mfa_index": {"GET": SIGNED_IN},
    "mfa_authenticate": {"GET": PUBLIC, "POST": PUBLIC},
    "mfa_reauthenticate": {"GET": SIGNED_IN, "POST": SIGNED_IN},
    "mfa_activate_totp": {"GET": SIGNED_IN, "POST": SIGNED_IN},
    "mfa_deactivate_totp": {"GET": SIGNED_IN, "POST": SIGNED_IN},
    "mfa_view_recovery_codes": {"GET": SIGNED_IN},
    "mfa_generate_recovery_codes": {"GET": SIGNED_IN, "POST": SIGNED_IN},
    "mfa_download_recovery_codes": {"GET": SIGNED_IN},
    # --- for outside monitors; they tell nothing of any company ---
    "alive": {"GET": PUBLIC},
    "watching": {"GET": PUBLIC},
    # --- people and companies ---
    "accounts:home": {"GET": SIGNED_IN},
    "accounts:set-language": {"POST": PUBLIC},
    "accounts:company-list": {"GET": SIGNED_IN},
    "accounts:company-add": {"GET": SIGNED_IN, "POST": SIGNED_IN},
    "accounts:personal-settings": {"GET": SIGNED_IN, "POST": SIGNED_IN},
    "accounts:session-end": {"POST": SIGNED_IN},
    "accounts:session-end-others": {"POST": SIGNED_IN},
    "accounts:invitation-accept": {"GET": BY_TOKEN, "POST": BY_TOKEN},
    "accounts:settings": {"GET": EVERYBODY, "POST": ADMINISTRATORS},
    "accounts:member-list": {"GET": EVERYBODY, "POST": ADMINISTRATORS},
    "accounts:member-role": {"POST": ADMINISTRATORS},
    "accounts:member-end": {"GET": ADMINISTRATORS, "POST": ADMINISTRATORS},
    "accounts:invitation-withdraw": {"POST": ADMINISTRATORS},
    "accounts:message-list": {"GET": EVERYBODY},
    "accounts:message-open": {"POST": EVERYBODY},
    "accounts:message-read-all": {"POST": EVERYBODY},
    "accounts:audit-list": {"GET": ADMINISTRATORS},
    "accounts:audit-export": {"GET": ADMINISTRATORS},
    # --- what we do about it ---
    "procurement:approval-list": {"GET": EVERYBODY},
    "procurement:approval-detail": {"GET": EVERYBODY, "POST": WRITERS},
    "procurement:approval-slip": {"GET": EVERYBODY},
    "procurement:approval-from-mail": {"GET": EVERYBODY},
    "procurement:approval-take-back": {"POST": WRITERS},
    "procurement:route-list": {"GET": EVERYBODY},
    "procurement:route-add": {"GET": RULE_MAKERS, "POST": RULE_MAKERS},
    "procurement:route-edit": {"GET": RULE_MAKERS, "POST": RULE_MAKERS},
    "procurement:route-end": {"POST": RULE_MAKERS},
    "procurement:policy-set": {"POST": RULE_MAKERS},
    "procurement:budget-list": {"GET": EVERYBODY, "POST": RULE_MAKERS},
    "procurement:deputy-list": {"GET": WRITERS, "POST": WRITERS},
    "procurement:deputy-revoke": {"POST": WRITERS},
    "procurement:room": {"GET": EVERYBODY},
    "procurement:situation-sheet": {"GET": EVERYBODY},
    "procurement:room-judge": {"POST": BUYERS},
    "procurement:room-prepare": {"POST": BUYERS},
    "procurement:item-list": {"GET": EVERYBODY},
    "procurement:item-add": {"GET": BUYERS, "POST": BUYERS},
    "procurement:catalogue-upload": {"GET": BUYERS, "POST": BUYERS},
    "procurement:catalogue-check": {"GET": BUYERS, "POST": BUYERS},
    "procurement:item-detail": {"GET": EVERYBODY},
    "procurement:item-edit": {"GET": BUYERS, "POST": BUYERS},
    "procurement:offer-add": {"GET": BUYERS, "POST": BUYERS},
    "procurement:offer-edit": {"GET": BUYERS, "POST": BUYERS},
    "procurement:supplier-compare": {"GET": EVERYBODY},
    "procurement:terms-edit": {"GET": BUYERS, "POST": BUYERS},
    "procurement:room-take": {"POST": WRITERS},
    "procurement:basket-choose": {"GET": BUYERS, "POST": BUYERS},
    "procurement:basket-draft": {"POST": BUYERS},
    "procurement:errand-detail": {"GET": EVERYBODY},
    "procurement:errand-cancel": {"POST": BUYERS},
    "procurement:checklist-list": {"GET": EVERYBODY},
    "procurement:checklist-detail": {"GET": EVERYBODY, "POST": BUYERS},
    "procurement:department-told": {"POST": BUYERS},
    "procurement:substitute-add": {"GET": BUYERS, "POST": BUYERS},
    "procurement:substitute-detail": {"GET": EVERYBODY},
    "procurement:substitute-dispatch": {"POST": BUYERS},
    "procurement:substitute-print": {"GET": EVERYBODY},
    "procurement:substitute-sheet": {"GET": EVERYBODY},
    "procurement:rule-list": {"GET": EVERYBODY, "POST": RULE_MAKERS},
    "procurement:rule-withdraw": {"POST": RULE_MAKERS},
    "procurement:switch-board": {"GET": EVERYBODY},
    "procurement:switch-check": {"POST": BUYERS},
    "procurement:double-supply": {"GET": EVERYBODY, "POST": BUYERS},
    "procurement:alarm-close": {"POST": BUYERS},
    # --- tracker ---
    "tracker:today": {"GET": EVERYBODY},
    "tracker:find": {"GET": EVERYBODY},
    "tracker:health-chip": {"GET": EVERYBODY},
    "tracker:supplier-list": {"GET": EVERYBODY},
    "tracker:supplier-add": {"GET": SOURCE_KEEPERS, "POST": SOURCE_KEEPERS},
    "tracker:supplier-detail": {"GET": EVERYBODY},
    "tracker:supplier-edit": {"GET": SOURCE_KEEPERS, "POST": SOURCE_KEEPERS},
    "tracker:supplier-archive": {"POST": SOURCE_KEEPERS},
    "tracker:supplier-restore": {"POST": SOURCE_KEEPERS},
    "tracker:supplier-print": {"GET": EVERYBODY},
    "tracker:record-add": {"GET": WRITERS, "POST": WRITERS},
    "tracker:record-detail": {"GET": EVERYBODY},
    "tracker:feed-revoke": {"POST": EVERYBODY},
    "tracker:timeline-feed": {"GET": BY_TOKEN},
    "tracker:disruption-open": {"GET": WRITERS, "POST": WRITERS},
    "tracker:disruption-close": {"GET": WRITERS, "POST": WRITERS},
    "tracker:disruption-list": {"GET": EVERYBODY},
    "tracker:disruption-detail": {"GET": EVERYBODY},
    "tracker:disruption-step": {"POST": WRITERS},
    "tracker:window-list": {"GET": EVERYBODY},
    "tracker:window-add": {"GET": WRITERS, "POST": WRITERS},
    "tracker:window-detail": {"GET": EVERYBODY},
    "tracker:window-edit": {"GET": WRITERS, "POST": WRITERS},
    "tracker:window-step": {"POST": WRITERS},
    "tracker:slot-add": {"POST": WRITERS},
    "tracker:slot-remove": {"POST": WRITERS},
    "tracker:task-step": {"POST": WRITERS},
    "tracker:company-day-list": {"GET": EVERYBODY, "POST": WRITERS},
    "tracker:company-day-remove": {"POST": WRITERS},
    "tracker:planned-feed": {"GET": BY_TOKEN},
    "tracker:planned-feed-revoke": {"POST": EVERYBODY},
    "tracker:claim-list": {"GET": EVERYBODY},
    "tracker:correction-export": {"GET": EVERYBODY},
    "tracker:claim-review": {"POST": WRITERS},
    "tracker:claim-undo": {"POST": WRITERS},
    "tracker:reading-detail": {"GET": EVERYBODY},
    "tracker:proposal-detail": {"GET": EVERYBODY, "POST": WRITERS},
    "tracker:recovery": {"GET": EVERYBODY},
    "tracker:recovery-decide": {"POST": STAGE_DECIDERS},
    "tracker:override-set": {"GET": STAGE_DECIDERS, "POST": STAGE_DECIDERS},
    "tracker:override-end": {"POST": STAGE_DECIDERS},
    "tracker:check-add": {"GET": WRITERS, "POST": WRITERS},
    "tracker:check-note": {"GET": WRITERS, "POST": WRITERS},
    "tracker:fact-add": {"GET": WRITERS, "POST": WRITERS},
    "tracker:attack-mark": {"POST": STAGE_DECIDERS},
    "tracker:exception-add": {"GET": WRITERS, "POST": WRITERS},
    "tracker:exception-settle": {"POST": WRITERS},
    "tracker:verification-add": {"GET": WRITERS, "POST": WRITERS},
    "tracker:change-detail": {"GET": EVERYBODY},
    "tracker:snapshot-detail": {"GET": EVERYBODY},
    "tracker:snapshot-raw": {"GET": EVERYBODY},
    "tracker:source-add": {"GET": SOURCE_KEEPERS, "POST": SOURCE_KEEPERS},
    "tracker:mailbox-add": {"GET": SOURCE_KEEPERS, "POST": SOURCE_KEEPERS},
    "tracker:mailbox-edit": {"GET": SOURCE_KEEPERS, "POST": SOURCE_KEEPERS},
    "sample-control": {"GET": EVERYBODY, "POST": EVERYBODY},
    "sample-file": {"GET": EVERYBODY},
    "tracker:notice-paste": {"GET": WRITERS, "POST": WRITERS},
    "tracker:notice-upload": {"GET": WRITERS, "POST": WRITERS},
    "tracker:source-read": {"POST": WRITERS},
    "tracker:read-state": {"GET": EVERYBODY},
    "tracker:source-list": {"GET": EVERYBODY},
    "tracker:source-import": {"GET": SOURCE_KEEPERS, "POST": SOURCE_KEEPERS},
    "tracker:source-export": {"GET": EVERYBODY},
    "tracker:source-detail": {"GET": EVERYBODY},
    "tracker:source-edit": {"GET": SOURCE_KEEPERS, "POST": SOURCE_KEEPERS},
    "tracker:source-end": {"GET": SOURCE_KEEPERS, "POST": SOURCE_KEEPERS},
    "tracker:compare": {"GET": EVERYBODY},
    "tracker:ignored-list": {"GET": EVERYBODY},
    # --- reconciliation ---
    "reconciliation:order-list": {"GET": EVERYBODY},
    "reconciliation:order-detail": {"GET": EVERYBODY},
    "reconciliation:order-decide": {"POST": WRITERS},
    "reconciliation:import-list": {"GET": EVERYBODY},
    "reconciliation:import-add": {"GET": IMPORTERS, "POST": IMPORTERS},
    "reconciliation:import-detail": {"GET": EVERYBODY},
    "reconciliation:import-answer": {"POST": IMPORTERS},
    "reconciliation:import-apply": {"POST": IMPORTERS},
    "reconciliation:import-undo": {"POST": IMPORTERS},
    "reconciliation:import-discard": {"POST": IMPORTERS},
    "reconciliation:import-quarantine": {"GET": EVERYBODY},
    "reconciliation:import-file": {"GET": EVERYBODY},
    "reconciliation:upload-add": {"POST": IMPORTERS},
    "reconciliation:upload-detail": {"GET": IMPORTERS, "PUT": IMPORTERS},
    "reconciliation:job-list": {"GET": EVERYBODY},
    "reconciliation:job-cancel": {"POST": IMPORTERS},
    "reconciliation:evidence-list": {"GET": EVERYBODY},
    "reconciliation:evidence-index": {"GET": EVERYBODY},
    "reconciliation:evidence-add": {"GET": WRITERS, "POST": WRITERS},
    "reconciliation:evidence-detail": {"GET": EVERYBODY},
    "reconciliation:evidence-revise": {"GET": WRITERS, "POST": WRITERS},
    "reconciliation:evidence-file": {"GET": EVERYBODY},
    "reconciliation:evidence-bundle": {"GET": EVERYBODY},
    "reconciliation:evidence-mail": {"GET": WRITERS, "POST": WRITERS},
    "reconciliation:evidence-link": {"POST": WRITERS},
    "reconciliation:evidence-unlink": {"POST": WRITERS},
    "reconciliation:evidence-replace": {"POST": WRITERS},
    "reconciliation:job-chip": {"GET": EVERYBODY},
}

# How to make what an address names, for the member who asks, in that member's company.
TARGETS: dict[str, Callable[[Membership], object]] = {
    "slug": lambda member: member.workspace.slug,
    "membership_id": lambda member: MembershipFactory(workspace=member.workspace).pk,
    "invitation_id": lambda member: InvitationFactory(workspace=member.workspace).pk,
    "message_id": lambda member: (
        MessageFactory(workspace=member.workspace, recipient=member.user).pk
    ),
    "session_id": lambda member: UserSessionFactory(user=member.user).pk,
    "token": lambda member: signing.dumps(
        InvitationFactory(workspace=member.workspace).pk, salt=invitations.SALT
    ),
    **procurement_targets.TARGETS,
    **tracker_targets.TARGETS,
    **reconciliation_targets.TARGETS,
}

# Tables that reading a page may write: how a visit is remembered, never business facts.
WRITTEN_BY_READING = frozenset(
    {"django_session", "cache", "tracker_visit", "usersessions_usersession"}
)
