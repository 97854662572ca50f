"""Whether an answer says anything about the supplier at all. What cannot be read is no news.

A wall, a splash page and an empty page arrive with "200 OK". They only age the last known
state. A short notice and an announcement of maintenance are news, so every rule asks first
whether something is being announced.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tracker.domain.document import BlockKind, Document
from tracker.domain.reading.daymarks import day_marks, narrow
from tracker.domain.reading.selection import NOTHING_SELECTED
from tracker.enums.reading import ReadProblem

SHORT_PAGE = 700  # characters: walls, splash pages and errors are shorter
SHRUNK_TO = 0.3  # of the length before
LONG_BEFORE = 300  # characters that a text must have had to shrink drastically

_NOT_FOUND = re.compile(
    r"(?:お探し|ご指定|ご覧になろうとした|アクセス(?:された|しようとした)|ご希望|該当)(?:の|する)?"
    r".{0,12}(?:ページ|URL|ファイル|記事|コンテンツ)"
    r".{0,20}(?:見つかり|見当たり|存在し|ありません|ございません|移動|削除)"
    r"|(?:ページ|URL|ファイル)(?:が|は)(?:見つかりません|存在しません)"
    r"|^404\b|\b404\s*(?:not found|error|エラー)"
    r"|page (?:you .{0,40})?(?:not found|cannot be found|could not be found|does not exist)",
    re.IGNORECASE | re.MULTILINE,
)
_CAPTCHA = re.compile(
    r"captcha|ロボットではありません|ロボットでない|人間であることを|checking your browser"
    r"|verify (?:that )?you are (?:a )?human|just a moment|attention required|unusual traffic"
    r"|are you a robot|アクセス(?:が拒否|を(?:拒否|遮断|ブロック))|access denied"
    r"|you have been blocked|セキュリティ(?:チェック|確認)(?:中|を行って)"
    r"|画像に表示された(?:文字|数字)",
    re.IGNORECASE,
)
_LOGIN = re.compile(
    r"ログイン(?:して|が必要|を行って)|サインイン(?:して|が必要)|(?:please|must) (?:log|sign) ?in"
    r"|log ?in to (?:continue|your account)|会員(?:様)?(?:専用|限定)ページ|セッションの有効期限"
    r"|session (?:has )?(?:expired|timed out)",
    re.IGNORECASE,
)
_PASSWORD = re.compile(r"パスワード|password", re.IGNORECASE)
_ACCOUNT = re.compile(
    r"(?:ログイン|会員|ユーザー?|お客様)\s*(?:ID|名|番号)|メールアドレス|e-?mail|user ?name"
    r"|sign in|ログイン",
    re.IGNORECASE,
)
_SPLASH = re.compile(
    r"(?:ただいま|現在).{0,14}メンテナンス(?:中|を行って|作業中|を実施)|メンテナンス中(?:です|のため)"
    r"|アクセスが(?:大変)?(?:集中|混雑)|(?:大変)?混み?合って(?:おり|い)"
    r"|しばらく(?:お待ち|経って|たって|して|時間)|順番(?:に|を)お待ち"
    r"|時間を(?:おいて|置いて)から?.{0,8}(?:アクセス|お試し|ご利用)|be right back|come back later"
    r"|under maintenance|(?:temporarily|service) unavailable|down for maintenance"
    r"|please try again later",
    re.IGNORECASE,
)
_SITE_ERROR = re.compile(
    r"(?:内部|サーバー?|システム|データベース|接続|予期しない|アプリケーション)?エラーが発生(?:し|いた)"
    r"|internal server error|bad gateway|gateway time-?out|an error (?:has )?occurred"
    r"|database (?:connection )?error|fatal error|^50[0234]\b",
    re.IGNORECASE | re.MULTILINE,
)
_SCRIPT = re.compile(
    r"java ?script\s*(?:が|を|の設定を)?\s*(?:無効|有効|オン|on)|enable java ?script"
    r"|requires java ?script|java ?script (?:is )?(?:disabled|required)",
    re.IGNORECASE,
)
# what announces something: a title in the form of a notice, or a cause
_ANNOUNCED = re.compile(
    r"お知らせ|について|ご?案内|お詫び|ご?報告|障害|攻撃|ランサム|ウイルス|台風|地震|大雪|停電"
    r"|災害|出荷|受注|配送|注文|納期|工場|再開|\bnotice\b|outage|incident|announcement|shipping|orders?\b",
    re.IGNORECASE,
)
_WALLS = (
    (ReadProblem.NOT_FOUND, _NOT_FOUND),
    (ReadProblem.CAPTCHA, _CAPTCHA),
    (ReadProblem.NEEDS_SCRIPT, _SCRIPT),
)
_WAITS = ((ReadProblem.SPLASH, _SPLASH), (ReadProblem.SITE_ERROR, _SITE_ERROR))
_JUDGED = frozenset({"html", "pdf", "text"})


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Why nothing was read, and the words on the page that told."""

    reason: ReadProblem
    words: str = ""


