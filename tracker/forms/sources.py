"""Forms of sources: what is followed, how, and what is entered by hand."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User, Workspace
from tracker.enums import FETCHED_KINDS, Folder, Importance, PageKind
from tracker.fields import MomentField
from tracker.forms.timeline import people_of
from tracker.models import Source
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
