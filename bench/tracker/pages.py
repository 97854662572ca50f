"""Deterministic Japanese supplier-notice pages, 23 to 60 KB, and how they change.

The same arguments give the same bytes on every machine: `page(i, version)` is the HTML of page
`i` after it has changed `version` times, `version_at(i, round_number, percent)` says how often
that is when `percent` per cent of the pages change in every round.
"""

import random

from bench.tracker.phrases import (
    EVENTS,
    ITEMS,
    MAKERS,
    MENU,
    PLANTS,
    STATUSES,
    TAILS,
)

_CSS = "".join(
    f".c{n}{{margin:{n % 7}px;padding:{n % 5}px;color:#{n * 4099 % 0xFFFFFF:06x}}}"
    for n in range(40)
)
_MENU_ITEMS, _FOOT_ITEMS, _ASIDE_ITEMS = 70, 40, 15
_SITES = 50  # share their boilerplate between pages
_SCRIPT_NUMBERS = 150

Notice = list[str]  # heading, then paragraphs


def _day(rng: random.Random) -> str:
    return f"{rng.choice((2025, 2026))}年{rng.randint(1, 12)}月{rng.randint(1, 28)}日"


def part_number(rng: random.Random) -> str:
    """Make up a part number."""
    letter, series = rng.choice("ABCDGKMRT"), rng.randint(1, 9)
    return f"{letter}{series}-{rng.randint(0, 9999):04d}{rng.choice('ABX')}"


def notice(rng: random.Random, maker: str) -> Notice:
    """Make up one notice."""
    item, event, plant = rng.choice(ITEMS), rng.choice(EVENTS), rng.choice(PLANTS)
    heading = f"{_day(rng)} 【{rng.choice(STATUSES)}】{plant} {event}({item})"
    moment = f"{_day(rng)}{rng.randint(0, 23)}時{rng.randint(0, 59):02d}分頃"
    parts = "、".join(part_number(rng) for _ in range(3))
    kinds = rng.randint(3, 40)
    return [
        heading,
        f"{maker}では、{moment}より{plant}において{event}が発生しております。",
        f"対象品番は {parts} の計{kinds}品種です。復旧の見込みは{_day(rng)}を予定しております。",
        *(rng.choice(TAILS) for _ in range(rng.randint(1, 3))),
    ]


def notices_of(number: int, version: int) -> tuple[str, list[Notice]]:
    """Return the maker and the notices of a page at a version, newest first."""
    rng = random.Random(f"page-{number}")
    maker = f"{MAKERS[number % len(MAKERS)]}株式会社"
    target = rng.randint(8_000, 46_000)  # bytes of notices; the frame around them is 12 to 14 KB
    notices: list[Notice] = []
    size = 0
    while size < target:
        notices.append(notice(rng, maker))
        size += sum(len(text.encode()) for text in notices[-1]) + 120
    for change in range(1, version + 1):
        _change(notices, number, change, maker)
    return maker, notices


def _change(notices: list[Notice], number: int, change: int, maker: str) -> None:
    """Give the open notice a new status and an addition; every second change posts one more."""
    rng = random.Random(f"page-{number}-v{change}")
    heading = notices[0][0]
    start, end = heading.find("【"), heading.find("】")
    status = STATUSES[(change + number) % len(STATUSES)]
    addition = f"【{_day(rng)}追記】復旧の見込みを{_day(rng)}へ変更いたしました。"
    notices[0] = [
        heading[: start + 1] + status + heading[end:],
        *notices[0][1:],
        addition,
    ]
    if change % 2 == 0:
        notices.insert(0, notice(rng, maker))
        notices.pop()


def page(number: int, version: int, charset: str = "utf-8") -> str:
    """Return the HTML of a page at a version."""
    maker, notices = notices_of(number, version)
    rng = random.Random(f"site-{number % _SITES}")
    menu = "".join(_menu_item(n, maker, rng) for n in range(_MENU_ITEMS))
    foot = [_foot_item(n, rng) for n in range(_FOOT_ITEMS)]
    articles = "\n".join(_article(n, one) for n, one in enumerate(notices))
    numbers = ",".join(str(rng.randint(0, 99999)) for _ in range(_SCRIPT_NUMBERS))
    return (
        f'<!doctype html>\n<html lang="ja"><head><meta charset="{charset}">'
        f"<title>{maker} 重要なお知らせ {number}</title><style>{_CSS}</style>"
        f"<script>var site={{id:{number},menu:[{numbers}]}};</script></head><body>\n"
        f"<header><nav><ul>{menu}</ul></nav></header>\n"
        f"<main><h1>重要なお知らせ</h1>\n{articles}\n</main>\n"
        f"<aside><h3>関連リンク</h3><ul>{''.join(foot[:_ASIDE_ITEMS])}</ul></aside>\n"
        f"<footer><ul>{''.join(foot)}</ul><p>Copyright {maker}</p></footer>\n</body></html>\n"
    )


def _menu_item(number: int, maker: str, rng: random.Random) -> str:
    label = f"{MENU[number % len(MENU)]} {ITEMS[number % len(ITEMS)]}"
    address = f"/category/{rng.randint(1, 9999)}"
    return f'<li class="c{number % 40}"><a href="{address}" title="{maker}">{label}</a></li>'


def _foot_item(number: int, rng: random.Random) -> str:
    label = f"{MENU[number % len(MENU)]}{PLANTS[number % len(PLANTS)]}"
    return f'<li><a href="/f/{rng.randint(1, 9999)}">{label}</a></li>'


def _article(number: int, one: Notice) -> str:
    paragraphs = "".join(f"<p>{text}</p>\n" for text in one[1:])
    return f'<article class="notice" id="n{number}"><h2>{one[0]}</h2>{paragraphs}</article>'


def has_change(number: int, round_number: int, percent: int) -> bool:
    """Tell whether a page changes as a round begins; exactly `percent` of a hundred do."""
    return round_number >= 1 and (number * 37 + round_number * (percent or 1)) % 100 < percent


def version_at(number: int, round_number: int, percent: int) -> int:
    """Count the changes of a page up to a round."""
    return sum(has_change(number, past, percent) for past in range(1, round_number + 1))


def edited_text(kilobytes: int = 30, edits: int = 10, seed: int = 7) -> tuple[str, str]:
    """Return a Japanese text of about that size, and the same with some of its lines edited."""
    rng = random.Random(seed)
    lines: list[str] = []
    size = 0
    while size < kilobytes * 1000:
        for text in notice(rng, "東和電機株式会社"):
            lines.append(text)
            size += len(text.encode()) + 1
    edited = list(lines)
    spots = sorted(rng.sample(range(len(edited)), edits), reverse=True)
    for number, spot in enumerate(spots):
        _edit(edited, spot, number, rng)
    return "\n".join(lines) + "\n", "\n".join(edited) + "\n"


def _edit(lines: list[str], spot: int, number: int, rng: random.Random) -> None:
    """Change a date, a word, the middle of a line, add a line or drop one, in turn."""
    line = lines[spot]
    match number % 5:
        case 0 | 1 if "月" in line:
            lines[spot] = line.replace("月", "月下旬から", 1)
        case 0 | 1:
            lines[spot] = line.replace("。", "(一部を除く)。", 1)
        case 2:
            middle = len(line) // 2
            lines[spot] = line[:middle] + STATUSES[number % len(STATUSES)] + line[middle + 4 :]
        case 3:
            addition = f"【{_day(rng)}追記】復旧の見込みを{_day(rng)}へ変更いたしました。"
            lines.insert(spot, addition)
        case _:
            del lines[spot]
