"""Changes that are no news: tokens, counters, clocks, order, spelling of the same characters.

Every verdict has a reason, so that what was passed over can be listed. When in doubt a change
is news: a rule here matches the whole of what differs, never a part of it.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence

from tracker.enums.reading import NoiseReason

_COUNTER = re.compile(
    r"(?:(?:本日|昨日|累計|合計|今日)の?)?(?:訪問者数?|アクセス(?:数|カウンター?)|閲覧者?数"
    r"|ページビュー数?|いいね|\b(?:page ?views?|views|visitors|hits|likes|pv))"
    r"\s*[:：はが]?\s*[\d,]+\s*(?:人|名|回|件|番目?|pv|views?)?(?:目|です)?"
    r"|あなたは[\d,]+(?:人|番)目(?:の\w{1,6})?(?:です)?"
    r"|(?<![\w,])[\d,]+(?:views?|visitors?|likes?|pv)\b",
    re.IGNORECASE,
)
_CLOCK = re.compile(  # nothing may follow: 本日は10月29日に再開 is news
    r"(?:現在の?(?:時刻|日時)|ただいまの?時刻|今の時刻|本日の日付|今日の日付|今日は|本日は"
    r"|currenttime|servertime|todayis)[:：は]?"
    r"[\d年月日時分秒/:.()月火水木金土日曜午前後ampm-]+(?:です|現在)?(?:。|$)",
    re.IGNORECASE,
)
_COPYRIGHT = re.compile(
    r"(?:copyright|©|\(c\))[^\n]{0,40}?(?:19|20)\d{2}(?:\s*[-–~]\s*(?:19|20)?\d{2,4})?",
    re.IGNORECASE,
)
_TOKEN = re.compile(
    r"(?<![A-Za-z0-9_-])[A-Za-z0-9_-]{20,200}={0,2}|(?:token|session(?:id)?|csrf|nonce|sid)[=:]\S+"
)
_SWITCH = re.compile(r"(?<=[A-Za-z])(?=\d)|(?<=\d)(?=[A-Za-z])")
SWITCHES = 4  # between letters and digits: more than a part number or a word has
_MASKS = (
    (NoiseReason.COUNTER, _COUNTER),
    (NoiseReason.CLOCK, _CLOCK),
    (NoiseReason.COPYRIGHT, _COPYRIGHT),
    (NoiseReason.TOKEN, _TOKEN),
)


def explain(old: Sequence[str], new: Sequence[str]) -> NoiseReason | None:
    """Return why two different readings say the same; None when they do not.

    Shapes: `old` and `new` are the visible lines, top to bottom.
    """
    before, after = _spelled(old), _spelled(new)
    if "".join(before) == "".join(after):
        return NoiseReason.WIDTH
    gone, come = Counter(before) - Counter(after), Counter(after) - Counter(before)
    if not gone and not come:
        return NoiseReason.REORDERED
    return _masked_reason(list(gone.elements()), list(come.elements()))


def explain_bytes(old_text: str, new_text: str, *, is_paper: bool) -> NoiseReason | None:
    """Return why other bytes with the same main text are no news; None when the text differs."""
    if old_text != new_text:
        return None
    return NoiseReason.RESAVED if is_paper else NoiseReason.FRAME


def _spelled(lines: Sequence[str]) -> list[str]:
    """Spell every line one way: compatibility forms folded, no white space."""
    spelled = ("".join(unicodedata.normalize("NFKC", line).split()) for line in lines)
    return [line for line in spelled if line]


def _masked_reason(gone: list[str], come: list[str]) -> NoiseReason | None:
    """Mask one kind of noise after the other until what is left is equal; name the first used."""
    used: NoiseReason | None = None
    for reason, mask in _MASKS:
        gone, gone_count = _mask(gone, mask)
        come, come_count = _mask(come, mask)
        if gone_count or come_count:
            used = used or reason
        if used and Counter(gone) == Counter(come):
            return used
    return None


def _mask(lines: list[str], mask: re.Pattern[str]) -> tuple[list[str], int]:
    """Take out every match; lines that held nothing else are gone."""
    masked = [mask.sub(_unless_word, line) for line in lines]
    count = sum(text != line for text, line in zip(masked, lines, strict=True))
    return [text for text in masked if text], count


def _unless_word(match: re.Match[str]) -> str:
    """Drop a match, but keep what only looks like a token: a long word or a part number."""
    text = match.group()
    is_word = match.re is _TOKEN and not re.search("[=:]", text) and _switches(text) < SWITCHES
    return text if is_word else ""


def _switches(text: str) -> int:
    return len(_SWITCH.findall(text))
