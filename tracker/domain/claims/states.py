"""Decide what an event and its aspect claim: the one table of the reader."""

import re
from collections.abc import Callable

from tracker.domain.claims.aspects import Aspect
from tracker.domain.claims.facts import Facts, Verdict
from tracker.domain.dates.values import Bound, Precision, Span
from tracker.domain.lexicon.scanner import Hit

# not a state: the time at which a slow or limited service is to be normal again
RETURN = "return"
_USUAL = re.compile(
    r"(?:通常|平常|正常|従来|平時|水準|(?:火災|障害|震災|地震|被災|攻撃|切替)前|元の)"
)
_FAULT = re.compile(r"(?:障害|不具合|停止|トラブル|エラー|事象|ない|ません)")
_MOVED_TO = re.compile(r"[旬月日週]中?(?:以降)?に(?:延期|変更|先送り|延ば|ずれ込)")
_CLEARED = ("解消", "cleared", "caught up")  # of what was late
_CHOICE = re.compile(r"(?:停止|中止|休止|解除)(?:は|が)?でき")  # what a customer may switch off
_UNSURE = frozenset(
    {Aspect.UNDECIDED, Aspect.PREPARING, Aspect.POSSIBLE, Aspect.POSTPONED, Aspect.PLANNED}
)
_REACHED = frozenset({Aspect.DONE, Aspect.ONGOING})
_TIMED = _REACHED | {Aspect.COMING, Aspect.PLANNED, Aspect.PREPARING, Aspect.NAMED}
_WINDOWED = frozenset(
    {Aspect.COMING, Aspect.PLANNED, Aspect.NAMED, Aspect.ONGOING, Aspect.POSSIBLE}
)
_ALREADY = re.compile(r"(?:すでに|既に|再び)[^、]{0,12}(?:いただけ|でき|使え)")
_SIDE = frozenset({"support", "returns", "refunds"})  # that they serve some goods is no limit
_CALLED_OFF = ("中止", "取りやめ")
_POSTPONED = ("見送", "延期", "断念")  # of a sale: until when is not said by its old day
_SENT = re.compile(r"(?:出荷|発送|送付|お?届け|配送|郵送|納品)(?:を)?(?:いた)?しました。?$")
_FULL = re.compile(r"\b(?:full|normal) (?:service|operation)")
# words that say by a negation that all is well
_DENIAL = re.compile(r"影響|支障|問題|障害|異常|変更|遅|変わ|対象外|ない|なく|not |no |un|without")
_CLOSED = ("休業", "お休み", "休館", "閉店", "休止")
_HOLIDAYS = ((1, 1), (5, 4), (8, 14))  # a day in the midst of each of the year's long ones
_GROWS = re.compile(
    r"(?:順次|徐々に|少しずつ|段階的に)[^。]{0,8}(?:てまいり|ていき|ており|ています)"
)
_RETURNS = ("return", "back", "recover", "return to normal")
_AHEAD = (Aspect.COMING, Aspect.PLANNED)
_SENDS = re.compile(r"(?:届け|出荷|発送|配送|送付|郵送|お送り)")
_CANNOT = re.compile(  # another verb is denied: 取り扱えない, ご利用いただけません
    r"[^、。]*?(?:または|や|か|し|、)[^、。]*?[えけせてねめれげべき](?:ない|ません|ておりません)"
)
_TAKING = re.compile(
    r"(?:受付|取扱|受注|注文|集荷|配達|配送|営業|販売|提供|サービス|対応|引き受け|出荷|発送)[^。]{0,24}終了"
)
_FOR_NOW = re.compile(r"(?:一時|当面|回収|しばらく)")
_OF_RETURN = re.compile(r"(?:復旧|再開|回復)(?:の|は|に)")  # its time is looked for: it is down
_DAYS_LATE = re.compile(r"(?:通常|普段|ふだん|平常|いつも)より")  # 3日から5日: how many, not when
_LATER_TODAY = re.compile(r"(?:午後|夕方|今夜|夜|深夜|このあと|これから)[^、]{0,6}から")
_WORK_DONE = re.compile(r"(?:休止|作業|メンテナンス|停止)は[^、]{0,8}(?:終わ|終了|完了)")
_STILL_SO = re.compile(r"(?:引き続き|継続して|変わらず)")
_OF_PLAN = re.compile(r"(?:予定|計画)(?:は|を|の)[^、]{0,6}(?:中止|取りやめ)")
_WORK = re.compile(
    r"(?:作業|メンテナンス|更改|工事|計画停止|点検|移行|切替|切り替え|入れ替え|更新|リハーサル)(?:は|を|が|の実施)"
)
_CONDITION = re.compile(r"(?:次第|しだい|整え|再開後|復旧後|のちに|た後)")
_BY_HAND = re.compile(r"(?:手作業|手動|人手)")
_LONGER = re.compile(r"通常より[^、]{0,6}(?:長い|遅くまで|早く)")
_STANDING = re.compile(  # "may take time" of what runs so now; mere delays that may come are none
    r"(?:時間|日数)[をがは]?(?:お?(?:いただ|頂)|頂戴|要|かか)|つなが|全量|みていただ|may take"
)
_ABLE = re.compile(r"(?:いただけ|でき|可能|引き続き|承|受付)")


