"""The closed lists of who may do what."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """What a member is in one workspace."""

    PURCHASER = "purchaser", _("Purchaser")
    ACCOUNTANT = "accountant", _("Accountant")
    MANAGER = "manager", _("Manager")
    ADMINISTRATOR = "administrator", _("Administrator")
    OUTSIDE_ACCOUNTANT = "outside_accountant", _("Outside accountant")
    READ_ONLY = "read_only", _("Read only")


EVERYBODY = frozenset(Role)
WRITERS = EVERYBODY - {Role.READ_ONLY}  # may add notes, observations, checks
SOURCE_KEEPERS = frozenset({Role.PURCHASER, Role.ADMINISTRATOR})  # may add and change sources
ADMINISTRATORS = frozenset({Role.ADMINISTRATOR})  # members, settings, audit


class WorkspaceColour(TextChoices):
    """A company's own colour; each has a token --workspace-<value> in tokens.css."""

    BLUE = "blue", _("Blue")
    GREEN = "green", _("Green")
    PURPLE = "purple", _("Purple")
    ORANGE = "orange", _("Orange")
    TEAL = "teal", _("Teal")
    BROWN = "brown", _("Brown")


class MessageUrgency(TextChoices):
    """How soon a person has to know."""

    NOW = "now", _("Act now")
    TODAY = "today", _("Know today")
    QUIET = "quiet", _("For information")
