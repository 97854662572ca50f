"""The words and patterns of English time expressions."""

import re

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
ZONES = {
    "et": "America/New_York", "est": "America/New_York", "edt": "America/New_York",
    "ct": "America/Chicago", "cst": "America/Chicago", "cdt": "America/Chicago",
    "mt": "America/Denver", "mst": "America/Denver", "mdt": "America/Denver",
    "pt": "America/Los_Angeles", "pst": "America/Los_Angeles", "pdt": "America/Los_Angeles",
    "utc": "UTC", "gmt": "UTC", "bst": "Europe/London", "cet": "Europe/Paris",
    "cest": "Europe/Paris", "jst": "Asia/Tokyo",
}  # fmt: skip
PARTS = {"early": (1, 10), "mid": (11, 20), "middle": (11, 20), "late": (21, 31), "end": (21, 31)}
DAY_WORDS = {
    "today": 0, "tonight": 0, "this morning": 0, "this afternoon": 0, "this evening": 0,
    "tomorrow": 1, "yesterday": -1,
}  # fmt: skip

_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b\.?"
)
_NTH = r"(?:st|nd|rd|th)?"
_TILL = r"\s*(?:-|–|to|and)\s*"
_YEAR = r"(?:,?\s+(?P<year{form}>(?:19|20)\d\d))?"
_ZONE = r"(?:\s*\(?(?P<zone>(?:[ECMP][SD]?T|UTC|GMT|BST|CES?T|JST)\b)\)?)"
_ALTERNATIVES = (
    r"(?P<iso>\d{4})-(?P<imonth>\d\d)-(?P<iday>\d\d)(?!\d)",
    rf"(?P<day1>\d{{1,2}}){_NTH}(?:{_TILL}(?P<till1>\d{{1,2}}){_NTH})?\s+(?:of\s+)?"
    rf"(?P<mon1>{_MONTH}){_YEAR.replace('{form}', '1')}",
    rf"(?P<mon2>{_MONTH})\s+(?P<day2>\d{{1,2}}){_NTH}\b(?!:)"
    rf"(?:{_TILL}(?P<till2>\d{{1,2}}){_NTH}\b(?!:))?{_YEAR.replace('{form}', '2')}",
    r"(?:(?P<part>early|mid|middle|late|end)(?:\s+of|[\s-])\s*(?:in\s+)?)?"
    rf"(?P<mon3>{_MONTH}){_YEAR.replace('{form}', '3')}",
    r"(?P<word>today|tonight|this\ morning|this\ afternoon|this\ evening|tomorrow|yesterday)",
    r"(?P<vague>(?:(?:the\s+)?end\ of\s+)?(?:this|next|the)\s+(?:week|month|year)\b"
    r"|coming\ (?:days|weeks|months))",
    # a weekday in front of its date adds nothing
    r"(?:(?P<rel>last|next|this|on)\s+)?(?P<weekday>(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)"
    rf"(?!,?\s+(?:the\s+)?(?:\d|{_MONTH}))",
    r"(?:(?P<hour>\d{1,2})(?::(?P<minute>\d\d))?(?:\s*(?P<half>[ap]\.?m\b\.?))?"
    rf"|(?P<noon>noon|midnight)){_ZONE}?",
)
TOKEN = re.compile(rf"\b(?:{'|'.join(_ALTERNATIVES)})", re.IGNORECASE)
_WEEKDAY = r"(?:(?:Mon|Tue|Tues|Wed|Wednes|Thu|Thurs|Fri|Sat|Satur|Sun)(?:day)?,?\s+)?"
JOIN = re.compile(
    rf"\s*(?:-|–|—|~|until|till|to|and|through)\s*(?:the\s+)?{_WEEKDAY}", re.IGNORECASE
)
GAP = re.compile(
    r"\s*(?:,|at|around|about|on|from|between|\()?\s*(?:about\s|around\s)?", re.IGNORECASE
)
SINCE = re.compile(
    r"\b(?:since|from|as of|starting|starting on|beginning)\s+(?:about |around |on |the )?$",
    re.IGNORECASE,
)
LATEST = re.compile(
    r"\b(?:by|no later than|before|until|not before)\s+(?:about |around |the )?$", re.IGNORECASE
)
ONWARD = re.compile(r"\s*(?:or later|onwards?|at the earliest)", re.IGNORECASE)
