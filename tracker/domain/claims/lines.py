"""Turn a document's blocks into lines to read: each with its entry's time and its topic's words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from tracker.domain.claims.shapes import (
    headings_of,
    is_former,
    is_header,
    is_menu,
    newest,
    stop_in,
)
from tracker.domain.claims.text import folded, sentences
from tracker.domain.dates import english, japanese
from tracker.domain.dates.values import Bound, Precision, Span, midnight
from tracker.domain.document import Block, BlockKind
from tracker.domain.lexicon.loader import Lexicon

SIGN = re.compile(r"^\s*([○〇◯◎●△▲×✕✖╳⨯])\s*(.*)$")
_MARK = re.compile(r"^\s*[【\[(（<〈《]([^】\])）>〉》]{2,40})[】\])）>〉》]")
_BULLET = re.compile(r"^[\s■●◆◇▼・□○※]*")
# what may stand around the date of a line that says nothing but when it was written
_MARK_WORDS = re.compile(
    r"(?:現在|時点|更新|掲載|追記|公開|発表|初回|最終|初出|版|発行|配信|第\d+報|日"
    r"|[\s■●◆◇▼□※:()\[\]【】、,.~・-]|updated?|last|posted|published|on|at|as of|UTC|JST|GMT"
    r"|ET|PT|EST|PDT)",
    re.IGNORECASE,
)
_PAST_LIST = re.compile(
    r"(?:これまで|過去|関連|履歴|バックナンバー|前回|以前|earlier|previous|related|archive|history)",
    re.IGNORECASE,
)
_BYGONE = re.compile(
    r"^(?:過去|以前|昨日まで|前回まで)の(?:障害|お知らせ|履歴|メンテナンス)|障害履歴|バックナンバー"
    r"|past incidents|incident history",
    re.IGNORECASE,
)
_TRAIL = re.compile(r"^(?:ホーム|トップ|HOME|TOP|Home)[^。]*[>＞»›/／]")  # bread crumbs
_CHRONOLOGY = re.compile(
    r"(?:経過|経緯|時系列|timeline|how we got here|what went wrong|root cause|background)",
    re.IGNORECASE,
)
_STILL = re.compile(r"(?:現在|至って|至る|続いて|継続|本日)")
_LABEL = re.compile(
    r"^\s*[■●◆◇▼・□○※]?\s*([^\s：:。、0-9０-９「」『』（）()]{2,12})\s*[：:]\s*(\S.*)$",
    re.DOTALL,
)
# ◎北海道 全域への配送を再開, 第1ターミナル 本日から: a name set apart from its sentence
_PLACED = re.compile(
    r"^\s*(?=[◎○●■◆▼・]|[^\s]*(?:[都道府県市区]|センター|ターミナル|倉庫|工場|拠点|店|棟)[ \u3000])"
    r"[◎○●■◆▼・]?\s*([一-龠ァ-ヶー0-9０-９A-Za-z・、（）()]{2,40})[ \u3000]+(\S.*[。])$",
    re.DOTALL,
)
_KIND = re.compile(
    r"^\s*[（(【]([^）)】]{2,16}(?:地域|エリア|商品|拠点|店舗|サービス))[）)】]\s*([^。]+)$",
    re.DOTALL,
)
_WHEN_COLUMN = re.compile(r"(?:日時|日付|更新|掲載|時刻|年月日|date|time|updated)", re.IGNORECASE)
_MARKED = re.compile(r"^\s*[■●◆◇▼□<＜【\[]")
_NUMBER = re.compile(r"^\s*(?:\(\d{1,2}\)|\d{1,2}\s?[.、)])\s*")
_NUMBERED = re.compile(r"^\s*(?:\(\d{1,2}\)|\d{1,2}\s?[.、)])\s*[^\d\s]")
_STATUS = re.compile(
    r"^(?:resolved|monitoring|identified|investigating|update|completed)\s*[-–—:]\s*", re.IGNORECASE
)
_QUESTION = re.compile(r"^(?:Q|問)\s?\d{0,2}\s?[.:、．)]\s*(.{4,})$")
_ANSWER = re.compile(r"^\s*(?:[AＡ]|答)\s?[0-9０-９]{0,2}\s?[.．:：、)）]\s*")
_APART = " \u3000:：|/】)）」〉>]・-–—、"
_LOGGED = re.compile(
    r"^\s*[:|/】)」〉>\]・–—-]\s*\S|^\s+(?![はがをにもで])\S|^(?![ぁ-んー、,。以前後頃分現])\S"
)
_FULL_STOP = re.compile(r"[。.]$")


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence or cell to be read.

    Shapes: `near` are the words around it that may name its topic, nearest first: row header,
        column header, question, headings inside out. `remarks` are the other cells of its row.
    """

    text: str  # exact, as on the page
    folded: str
    written_on: date
    entry: int  # 0 is the newest part of the page
    kind: BlockKind
    near: tuple[str, ...] = ()
    block: int = 0
    columns: tuple[str, ...] = ()
    row_time: str = ""  # a time that its row gives
    remarks: tuple[str, ...] = ()
    head: str = ""  # the header of the row headers' own column
    is_listed: bool = False  # a dated line of a list: an earlier notice's title


