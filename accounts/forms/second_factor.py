"""The second factor's forms with our words."""

from typing import Any

from allauth.mfa.base import forms as base
from allauth.mfa.totp import forms as totp
from django.utils.translation import gettext_lazy as _

from accounts.forms.sign_in import label

CODE_HELP = _("The six digits that the app shows now, or one of your recovery codes.")


class SecondFactorForm(base.AuthenticateForm):  # type: ignore[misc]  # allauth ships no types
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        label_code(self, CODE_HELP)


class SecondFactorAgainForm(base.ReauthenticateForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        label_code(self, CODE_HELP)


class ActivateForm(totp.ActivateTOTPForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        label_code(self, _("The six digits that the app shows now."))


def label_code(form: Any, help_text: Any) -> None:
    label(form, "code", _("Code"), help_text)
    attrs = {"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}
    form.fields["code"].widget.attrs |= attrs