def decide(event: Hit, stands: Aspect, facts: Facts) -> Verdict | None:
    """Return what is claimed; None when nothing is."""
    if stands in (Aspect.MODIFIER, Aspect.OVER):
        return None
    if stands is Aspect.GIVEN_UP:
        return Verdict("cancelled", "given up") if event.name == "resume" else None
    if facts.is_aside and stands is Aspect.DONE and event.name in ("stop", "slow"):
        return None  # 起きましたが、: over by what follows
    return _DECIDE[event.name](event, stands, facts)


def _stop(event: Hit, stands: Aspect, facts: Facts) -> Verdict | None:
    is_work_done = event.word.startswith("終了") and not _TAKING.search(facts.text)
    if is_work_done or _is_holiday(event, facts):
        return None
    if ended := _called_off(event, stands, facts) or _sale_ended(event, facts):
        return ended
    if stands is Aspect.DENIED:
        return None if _CHOICE.search(facts.text) else _not_so(event, facts)
    if facts.in_window and stands in _WINDOWED:
        return _planned_stop(facts)
    is_told = stands is not Aspect.POSSIBLE
    return (_stop_ahead(stands, facts) or _stopped(facts)) if is_told else None


def _sale_ended(event: Hit, facts: Facts) -> Verdict | None:
    """Return what becomes of a sale that ends for good, or that is put off."""
    if facts.domain != "sales":
        return None
    if event.word.startswith("終了"):
        return _planned_stop(facts) if facts.ahead else Verdict("cancelled", "done")
    return Verdict("stopped", _soft(facts)) if event.word in _POSTPONED else None


def _called_off(event: Hit, stands: Aspect, facts: Facts) -> Verdict | None:
    """Return what is given up for good: a sale, a plan, the planned work itself."""
    if event.word not in _CALLED_OFF:
        return None
    if facts.domain == "sales" and not _FOR_NOW.search(facts.text):
        return Verdict("cancelled", "for good", facts.begun)
    if _OF_PLAN.search(facts.text):
        return Verdict("cancelled", "called off")
    is_work = _WORK.search(facts.text) and stands in (Aspect.DONE, Aspect.ONGOING, Aspect.COMING)
    return Verdict("cancelled", "done") if is_work else None


def _stop_ahead(stands: Aspect, facts: Facts) -> Verdict | None:
    """Return a stop that lies ahead; None for one that holds."""
    if stands in (Aspect.COMING, Aspect.PLANNED) and facts.ahead:
        return _planned_stop(facts)
    if stands is Aspect.PLANNED and not facts.spans:
        return Verdict("planned_stop")
    if stands is Aspect.COMING and _LATER_TODAY.search(facts.text):
        return Verdict("planned_stop", "date", facts.target, None)
    return None


def _is_holiday(event: Hit, facts: Facts) -> bool:
    """True for a house that closes over the holidays of the year, as it does every year."""
    if event.word not in _CLOSED:
        return False
    return any(
        span.is_range and any(_holds(span, month, day) for month, day in _HOLIDAYS)
        for span in facts.spans
    )


def _holds(span: Span, month: int, day: int) -> bool:
    years = (span.first.year, span.last.year)
    days = (span.first.replace(year=year, month=month, day=day) for year in years)
    return any(span.first.date() <= on.date() <= span.last.date() for on in days)


def _stopped(facts: Facts) -> Verdict:
    until = next(
        (
            span
            for span in facts.spans
            if span.bound in (Bound.UNTIL, Bound.LATEST) and span.last.date() >= facts.written_on
        ),
        None,
    )
    return Verdict("stopped", _soft(facts), facts.begun, until)