class Walker:
    """Walks the blocks, keeping the time of the entry it stands in."""

    def __init__(self, words: Lexicon, written_on: date) -> None:
        self.words = words
        self.base = written_on
        self.at = self.base_at = midnight(written_on)
        self.label = ""  # a line such as ■日時 that heads what follows
        self.first_at = self.at  # of the first edition: what carries no mark of its own
        self.marks: list[tuple[int, datetime]] = []  # bracketed dates, by the line they begin at
        self.is_marked = False  # the last block began with a date of its own in brackets
        self.title = ""  # of the feed's item or the mail
        self.question = ""  # asked in a line of its own; what follows answers it
        self.is_log = False  # several lines begin with when they were written
        self.found: list[tuple[datetime, Line]] = []
        self._find = english.find if words.language == "en" else japanese.find

    def open_entry(self, at: datetime) -> None:
        """Let what follows belong to the entry of that time."""
        self.at = at

    def spans(self, text: str) -> list[Span]:
        """Return the time expressions at the head of a line."""
        return self._find(text[:120], self.base)

    def take(self, block: Block, index: int) -> None:
        """Add a block's lines."""
        text = folded(block.text, self.words)
        spans = self.spans(text)
        if _TRAIL.match(text) or is_menu(block, text):
            return
        if self._is_set_apart(block, text) or any(_BYGONE.search(h) for h in block.headings[-1:]):
            return
        if spans and self.is_mark(text, spans):
            self._open_by(spans)
        elif self.is_log and (began := self.logged(block)):
            self._log(block, began, index)
        else:
            self._told_by(self._status_update(block, text) or block, text, spans, index)

    def _is_set_apart(self, block: Block, text: str) -> bool:
        """True for a question in a line of its own, which is kept for the answer below it."""
        if block.kind is BlockKind.HEADING:
            self.question = ""
        elif question := _QUESTION.match(text):
            self.question = question[1]
            return True
        return False

    def _told_by(self, block: Block, text: str, spans: list[Span], index: int) -> None:
        """Add the lines of a block by its kind."""
        self._take_inline_mark(block, text)
        if block.kind is BlockKind.ROW:
            self._row(block, index)
        elif block.kind is BlockKind.DEFINITION:
            self._definition(block, index)
        elif self._is_listed(block, text, spans):
            self._titled(block, spans, index)
        elif self._is_label(block, text):
            self.label = _NUMBER.sub("", text).strip("■●◆◇▼□<>＜＞【】[]()（） :：")
        elif (
            label := _LABEL.match(block.text)
            or _PLACED.match(block.text)
            or _KIND.match(block.text)
        ):
            self._sentences(label[2], block, index, (label[1].strip(),))
        else:
            self._sentences(block.text, block, index, ())

    def logged(self, block: Block) -> Span | None:
        """Return the time at the head of a line of a log; None for any other line."""
        if block.kind not in (BlockKind.ITEM, BlockKind.PARAGRAPH):
            return None
        text = folded(block.text, self.words)
        span = next(iter(self.spans(text)), None)
        if span is None or span.is_range or span.precision is Precision.PART:
            return None
        if span.first.date() > self.base:
            return None
        bullet = _BULLET.match(text)
        is_first = span.start <= (bullet.end() if bullet else 0)
        is_told = bool(_FULL_STOP.search(text)) and _LOGGED.match(text[span.stop :])
        return span if is_first and is_told and span.bound is Bound.AT else None

    def _log(self, block: Block, began: Span, index: int) -> None:
        """Add what a line of a log tells, dated as it says."""
        at, self.at = self.at, began.first
        rest = block.text[stop_in(block.text, began, self.words) :].lstrip(_APART)
        self._sentences(rest, block, index, ())
        self.at = at

    def _status_update(self, block: Block, text: str) -> Block | None:
        """Open the entry of an update such as "Resolved - ... Jul 10, 23:10 UTC"."""
        status = _STATUS.match(text)
        if status is None or block.kind is BlockKind.ROW:
            return None
        spans = self._find(text, self.base)
        last = spans[-1] if spans else None
        body = block.text[status.end() :]
        if last and last.stop >= len(text) - 2:
            self.open_entry(last.first)
            body = body[: body.rfind(last.text)] if last.text in body else body
        return replace(block, text=body.strip() or block.text)

    def _open_by(self, spans: list[Span]) -> None:
        """Open the entry that a date line begins; its oldest date is that of the first edition."""
        self.open_entry(newest(spans, self.at))
        days = [span.first for span in spans if span.precision is not Precision.PART]
        self.first_at = min((*days, self.at))
        self.is_marked = False

    def _take_inline_mark(self, block: Block, text: str) -> None:
        """A date in brackets dates its own block; the next one without is of the first edition."""
        mark = _MARK.match(text)
        if mark and (inner := self.spans(mark[1])) and block.kind is not BlockKind.ROW:
            self.open_entry(newest(inner, self.at))
            self.marks.append((len(self.found), self.at))
            self.is_marked = True
        elif self.is_marked:
            self.open_entry(self.first_at)
            self.is_marked = False

    def is_mark(self, text: str, spans: list[Span]) -> bool:
        """True when a line holds a date and nothing else to read."""
        if len(text) > 60 or spans[0].precision is Precision.PART:
            return False
        if any(span.is_range for span in spans):
            return False
        rest = text
        for span in spans:
            rest = rest.replace(span.text, "")
        return len(_MARK_WORDS.sub("", rest)) <= 3

    def _is_label(self, block: Block, text: str) -> bool:
        """True for a short line with a mark in front that says what kind of fact follows."""
        if block.kind is not BlockKind.PARAGRAPH or len(text) > 20:
            return False
        is_headed = _MARKED.match(text) or _NUMBERED.match(text)
        return bool(is_headed) and not re.search(r"[。、]|\d\s*[時:~]", text)

    def _is_listed(self, block: Block, text: str, spans: list[Span]) -> bool:
        """True for a line of a list of earlier notices: a date, then a title."""
        if block.kind not in (BlockKind.ITEM, BlockKind.PARAGRAPH) or not spans:
            return False
        behind = text[spans[0].stop :]
        if spans[0].is_range or len(_MARK_WORDS.sub("", behind)) < 4 or _FULL_STOP.search(text):
            return False
        bullet = _BULLET.match(text)
        if spans[0].first.date() > self.base:
            return False  # a day to come is planned, not an earlier notice
        starts = spans[0].start <= (bullet.end() if bullet else 0) + 1
        is_apart = bool(re.match(r"^[\s:|/】)」日]", f"{behind} "))
        return starts and is_apart and spans[0].precision is Precision.DAY

    def _titled(self, block: Block, spans: list[Span], index: int) -> None:
        """Add the title of an earlier notice, dated as its list says."""
        if any(_PAST_LIST.search(heading) for heading in block.headings[-1:]):
            return
        with_date = block.text
        rest = with_date[spans[0].stop :] if len(with_date) > spans[0].stop else with_date
        at, self.at = self.at, spans[0].first
        self.add(rest.strip(" 　:|"), block.kind, headings_of(block), index, is_listed=True)
        self.at = at

    def _sentences(self, text: str, block: Block, index: int, near: tuple[str, ...]) -> None:
        if block.kind is BlockKind.HEADING:
            self.label = ""
        heads = (head for head in (self.label, self.question) if head)
        title = (self.title,) if self.title and not block.headings else ()
        near = (*near, *heads, *headings_of(block), *title)
        for piece in self._told(_ANSWER.sub("", text), block):
            self.add(piece, block.kind, near, index)

    def _told(self, text: str, block: Block) -> list[str]:
        """Return the sentences to read; of a chronology only what says that it still holds."""
        pieces = sentences(text, self.words.language)
        if any(_CHRONOLOGY.search(heading) for heading in block.headings[-1:]):
            return [piece for piece in pieces if _STILL.search(piece)]
        return pieces

    def add(
        self,
        text: str,
        kind: BlockKind,
        near: tuple[str, ...],
        index: int,
        *,
        is_listed: bool = False,
    ) -> None:
        """Add one line to the entry that is open, without the bracketed date in front of it."""
        plain = folded(text, self.words)
        mark = _MARK.match(plain)
        if mark and self.spans(mark[1]):
            plain = plain[mark.end() :].strip() or plain
        line = Line(text, plain, self.at.date(), 0, kind, near, index, is_listed=is_listed)
        self.found.append((self.at, line))

    def _definition(self, block: Block, index: int) -> None:
        term, description = (*block.cells, "", "")[:2]
        if not self._dated(term, description, block, index):
            self._sentences(description, block, index, (term,))

    def _dated(self, term: str, text: str, block: Block, index: int) -> bool:
        """Add what a list tells under a date; False when the term is no date."""
        plain = folded(term, self.words)
        spans = self.spans(plain)
        if not spans or not self.is_mark(plain, spans):
            return False
        at, self.at = self.at, newest(spans, self.at)
        is_title = not text.rstrip().endswith(("。", "."))
        for piece in self._told(text, block):
            self.add(piece, block.kind, headings_of(block), index, is_listed=is_title)
        self.at = at
        return True

    def _row(self, block: Block, index: int) -> None:
        if any(block.columns) and set(block.cells) <= set(block.columns):
            return  # the headers themselves
        if len(block.cells) < 2:
            self._sentences(block.text, block, index, ())
        elif not self._is_log(block) or not self._dated(
            block.cells[0], block.cells[1], block, index
        ):
            self.found.extend((self.at, line) for line in self._cells(block, index))

    def _cells(self, block: Block, index: int) -> Iterator[Line]:
        """Yield the lines of a row: each cell behind its header with all that its row says."""
        plain = [folded(cell, self.words) for cell in block.cells]
        row_time = next((cell for cell in plain[1:] if self._is_time(cell)), "")
        columns = block.columns or ("",) * len(plain)
        for place, (cell, column) in enumerate(zip(block.cells, columns, strict=False)):
            if place == 0 or not cell.strip() or is_former(column, columns):
                continue
            header = [
                text
                for number, text in reversed(list(enumerate(block.cells[:place])))
                if not SIGN.match(text) and is_header(number, columns)
            ]
            near = (*header, *((column,) if column else ()), *headings_of(block))
            remarks = tuple(t for n, t in enumerate(plain) if n not in (0, place) and t)
            for piece in sentences(cell, self.words.language):
                yield Line(
                    piece, folded(piece, self.words), self.at.date(), 0, block.kind, near, index,
                    (column,) if column else (), "" if plain[place] == row_time else row_time,
                    remarks, columns[0],
                )  # fmt: skip

    def _is_log(self, block: Block) -> bool:
        """True for a row whose first cell may date what its second one tells."""
        return not any(block.columns) or bool(_WHEN_COLUMN.search(block.columns[0]))

    def _is_time(self, cell: str) -> bool:
        spans = self.spans(cell)
        return bool(spans) and self.is_mark(cell, spans)

    def date_unmarked(self) -> None:
        """Date what stands before the first of several additions as older than all of them."""
        if not self.marks:
            return
        is_newest_first = self.marks[0][1] > self.marks[-1][1]
        if is_newest_first:
            return
        first = min(at for _, at in self.marks)
        for place in range(self.marks[0][0]):
            at, line = self.found[place]
            if at == self.base_at and line.kind is not BlockKind.HEADING:
                self.found[place] = (first - timedelta(days=1), line)

    def ranked(self) -> list[Line]:
        """Return the lines with entries numbered newest first."""
        order = sorted({at for at, _ in self.found}, reverse=True)
        rank = {at: place for place, at in enumerate(order)}
        return [replace(line, entry=rank[at]) for at, line in self.found]
