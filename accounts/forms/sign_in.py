"""allauth's forms with our words: a label over each field, nothing inside it."""

from typing import Any

from allauth.account import forms as account
from django.contrib.auth.password_validation import password_validators_help_text_html
from django.forms import Form
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

REMEMBER_RISK = _(
    "Stay signed in for two weeks on this browser. Whoever uses this computer can then work in "
    "your name: leave it off on shared computers."
)


class SignInForm(account.LoginForm):  # type: ignore[misc]  # allauth ships no types
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        label(self, "login", _("E-mail address"))
        label(self, "password", _("Password"))
        label(self, "remember", _("Stay signed in"), REMEMBER_RISK)
        self.fields["login"].widget.attrs["autofocus"] = True


class ConfirmPasswordForm(account.ReauthenticateForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        label(self, "password", _("Password"))


class PasswordChangeForm(account.ChangePasswordForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        label(self, "oldpassword", _("Current password"))
        label_new_password(self)


class PasswordForgottenForm(account.ResetPasswordForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        label(self, "email", _("E-mail address"))


class NewPasswordForm(account.ResetPasswordKeyForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        label_new_password(self)


class MailedCodeForm(account.ConfirmPasswordResetCodeForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        label(self, "code", _("Code from the mail"))
        self.fields["code"].widget.attrs |= {"autocomplete": "one-time-code", "autofocus": True}


def label(form: Form, name: str, text: Any, help_text: Any = "") -> None:
    """Name a field in our words; the place for an example inside it stays empty."""
    field = form.fields[name]
    field.label, field.help_text = text, help_text
    field.widget.attrs.pop("placeholder", None)


def label_new_password(form: Form) -> None:
    label(form, "password1", _("New password"), lazy(password_validators_help_text_html, str)())
    label(form, "password2", _("New password again"))