def _planned_stop(facts: Facts) -> Verdict:
    span = None if facts.in_window else facts.ahead
    return Verdict("planned_stop", "date", span, span)


def _resume(event: Hit, stands: Aspect, facts: Facts) -> Verdict | None:
    is_return = event.word in _RETURNS and "normal" in facts.text and stands in _AHEAD
    if is_return or (event.word.startswith("戻") and _USUAL.search(facts.text)):
        return _back_to_normal(stands, facts)
    if stands in _REACHED and not _is_dated_ahead(facts):
        is_delay = event.word in _CLEARED and not _FAULT.search(facts.text)
        return Verdict("normal" if is_delay else "resumed", "done", facts.restored)
    if stands in _TIMED and facts.target:
        return _resume_timed(stands, facts)
    if stands is Aspect.POSTPONED and facts.ahead and _MOVED_TO.search(facts.text):
        return _planned_resume(facts)
    is_delay = event.word in _CLEARED and stands is Aspect.PREPARING
    return None if is_delay else _resume_untimed(stands, facts)


def _resume_timed(stands: Aspect, facts: Facts) -> Verdict:
    """Return a restart with a time: a plan, or in a bare noun one that is over."""
    if stands is Aspect.NAMED and not facts.ahead:
        return Verdict("resumed", "done", facts.begun)
    return _planned_resume(facts)


def _resume_untimed(stands: Aspect, facts: Facts) -> Verdict | None:
    """Return what a restart without a time leaves: the stop that it will end."""
    if stands is Aspect.NAMED:
        return Verdict("resumed", "done", facts.begun) if facts.is_cell else None
    if stands is Aspect.POSSIBLE or not facts.is_named:
        return None
    if stands is Aspect.DENIED and facts.domain == "sales":
        return Verdict("cancelled", "done")
    return Verdict("stopped", _soft(facts))


def _is_dated_ahead(facts: Facts) -> bool:
    """True when the clause names a day that is still to come."""
    ahead = facts.ahead
    return bool(
        ahead and ahead.precision is not Precision.PART and ahead.first.date() > facts.written_on
    )


def _back_to_normal(stands: Aspect, facts: Facts) -> Verdict | None:
    """Return normal when it is back, the time of its return when that is planned."""
    if stands in (Aspect.DONE, Aspect.ONGOING):
        return Verdict("normal", "done", facts.begun)
    return Verdict(RETURN, "month", None, facts.target) if facts.target else None


def _limit(event: Hit, stands: Aspect, facts: Facts) -> Verdict | None:
    """A limit on what goes out: it runs in part, from the day that is named."""
    if stands in (Aspect.UNDECIDED, Aspect.POSSIBLE, Aspect.DENIED, Aspect.NAMED):
        return None
    return Verdict("partial", "none", facts.begun or facts.ahead)


def _widen(event: Hit, stands: Aspect, facts: Facts) -> Verdict | None:
    """More goods or places: what runs in part runs wider, now or at a named time."""
    if stands in (Aspect.DONE, Aspect.ONGOING):
        return Verdict("partial", "none", facts.begun)
    if (
        stands in (Aspect.COMING, Aspect.PLANNED, Aspect.NAMED)
        and facts.ahead
        and not facts.in_window
    ):
        if _GROWS.search(facts.text):
            return Verdict("partial", "month", None, facts.target)
        return _planned_resume(facts)
    return None


def _planned_resume(facts: Facts) -> Verdict:
    target = facts.target
    is_precise = target is not None and target.precision is not Precision.PART
    return Verdict("planned_resume", "date" if is_precise else "month", None, target)


def _go(event: Hit, stands: Aspect, facts: Facts) -> Verdict | None:
    if stands is Aspect.DENIED:
        return _stop(event, Aspect.ONGOING, facts)
    if stands in _AHEAD and facts.ahead and _SENDS.match(event.word):
        return None  # when goods are sent tells of no restart
    if stands in _AHEAD and facts.ahead and not facts.is_normal:
        return None if facts.in_window else _planned_resume(facts)
    if stands in _UNSURE or stands is Aspect.NAMED:
        return Verdict("unknown") if stands is Aspect.UNDECIDED else None
    if stands is Aspect.COMING and facts.is_gradual and _CONDITION.search(facts.text):
        return Verdict("stopped", "gradual")
    return _runs(stands, facts)


