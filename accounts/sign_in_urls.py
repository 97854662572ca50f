"""The sign-in routes that we use of allauth, each named; what is not listed does not exist."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from django.urls import path
from django.views.decorators.http import require_http_methods, require_safe

from accounts.second_factor import audited
from accounts.views.sign_up import sign_up_closed

form = require_http_methods(["GET", "HEAD", "POST"])

urlpatterns = [
    path("login/", form(account.login), name="account_login"),
    path("logout/", form(account.logout), name="account_logout"),
    path("signup/", sign_up_closed, name="account_signup"),
    path("inactive/", require_safe(account.account_inactive), name="account_inactive"),
    path("reauthenticate/", form(account.reauthenticate), name="account_reauthenticate"),
    path("password/change/", form(account.password_change), name="account_change_password"),
    path("password/reset/", form(account.password_reset), name="account_reset_password"),
    path(
        "password/reset/confirm/",
        form(account.confirm_password_reset_code),
        name="account_confirm_password_reset_code",
    ),
    path(
        "password/reset/complete/",
        form(account.complete_password_reset),
        name="account_complete_password_reset",
    ),
    path(
        "password/reset/done/",
        require_safe(account.password_reset_from_key_done),
        name="account_password_reset_completed",
    ),
    path("2fa/", require_safe(mfa.index), name="mfa_index"),
    path("2fa/authenticate/", form(mfa.authenticate), name="mfa_authenticate"),
    path("2fa/reauthenticate/", form(mfa.reauthenticate), name="mfa_reauthenticate"),
    # the second factor and its audit entry are written together or not at all
    path(
        "2fa/totp/activate/",
        form(audited(totp.activate_totp)),
        name="mfa_activate_totp",
    ),
    path(
        "2fa/totp/deactivate/",
        form(audited(totp.deactivate_totp)),
        name="mfa_deactivate_totp",
    ),
    path(
        "2fa/recovery-codes/",
        require_safe(recovery_codes.view_recovery_codes),
        name="mfa_view_recovery_codes",
    ),
    path(
        "2fa/recovery-codes/generate/",
        form(audited(recovery_codes.generate_recovery_codes)),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "2fa/recovery-codes/download/",
        require_safe(recovery_codes.download_recovery_codes),
        name="mfa_download_recovery_codes",
    ),
]
