"""What a browser announces before it sends a file in pieces."""

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from reconciliation.operations.uploads import Announced


class AnnouncedForm(forms.Form):
    label = forms.CharField(max_length=1000)
    mark = forms.CharField(max_length=80)
    byte_count = forms.IntegerField(min_value=1)

    def clean_byte_count(self) -> int:
        count: int = self.cleaned_data["byte_count"]
        if count > settings.UPLOAD_MEGABYTES << 20:
            told = _("The file is larger than %(limit)s MB, the most that is taken in. Split it.")
            raise ValidationError(told, params={"limit": settings.UPLOAD_MEGABYTES})
        return count

    def announced(self) -> Announced:
        said = self.cleaned_data
        return Announced(said["label"], said["mark"], said["byte_count"])
