"""How files come in, and how far they have come."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role

# May bring in files and evidence, and undo what they brought in.
IMPORTERS = frozenset(
    {Role.PURCHASER, Role.ACCOUNTANT, Role.ADMINISTRATOR, Role.OUTSIDE_ACCOUNTANT}
)


class ImportKind(TextChoices):
    """What the rows of a file are."""

    ORDERS = "orders", _("Orders")
    SHIPMENTS = "shipments", _("Shipments")
    TRANSACTIONS = "transactions", _("Transaction history")
    BILLING = "billing", _("Billing details")
    BANK = "bank", _("Bank statement")
    CARD = "card", _("Card statement")
    TRACKING = "tracking", _("Carrier tracking")


STATEMENT_KINDS = frozenset({ImportKind.BANK, ImportKind.CARD})  # of an account, not a supplier


class ImportState(TextChoices):
    """How far an import has come. Its rows count as facts only once it is applied."""

    UPLOADED = "uploaded", _("Uploaded")
    ASKING = "asking", _("Waiting for your answer")
    READING = "reading", _("Being read")
    CHECKED = "checked", _("Checked, not applied yet")
    APPLYING = "applying", _("Being applied")
    APPLIED = "applied", _("Applied")
    REFUSED = "refused", _("Refused")
    DISCARDED = "discarded", _("Discarded")
    UNDONE = "undone", _("Undone")


OPEN_IMPORT_STATES = frozenset(
    {
        ImportState.UPLOADED,
        ImportState.ASKING,
        ImportState.READING,
        ImportState.CHECKED,
        ImportState.APPLYING,
    }
)


class QuarantineState(TextChoices):
    """What became of a refused row."""

    WAITING = "waiting", _("Waiting for correction")
    RETURNED = "returned", _("Corrected and imported again")
    DROPPED = "dropped", _("Given up")


class JobKind(TextChoices):
    """Long work that a person starts and may walk away from."""

    CHECK_IMPORT = "check_import", _("Check a file")
    APPLY_IMPORT = "apply_import", _("Apply an import")
    UNDO_IMPORT = "undo_import", _("Undo an import")
    MATCH = "match", _("Match")


class JobState(TextChoices):
    WAITING = "waiting", _("Waiting")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Cancelled")


OPEN_JOB_STATES = frozenset({JobState.WAITING, JobState.RUNNING})


class JobPhase(TextChoices):
    """What a job is doing at the moment."""

    QUEUED = "queued", _("In the queue")
    READING = "reading", _("Reading rows")
    COMPARING = "comparing", _("Comparing with what is known")
    APPLYING = "applying", _("Applying")
    SUMMARISING = "summarising", _("Updating the order list")
    CLEARING = "clearing", _("Clearing")
    LOADING = "loading", _("Loading the papers")
    MATCHING = "matching", _("Matching")
    STORING = "storing", _("Storing what was found")
    FINISHED = "finished", _("Finished")
