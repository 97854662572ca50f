"""Forms of sources: what is followed, how, and what is entered by hand."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.models import User, Workspace
from tracker.enums import FETCHED_KINDS, Folder, Importance, PageKind
from tracker.fields import MomentField
from tracker.forms.timeline import people_of
from tracker.models import Source
from tracker.operations.mailboxes import Access
from tracker.operations.sources import Address, Following

INTERVALS = [
    (5, _("every 5 minutes")),
    (10, _("every 10 minutes")),
    (30, _("every 30 minutes")),
    (60, _("every hour")),
    (180, _("every 3 hours")),
    (720, _("twice a day")),
    (1440, _("once a day")),
]
LARGEST_FILE = 10 * 1024 * 1024  # bytes, as for a fetched page


class FollowingForm(forms.Form):
    """How a page is followed."""

    name = forms.CharField(
        label=_("Name"), max_length=120, help_text=_("For example: outage notices")
    )
    folder = forms.ChoiceField(
        label=_("Tier"),
        choices=Folder,
        widget=forms.RadioSelect,
        initial=Folder.OFFICIAL,
        help_text=_("Only official words may move a state; news and comparisons stand beside."),
    )
    interval = forms.TypedChoiceField(
        label=_("Interval"), choices=INTERVALS, coerce=int, initial=30
    )
    keeper = forms.ModelChoiceField(
        label=_("Keeper"),
        queryset=User.objects.none(),
        required=False,
        help_text=_("Is told when the source cannot be read."),
    )
    importance = forms.ChoiceField(
        label=_("Importance"), choices=Importance, initial=Importance.NORMAL
    )
    is_starred = forms.BooleanField(
        label=_("Star: show its news first"),
        required=False,
    )
    keywords = forms.CharField(
        label=_("Keywords"),
        max_length=300,
        required=False,
        help_text=_("Separated by commas, for example: 復旧, 出荷再開"),
    )

    def __init__(self, *args: Any, workspace: Workspace, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["keeper"].queryset = people_of(workspace)  # type: ignore[attr-defined]

    def following(self) -> Following:
        said = self.cleaned_data
        return Following(
            folder=Folder(said["folder"]),
            name=said["name"],
            interval=timedelta(minutes=said["interval"]),
            keeper=said["keeper"],
            importance=Importance(said["importance"]),
            is_starred=said["is_starred"],
            keywords=said["keywords"],
        )

    @staticmethod
    def said_of(source: Source) -> dict[str, Any]:
        """Return how a source is followed now, as the form's first values."""
        minutes = int(source.interval.total_seconds() // 60)
        names = ("name", "folder", "keeper", "importance", "is_starred", "keywords")
        return {name: getattr(source, name) for name in names} | {"interval": minutes}


class SourceForm(FollowingForm):
    """What is followed, and how."""

    kind = forms.ChoiceField(
        label=_("Kind of page"),
        choices=[(kind.value, kind.label) for kind in PageKind if kind in FETCHED_KINDS],
        initial=PageKind.WEB,
    )
    url = forms.CharField(
        label=_("Address"),
        max_length=2000,
        help_text=_("The page itself, beginning with https:// or http://"),
    )
    selector = forms.CharField(
        label=_("Part of the page (CSS selector)"),
        max_length=200,
        required=False,
        help_text=_("Leave empty unless the preview shows too much."),
    )
    field_order = ["url", "kind", "name", "folder", "interval"]

    def address(self) -> Address:
        said = self.cleaned_data
        return Address(PageKind(said["kind"]), said["url"].strip(), said["selector"].strip())


class MailAccessForm(forms.Form):
    """Where mail is read, and as whom. The password is never shown again."""

    server = forms.CharField(
        label=_("IMAP server"),
        max_length=200,
        help_text=_("For example imap.example.co.jp. It is read over TLS (port 993)."),
    )
    login = forms.CharField(
        label=_("User name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("Kept encrypted and never shown again."),
    )
    mail_folder = forms.CharField(
        label=_("Folder of the mailbox"),
        max_length=200,
        initial="INBOX",
        help_text=_(
            "Every new mail in it is taken for a notice, so let a rule put only the "
            "supplier's mails there. Nothing in the folder is changed."
        ),
    )

    def access(self) -> Access:
        said = self.cleaned_data
        return Access(
            said["server"].strip(), said["login"], said["password"], said["mail_folder"].strip()
        )


class MailChangeForm(MailAccessForm):
    """The same for a folder that is read already: an empty password leaves it as it is."""

    def __init__(self, data: QueryDict | None, *, kept: Access) -> None:
        now = {"server": kept.server, "login": kept.login, "mail_folder": kept.folder}
        super().__init__(data, initial=now)
        self._kept = kept
        self.fields["password"].required = False
        self.fields["password"].help_text = _("Leave empty to keep the one that is stored.")

    def access(self) -> Access:
        said = super().access()
        return said if said.password else replace(said, password=self._kept.password)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        is_elsewhere = said.get("server", "").strip() != self._kept.server
        if is_elsewhere and "password" in said and not said["password"]:
            self.add_error("password", _("Another server needs its own password."))
        return said


class EndForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )


class PasteForm(forms.Form):
    """What came by fax, by phone or on a screen that cannot be fetched."""

    WAYS = [("fax", _("Fax")), ("phone", _("Phone")), ("screen", _("Screen"))]
    way = forms.ChoiceField(label=_("How it came"), choices=WAYS, widget=forms.RadioSelect)
    title = forms.CharField(label=_("Title"), max_length=200)
    text = forms.CharField(
        label=_("Text, word for word"),
        max_length=100_000,
        widget=forms.Textarea(attrs={"rows": 12}),
    )
    received_at = MomentField(
        label=_("When it came"), required=False, help_text=_("Left empty it is now.")
    )


class UploadForm(forms.Form):
    """A forwarded mail as a file."""

    file = forms.FileField(
        label=_("Mail file (.eml)"),
        help_text=_("Save the mail as a file in your mail program. 10 MB at most."),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            raise forms.ValidationError(_("The file is larger than 10 MB."))
        return file


class ListForm(forms.Form):
    """A list of sources as a file."""

    file = forms.FileField(
        label=_("File (CSV or OPML)"),
        help_text=_("A CSV file names at least the columns supplier and url. UTF-8 or Shift_JIS."),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            raise forms.ValidationError(_("The file is larger than 10 MB."))
        return file