def _runs(stands: Aspect, facts: Facts) -> Verdict | None:
    """Return how what is said to run does so: again, in part, as usual."""
    if stands is Aspect.DONE and _SENT.search(facts.text):
        return None  # what was sent is gone: it says nothing of what runs
    if not facts.has_limiter and _ALREADY.search(facts.text):
        return Verdict("resumed", "done", facts.begun)
    if _is_promise(stands, facts):
        return None
    if _is_in_part(stands, facts):
        return Verdict("partial", "none", facts.begun)
    if (facts.is_aside and not _ABLE.search(facts.text)) or _LONGER.search(facts.text):
        return None
    return Verdict("normal", "done", facts.begun)


def _is_promise(stands: Aspect, facts: Facts) -> bool:
    """True for "we will send it": what is to be done says nothing of what runs."""
    is_core = facts.domain in ("orders", "shipping") and not facts.has_limiter
    is_bare = not facts.is_gradual and not _ABLE.search(facts.text)
    return stands is Aspect.COMING and is_core and is_bare


def _is_in_part(stands: Aspect, facts: Facts) -> bool:
    """True when a limit narrows what runs; goods that simply go on being sent are no limit."""
    if not facts.is_limited or facts.is_normal:
        return False
    if facts.has_limiter:
        return True
    goes_on = _STILL_SO.search(facts.text) or (facts.is_gradual and stands is Aspect.COMING)
    return not goes_on and facts.domain not in _SIDE


def _not_so(event: Hit, facts: Facts) -> Verdict | None:
    """Return normal where a fault itself is denied, a stop where what can be done is.

    遅延はございません is no delay; 遅延または取り扱えない状況 is worse than one.
    """
    behind = facts.text.rpartition(event.word)[2]
    return Verdict("stopped", _soft(facts)) if _CANNOT.match(behind) else Verdict("normal", "done")


def _is_all_ahead(facts: Facts) -> bool:
    return all(span.first.date() > facts.written_on for span in facts.spans)


def _slow(event: Hit, stands: Aspect, facts: Facts) -> Verdict | None:
    if stands is Aspect.DENIED:
        return _not_so(event, facts)
    if stands in _AHEAD and facts.spans and _is_all_ahead(facts):
        return None  # what will be slow only later
    if facts.in_window and stands is Aspect.PLANNED and "afterwards" in facts.text:
        return None
    if event.word == "順次処理" and stands in _AHEAD:
        return None
    if stands is Aspect.POSSIBLE and not _STANDING.search(facts.text):
        return None
    begun = None if stands is Aspect.POSSIBLE or _DAYS_LATE.search(facts.text) else facts.begun
    return Verdict("degraded", _soft(facts), begun)


def _normal(event: Hit, stands: Aspect, facts: Facts) -> Verdict | None:
    if stands is Aspect.DENIED and not _DENIAL.search(event.word):
        return Verdict("degraded", _soft(facts))  # 通常どおりではありません
    if facts.ahead and facts.ahead.precision is not Precision.PART and not facts.in_window:
        is_told = facts.domain == "sales" or _FULL.search(facts.text)
        return _planned_resume(facts) if is_told else None
    if stands in (Aspect.PLANNED, Aspect.PREPARING, Aspect.UNDECIDED, Aspect.POSTPONED):
        return Verdict("normal", "done") if facts.in_window and stands is Aspect.PLANNED else None
    if _WORK_DONE.search(facts.text):
        return None
    if _BY_HAND.search(facts.text):
        return Verdict("partial", "none", facts.begun)
    return Verdict("normal", "done", facts.begun)


def _cancel(event: Hit, stands: Aspect, facts: Facts) -> Verdict | None:
    if stands in (Aspect.POSSIBLE, Aspect.DENIED, Aspect.UNDECIDED):
        return None
    return Verdict("cancelled", "none")


def _check(event: Hit, stands: Aspect, facts: Facts) -> Verdict | None:
    is_open = (
        facts.is_named
        and not _OF_RETURN.search(facts.text)
        and stands in (Aspect.ONGOING, Aspect.NAMED)
    )
    return Verdict("unknown") if is_open else None


def _soft(facts: Facts) -> str:
    return "gradual" if facts.is_gradual else "none"


_DECIDE: dict[str, Callable[[Hit, Aspect, Facts], Verdict | None]] = {
    "stop": _stop,
    "resume": _resume,
    "widen": _widen,
    "limit": _limit,
    "go": _go,
    "slow": _slow,
    "normal": _normal,
    "cancel": _cancel,
    "check": _check,
}
