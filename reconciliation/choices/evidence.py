"""What a piece of evidence is, and what a file is by its content."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class EvidenceKind(TextChoices):
    """What a piece of evidence is."""

    ORDER_MAIL = "order_mail", _("Order mail")
    CAPTURE = "capture", _("Screen capture")
    DELIVERY_NOTE = "delivery_note", _("Delivery note")
    INVOICE = "invoice", _("Invoice")
    RETURN_INVOICE = "return_invoice", _("Return invoice")
    RECEIPT = "receipt", _("Receipt")
    MAIL = "mail", _("Mail")
    CALL_NOTE = "call_note", _("Call note")
    DELAYED_INVOICE = "delayed_invoice", _("Record of a delayed invoice")
    FAILURE_SLIP = "failure_slip", _("Failure slip or error output")
    NOTICE = "notice", _("Supplier's notice")
    OTHER = "other", _("Other")


class EvidenceArea(TextChoices):
    """Which of the three legs a piece of evidence belongs to."""

    ORDERING = "ordering", _("Order")
    SHIPPING = "shipping", _("Shipping")
    BILLING = "billing", _("Billing")


class FileType(TextChoices):
    """What a file is by its content, whatever its name says."""

    PDF = "pdf", "PDF"
    PNG = "png", "PNG"
    JPEG = "jpeg", "JPEG"
    GIF = "gif", "GIF"
    WEBP = "webp", "WebP"
    TIFF = "tiff", "TIFF"
    MAIL = "mail", _("Mail (.eml)")
    TEXT = "text", _("Text")
    CSV = "csv", "CSV"
    XLSX = "xlsx", "Excel (XLSX)"
    OFFICE = "office", _("Office document")
    ZIP = "zip", "ZIP"
    MARKUP = "markup", _("Web page or drawing with markup")
    MACRO = "macro", _("Document with macros")
    PROGRAM = "program", _("Program")
    UNKNOWN = "unknown", _("Unknown type")


class FileSafety(TextChoices):
    """Whether a stored file may be opened by a click. Nothing here has seen a virus scanner."""

    NOT_SCANNED = "not_scanned", _("Not scanned for viruses")
    QUARANTINED = "quarantined", _("Quarantined: can carry out actions when opened")
