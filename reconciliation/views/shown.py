"""What the screens of an import show beside its columns."""

from django.utils.translation import gettext as _

from reconciliation.enums import FileFault, ImportField
from reconciliation.models import ImportBatch


def sums_of(batch: ImportBatch) -> list[dict[str, object]]:
    """Return our sums beside those that the file states; None: it states none."""
    return [
        {
            "label": ImportField(name).label,
            "ours": entry["ours"],
            "file": entry["file"],
            "differs": entry["file"] is not None and entry["file"] != entry["ours"],
        }
        for name, entry in batch.sums.items()
    ]


def warning_lines(batch: ImportBatch) -> list[str]:
    return [_warning(entry) for entry in batch.warnings]


def _warning(entry: dict[str, str]) -> str:
    if "fault" in entry:
        return str(FileFault(entry["fault"]).label)
    told = _("%(column)s: “%(example)s” is shorter than the others. Have zeros in front been lost?")
    return told % {"column": ImportField(entry["field"]).label, "example": entry["example"]}
