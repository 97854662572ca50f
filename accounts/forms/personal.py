"""A person's own settings, and their entry by invitation."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import (
    password_validators_help_text_html,
    validate_password,
)
from django.core.exceptions import ValidationError
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import User


class PersonalSettingsForm(forms.ModelForm):  # type: ignore[type-arg]  # generic in the stubs alone
    class Meta:
        model = User
        fields = ("name", "language", "has_shortcuts")
        help_texts = {
            "has_shortcuts": _("Keys such as j, k and ? act at once while no field has the focus."),
        }


class NewPersonForm(forms.Form):
    """What a person tells who accepts an invitation and has no sign-in yet."""

    name = forms.CharField(label=_("Your name"), max_length=80)
    password1 = forms.CharField(
        label=_("Password"),
        strip=False,
        help_text=lazy(password_validators_help_text_html, str)(),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    password2 = forms.CharField(
        label=_("Password again"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def clean(self) -> None:
        password, again = (self.cleaned_data.get(f"password{n}") for n in (1, 2))
        if password and again and password != again:
            self.add_error("password2", _("Both passwords must be the same."))
        if not password:
            return
        try:
            validate_password(
                password, User(email=self.email, name=self.cleaned_data.get("name", ""))
            )
        except ValidationError as error:
            self.add_error("password1", error)