def judge(
    document: Document, *, previous: Sequence[str] = (), previous_on: date | None = None
) -> Unreadable | None:
    """Return why a document says nothing; None when it can be read.

    Shapes: `previous` holds the main lines of the last good reading, () for the first;
        `previous_on` is the day which that reading printed as its own, None when it printed none.
    """
    if document.format == "mail" and not _mail_says_something(document):
        return Unreadable(ReadProblem.BLANK)
    if document.format not in _JUDGED:
        return None
    if NOTHING_SELECTED in document.faults:
        return Unreadable(ReadProblem.SELECTOR_EMPTY)
    lines = [block.text for block in document.main if block.text]
    if not any(_says_something(line) for line in lines):
        return _empty(document)
    return _wall(document, lines) or _shrunk(lines, previous) or _older(document, previous_on)


def _says_something(line: str) -> bool:
    return any(char.isalnum() for char in line)


def _mail_says_something(document: Document) -> bool:
    return any(_says_something(text) for text in (document.title, *(b.text for b in document.main)))


def _empty(document: Document) -> Unreadable:
    everything = " ".join(block.text for block in document.blocks)
    if match := _SCRIPT.search(everything):
        return Unreadable(ReadProblem.NEEDS_SCRIPT, match.group())
    return Unreadable(ReadProblem.BLANK)


def _wall(document: Document, lines: Sequence[str]) -> Unreadable | None:
    """Recognise pages that stand in the way of the one that was asked for."""
    title = document.title[:SHORT_PAGE]
    if match := _NOT_FOUND.search(title):
        return Unreadable(ReadProblem.NOT_FOUND, match.group())
    text = "\n".join(lines)
    if len(text) > SHORT_PAGE:
        return None
    everything = f"{title}\n{text}"
    is_dated = any(day_marks(narrow(line), near=None) for line in lines)
    for reason, pattern in _WALLS:
        if (match := pattern.search(everything)) and not is_dated:
            return Unreadable(reason, match.group())
    if not is_dated and (words := _login_words(everything, document)):
        return Unreadable(ReadProblem.LOGIN, words)
    if is_dated or _ANNOUNCED.search(text):
        return None
    waits = ((reason, pattern.search(everything)) for reason, pattern in _WAITS)
    return next((Unreadable(reason, match.group()) for reason, match in waits if match), None)


def _login_words(text: str, document: Document) -> str:
    """Return the words that ask for a sign-in, "" when a notice is about signing in."""
    if match := _LOGIN.search(text):
        return match.group()
    sentences = [
        block
        for block in document.main
        if block.kind is not BlockKind.HEADING and block.text.endswith("。")
    ]
    if len(sentences) <= 1 and _PASSWORD.search(text) and (match := _ACCOUNT.search(text)):
        return match.group()
    return ""


def _older(document: Document, previous_on: date | None) -> Unreadable | None:
    """Recognise a copy from a stale cache by the page's own date."""
    day = document.published_on
    if day is None or previous_on is None or day >= previous_on:
        return None
    if _prints(document, previous_on):
        return None  # a copy from before that day could not know it
    return Unreadable(ReadProblem.OLDER, f"{previous_on} → {day}")


def _prints(document: Document, day: date) -> bool:
    """Tell whether a day stands anywhere in the main text."""
    marks = (mark for line in document.lines for mark in day_marks(narrow(line), near=day))
    return any(mark.day == day for mark in marks)


def _shrunk(lines: Sequence[str], previous: Sequence[str]) -> Unreadable | None:
    """Tell text that is merely missing from a short notice that replaced a long one."""
    length, before = sum(map(len, lines)), sum(map(len, previous))
    if before < LONG_BEFORE or length > before * SHRUNK_TO:
        return None
    known = set(previous)
    fresh = [line for line in lines if line not in known]
    is_notice = any(_ANNOUNCED.search(line) or day_marks(narrow(line), near=None) for line in fresh)
    return None if is_notice else Unreadable(ReadProblem.SHRUNK, f"{before} → {length}")
