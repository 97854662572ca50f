"""Numbers in notices as series: goods that can be ordered, sites that ship, days to delivery."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from tracker.enums import SeriesKind

_NUMBER = r"(?P<number>\d[\d,]*(?:\.\d+)?)\s?(?P<myriads>万)?"
_GOODS = re.compile(
    _NUMBER
    + r"(?:余り?|点以上)?\s?(?:品目|アイテム|SKU|種類|商品(?!券)|items?\b|products?\b|SKUs?\b)",
    re.IGNORECASE,
)
_SITES = re.compile(
    _NUMBER
    + r"\s?(?:[かカヶケ箇]所の?)?(?:物流|出荷|配送)?(?:拠点|倉庫|センター|"
    + r"(?:warehouses?|sites?|distribution cent(?:er|re)s?)\b)",
    re.IGNORECASE,
)
_DAYS = re.compile(
    r"(?P<low>\d{1,3})\s?(?:営業)?日?\s?(?:から|~|-|–|ないし|、|to)\s?(?P<high>\d{1,3})\s?"
    r"(?:営業|business |working )?(?:日(?!付|締)|days?\b)"
    r"|(?<![\d月/])(?P<one>\d{1,3})\s?(?:営業|business |working )?"
    r"(?:日(?:後|程度|以内|ほど|前後|かか)|days?\b)",
    re.IGNORECASE,
)
_DELIVERY = re.compile(
    r"お?届け|納期|配送|到着|リードタイム|deliver|lead time|arriv", re.IGNORECASE
)
_ABOUT_SUPPLY = re.compile(
    r"出荷|注文|受注|対象|再開|拡大|取り?扱|販売|品目|稼働|ship|order|deliver|sale|open",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(r"漏え?い|流出|個人情報|開示|leak|personal data|breach", re.IGNORECASE)
_NAMED_DAYS = {"当日": 0, "翌日": 1, "same-day": 0, "same day": 0, "next-day": 1, "next day": 1}
_POPULATION = {
    "ケース": "case",
    "case": "case",
    "単品": "single",
    "バラ": "single",
    "single": "single",
    "直送": "direct",
    "direct": "direct",
}
_NEAR = 14  # characters before the number in which its population is named


@dataclass(frozen=True, slots=True)
class Number:
    """One number as a sentence gives it. Units: `low` to `high`, equal when it is one number."""

    kind: SeriesKind
    low: int
    high: int
    population: str = ""  # case, single, direct; "": of everything, as far as it is said


@dataclass(frozen=True, slots=True)
class Point:
    """One number with the day of the notice that gave it."""

    number: Number
    on: date
    text: str
    key: int = 0  # of the stored point

    @property
    def value(self) -> int:
        """The number that is plotted: of a span the far end, which is what one waits for."""
        return self.number.high


@dataclass(frozen=True, slots=True)
class Step:
    """A move from one point of a series to the next."""

    before: Point
    after: Point

    @property
    def is_better(self) -> bool:
        """More goods, more sites, fewer days."""
        grew = self.after.value - self.before.value
        return grew < 0 if self.after.number.kind is SeriesKind.LEAD_DAYS else grew > 0


def read_numbers(sentence: str) -> tuple[Number, ...]:
    """Return the numbers of a sentence; of "from 37 to 237 items" only where it stands now."""
    text = unicodedata.normalize("NFKC", sentence).replace("〜", "~")
    if _ELSEWHERE.search(text):
        return ()
    found = [*_delivery(text)]
    if _ABOUT_SUPPLY.search(text):
        found += _counts(text, _GOODS, SeriesKind.ITEMS)
        found += _counts(text, _SITES, SeriesKind.SITES)
    return tuple(_last_of_each(found))


def series(points: Iterable[Point]) -> dict[tuple[SeriesKind, str], list[Point]]:
    """Return the points by kind and population, each by day; one point a day, the last given."""
    by_day: dict[tuple[SeriesKind, str], dict[date, Point]] = {}
    for point in sorted(points, key=lambda one: (one.on, one.key)):
        key = (point.number.kind, point.number.population)
        by_day.setdefault(key, {})[point.on] = point
    return {key: list(days.values()) for key, days in by_day.items()}


def steps(points: Sequence[Point]) -> list[Step]:
    """Return the moves of one series, leaving out days on which nothing moved."""
    return [
        Step(before, after) for before, after in pairwise(points) if before.value != after.value
    ]


def growth(points: Iterable[Point], *, since: date) -> list[Step]:
    """Return every move for the better since a day, oldest first."""
    moves = [step for found in series(points).values() for step in steps(found)]
    better = [step for step in moves if step.is_better and step.after.on >= since]
    return sorted(better, key=lambda step: step.after.on)


def _counts(text: str, pattern: re.Pattern[str], kind: SeriesKind) -> list[Number]:
    found = []
    for match in pattern.finditer(text):
        value = _value(match)
        population = _population(text[max(0, match.start() - _NEAR) : match.start()])
        found.append(Number(kind, value, value, population))
    return found


def _value(match: re.Match[str]) -> int:
    number = match["number"].replace(",", "")
    myriads = 10_000 if match["myriads"] else 1
    whole, _, fraction = number.partition(".")
    return int(whole) * myriads + (
        int(fraction) * myriads // 10 ** len(fraction) if fraction else 0
    )


def _population(before: str) -> str:
    """Return whose number it is: the word that stands last before it."""
    places = [(before.lower().rfind(word), name) for word, name in _POPULATION.items()]
    place, name = max(places)
    return name if place >= 0 else ""


def _delivery(text: str) -> list[Number]:
    """Return the days to delivery that a sentence names."""
    if not _DELIVERY.search(text):
        return []
    found = []
    for match in _DAYS.finditer(text):
        low, high = match["low"] or match["one"], match["high"] or match["one"]
        if int(low) <= int(high):
            found.append(Number(SeriesKind.LEAD_DAYS, int(low), int(high)))
    if found:
        return found
    named = [days for word, days in _NAMED_DAYS.items() if word in text.lower()]
    return [Number(SeriesKind.LEAD_DAYS, min(named), max(named))] if named else []


def _last_of_each(found: Iterable[Number]) -> list[Number]:
    return list({(one.kind, one.population): one for one in found}.values())
