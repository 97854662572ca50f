"""Password rules beside Django's own."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


class MaximumLengthValidator:
    """Refuse passwords whose hashing would cost more than signing in is worth."""

    def __init__(self, longest: int = 100) -> None:
        self.longest = longest  # characters

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        if len(password) > self.longest:
            raise ValidationError(
                _("The password has %(length)d characters; %(longest)d are the most."),
                code="password_too_long",
                params={"length": len(password), "longest": self.longest},
            )

    def get_help_text(self) -> str:
        return _("At most %(longest)d characters.") % {"longest": self.longest}
