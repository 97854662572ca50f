"""Why an answer cannot be read, and why a change of it is no news."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ReadProblem(TextChoices):
    """Why an answer that arrived says nothing about the supplier. Never good news."""

    BLANK = "blank", _("The page is empty.")
    NEEDS_SCRIPT = "needs_script", _("The page shows its text only to a browser with scripts.")
    CAPTCHA = "captcha", _("The site asks whether a person is reading.")
    LOGIN = "login", _("The page asks for a sign-in.")
    SPLASH = "splash", _("The site shows only a page that asks to wait.")
    SITE_ERROR = "site_error", _("The page shows only an error of the site.")
    NOT_FOUND = "not_found", _("The page says that it does not exist.")
    SHRUNK = "shrunk", _("Most of the text is missing, and nothing new is said.")
    OLDER = "older", _("The page shows an older version than the one read before.")
    SELECTOR_EMPTY = "selector_empty", _("The chosen part of the page was not found.")
    UNDECODABLE = "undecodable", _("The characters of the page cannot be read.")
    REFUSED = "refused", _("The file contains something that is never opened.")
    UNKNOWN_FORMAT = "unknown_format", _("The format of the file is not known.")
    READER_DIED = "reader_died", _("The page ends every process that reads it.")
    PDF_UNREADABLE = "pdf_unreadable", _("The PDF cannot be read.")


class NoiseReason(TextChoices):
    """Why a change raises nothing."""

    WIDTH = "width", _("Only spaces or the width of characters changed.")
    REORDERED = "reordered", _("The same lines in another order.")
    COUNTER = "counter", _("Only a counter changed.")
    CLOCK = "clock", _("Only the displayed time of day changed.")
    COPYRIGHT = "copyright", _("Only the copyright year changed.")
    TOKEN = "token", _("Only a random code changed.")
    FRAME = "frame", _("Only menus or links around the text changed.")
    RENAMED = "renamed", _("The same text under another date, link or number.")
    RESAVED = "resaved", _("The file was saved again with the same text.")
