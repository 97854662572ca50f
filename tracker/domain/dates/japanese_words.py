"""The words and patterns of Japanese time expressions, on NFKC text."""

import re

ERA_STARTS = {"令和": 2018, "平成": 1988, "昭和": 1925, "R": 2018, "H": 1988, "S": 1925}
DAY_WORDS = {
    "本日": 0, "今日": 0, "きょう": 0, "当日": 0, "今朝": 0, "今夜": 0, "今夕": 0, "今晩": 0,
    "明日": 1, "あす": 1, "あした": 1, "翌日": 1, "翌朝": 1, "翌": 1, "明朝": 1,
    "明後日": 2, "あさって": 2, "昨日": -1, "昨夜": -1, "きのう": -1, "前日": -1, "一昨日": -2,
}  # fmt: skip
# counted from the day of writing, whatever day was named before; 当日 and 翌日 are not
DAY_OF_WRITING = re.compile(
    r"本日|今[日朝夜夕晩]|きょう|昨[日夜]|きのう|一昨日|明[日朝]|明後日|あす|あした|あさって"
)
MONTH_PARTS = {
    "上旬": (1, 10), "初旬": (1, 10), "初め": (1, 10), "はじめ": (1, 10), "頭": (1, 10),
    "前半": (1, 15), "中旬": (11, 20), "半ば": (11, 20), "なかば": (11, 20), "下旬": (21, 31),
    "末日": (31, 31),
    "後半": (16, 31), "末": (21, 31), "月末": (21, 31), "終わり": (21, 31), "中": (1, 31),
    "内": (1, 31),
}  # fmt: skip
YEAR_WORDS = {"来年": 1, "翌年": 1, "本年": 0, "今年": 0, "同年": 0, "昨年": -1, "前年": -1}
MONTH_WORDS = {
    "来月": 1, "翌月": 1, "今月": 0, "当月": 0, "同月": 0, "先月": -1, "前月": -1, "再来月": 2,
}  # fmt: skip
NUMERALS = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5}

_PART = (
    r"(?P<part>上旬|初旬|初め|はじめ|頭|前半|中旬|半ば|なかば|下旬|後半|月末|末日|末|終わり|中|内)"
)
_WEEK = r"第(?P<week>[1-5一二三四五])週(?:中|目)?"
_YEAR = (
    r"(?:(?:(?P<era>令和|平成|昭和|(?<![A-Za-z0-9])[RHS])\s?(?P<eyear>元|\d{1,2})"
    r"|(?P<year>(?<!\d)(?:19|20)\d\d))\s?[年./-]\s?度?"
    r"|(?P<yword>来年|翌年|本年|今年|同年|昨年|前年)の?、?)"
)


def _renamed(pattern: str, prefix: str) -> str:
    """Return the pattern with its groups prefixed, so that it may stand twice in one."""
    return pattern.replace("(?P<", f"(?P<{prefix}")


def _part_or_week(prefix: str) -> str:
    return f"(?:{_renamed(_PART, prefix)}|{_renamed(_WEEK, prefix)})"


_ALTERNATIVES = (
    rf"{_YEAR}\s?(?P<month>\d{{1,2}})(?:\s?[月./-]\s?)(?P<day>\d{{1,2}})(?!\d)\s?日?",
    rf"{_renamed(_YEAR, 'b')}(?P<bmonth>1[0-2]|0?[1-9])\s?月の?{_part_or_week('b')}?",
    r"(?<![\d./-])(?P<cmonth>1[0-2]|0?[1-9])"
    r"(?:月\s?(?P<cday>\d{1,2})\s?日|/(?P<csday>[0-3]?\d)(?![\d/]))",
    rf"(?<![\d.])(?P<dmonth>1[0-2]|0?[1-9])月(?!\d)の?{_part_or_week('d')}?",
    r"(?P<mword>来月|翌月|今月|当月|同月|先月|前月|再来月)の?"
    rf"(?:(?P<mday>\d{{1,2}})日|{_part_or_week('m')})?",
    r"(?P<word>本日|今日|当日|今朝|今夜|今夕|今晩|明日|明朝|あす|あした|明後日|あさって"
    r"|翌日|翌朝|翌(?=\s?(?:午前|午後|\d))|昨日|昨夜|きのう|一昨日|前日|きょう|同日)(?:中)?"
    r"(?!配送|お?届|便|出荷|発送|以降の?お?届)",
    r"(?P<vague>年内|年末まで|年明け|新年|月内|週明け|来週|今週|翌週|年度内|年度末)"
    r"(?:中|の?早い時期)?",
    # a bare 25日, but no length of time: 7日間, 2~7日, 10日ほど, 10日が過ぎ
    r"(?<![\d.:/第約])(?<!(?<!:\d)\d[~-])(?P<only>[0-3]?\d)日"
    r"(?![間ほ程以目数ご頃分前後営])(?!あまり|ぶり|ごと|たっ|が過|を要)",
)
DATE = re.compile(rf"(?:{'|'.join(_ALTERNATIVES)})\s?(?:[(（][^()（）]{{1,8}}[)）])?")
TIME = re.compile(
    r"\s*(?:[、,の]\s*)?(?P<half>午前|午後|AM|PM|am|pm|朝|夜|夕方|深夜|未明)?\s?"
    r"(?:(?P<hour>\d{1,2})"
    r"(?:時(?!間)(?:\s?(?P<min>\d{1,2})分|(?P<mid>半))?|:(?P<cmin>\d\d)(?::\d\d)?)"
    r"\s?(?P<tail>AM|PM|am|pm)?|(?P<noon>正午|昼))"
)
AFTER = re.compile(
    r"\s*(?:頃|ごろ|ころ|すぎ|過ぎ|前後|ちょうど)?\s*(?P<late>まで(?:の間)?に|(?:中)?には)?"
    r"(?P<onward>以降|以後|より順次|から順次)?(?P<until>まで)?(?P<since>から|より|付|をもって|~)?"
)
JOIN = re.compile(
    r"\s*(?:頃|ごろ|ころ|すぎ|過ぎ)?\s*(?:\([^()]{1,8}\)\s*)?(?:[~〜～―–—-]|から|より)\s*"
)
AT_THE_LATEST = re.compile(r"(?:遅くとも|おそくとも)、?$")
