"""What the words behind an event say of it: done, going on, still to come, planned, denied."""

import re
from enum import StrEnum

from tracker.domain.lexicon.scanner import Hit


class Aspect(StrEnum):
    """How an event stands at the time of writing."""

    DONE = "done"
    ONGOING = "ongoing"
    COMING = "coming"  # plain non-past
    PLANNED = "planned"
    PREPARING = "preparing"
    UNDECIDED = "undecided"
    POSTPONED = "postponed"
    POSSIBLE = "possible"
    DENIED = "denied"
    OVER = "over"  # was so until now: しておりましたが
    NAMED = "named"  # a noun without a verb
    GIVEN_UP = "given up"  # 再開の予定はありません
    MODIFIER = "modifier"  # speaks of something else: 停止による, 再開のお知らせ


_MODIFIER = re.compile(
    r"^(?:直後|中(?:に|も|の(?!ため))|(?:業務|時期|作業|期間|状況|状態|対応|処理)?"
    r"(?:による|によって|により|に伴|にともな|に関する|に関して|に関しま|に際し|にあたり|の影響|のお詫び|のお知らせ|のご案内|の原因|の理由|について(?:の|お|。|$|は?、?お|\(|（)|に係る|の手続|の方法|の?作業に(?:入|着手)|を装|などの影響))"
)
# 休止するサービス: a head that names what stops, not that it does
_OF_HEAD = re.compile(
    r"^(?:する|した|している|となる|いたします|の対象(?:と?なる)?)"
    r"(?:サービス|機能|業務|期間|日時|時間帯?|商品|製品|地域|エリア|内容|範囲|対象|取引)"
    r"(?:について)?(?:の?(?:ご案内|お知らせ))?[。]?$"
)
_OVER = re.compile(r"(?:ませんでした|おりました|いました|ていた(?!だ)|でいた(?!だ)|ておりまし)")
_DONE = re.compile(
    r"(?:ました|した(?=[。」「、)]|$|[ァ-ヶ一-龠])|た[。」]?$|いだ[。]?$|済み|完了|ずみ|となった|に至って)"
)
_ONGOING = re.compile(
    r"(?:ており|でおり|ている|ています|でいます|ておる|ていま|てい(?=、|$)|てお(?=、|$)|中(?=[、。)でにのと]|$)|まま|状態|状況が|続い|続き|続けて|継続|せざるを)"
)
_DENIED = re.compile(
    r"(?:なくな|ません|(?<!少)ない|(?:せ|れ|き|わ|け|ら|か|し|おら)ず(?=[、にと。]|$)|ぬ(?=[、。]|$)|なし(?=[、。]|$)|にくく?(?!な)な)"
)
_WAS_NOT = re.compile(r"(?:ませんでした|なかった)(?=[。、が]|$)")
_DENIED_BY_NOUN = re.compile(
    r"^(?:は|が|も|を)?(?:ございません|ありません|いたしません|行いません|行っておりません|しません)"
)
_LEFT_OVER = re.compile(r"^[^、]{0,6}(?:ない|ていません)(?:もの|商品|注文|方|お客様|荷物|分|場合)")
_HEARSAY = re.compile(
    r"^[^、]{0,8}と(?:ご案内|お知らせ|お伝え|発表)[^、。]{0,6}ましたが"
    r"|^[^、]{0,8}(?:と|との|という)(?:報道|報じ|情報|うわさ|噂|誤解|お?問い合わせ|声)"
)
# 出荷できる在庫, 送信できなかったメール: what can or could not be, not that it is so
_ABLE_NOUN = re.compile(
    r"^(?:でき|いただけ)(?:る|た|なかった)(?:[一-龠ァ-ヶ]|もの)(?<!見|予|状|体)"
)
_ABLE_IS = re.compile(r"^(?:でき|いただけ)るのは")  # ご注文いただけるのは一部の商品です
_NOT_SO = re.compile(r"とは(?:言え|限り|限ら)(?:ません|ない)")
_WHETHER = re.compile(r"^[^、]{0,10}か(?:どうか)?(?:は|を|について)")
_NO_PLAN = re.compile(r"(?:予定|計画)(?:は|が|も)?(?:ありません|ございません|ない)")
_NOT_EXPECTED = re.compile(
    r"(?:見込|予定|目指)[^、。]{0,6}(?:ておりません|でおりません|ていない|ていません)"
)
_DAY_OF = re.compile(r"^(?:日|日程|時期|予定日|時刻|日時|方針|手続き?)(?:が|は|を|に|の|も)")
_VERB_END = re.compile(r"^[^、]{0,8}[るたくす](?=、)")
_COMING = re.compile(r"(?:ます|する|いたす|れる|なる|える|める|げる|う(?=。|$|ち))")


def aspect(tail: str, marks: list[Hit]) -> Aspect:
    """Return how an event stands.

    `tail` is the text between the event's word and the end of its clause, `marks` the words found
    in that text that speak of plans and doubts.
    """
    if _MODIFIER.search(tail):
        return Aspect.MODIFIER
    if any(
        aside.search(tail)
        for aside in (_LEFT_OVER, _HEARSAY, _NOT_SO, _WHETHER, _ABLE_NOUN, _OF_HEAD)
    ):
        return Aspect.MODIFIER
    if _ABLE_IS.match(tail):
        return Aspect.ONGOING
    cut = _next_verb(tail)
    marks = [mark for mark in marks if cut is None or mark.section != "possible"]
    sections = {mark.section for mark in marks}
    for section, meaning in (
        ("undecided", Aspect.UNDECIDED),
        ("postponed", Aspect.POSTPONED),
        ("plans", Aspect.PLANNED),
        ("preparing", Aspect.PREPARING),
        ("possible", Aspect.POSSIBLE),
    ):
        if section in sections:
            return (_denied_plan(tail) or meaning) if section == "plans" else meaning
    if _DAY_OF.search(tail) and not re.search(r"\d", tail):
        return Aspect.MODIFIER
    return _by_ending(tail[:cut])


def _denied_plan(tail: str) -> Aspect | None:
    """Return what a plan that is denied means; None when it is not denied."""
    if _NO_PLAN.search(tail):
        return Aspect.GIVEN_UP
    return Aspect.UNDECIDED if _NOT_EXPECTED.search(tail) else None


def _next_verb(tail: str) -> int | None:
    """Return where the event's own verb ends when another one follows a comma; else None."""
    match = _VERB_END.search(tail)
    return match.end() if match else None


def _by_ending(tail: str) -> Aspect:
    """Return the aspect that the verb's own ending carries."""
    if _WAS_NOT.search(tail):
        return Aspect.OVER
    if _DENIED.search(tail) or _DENIED_BY_NOUN.search(tail):
        return Aspect.DENIED
    if _OVER.search(tail):
        return Aspect.OVER
    if _ONGOING.search(tail):
        return Aspect.ONGOING
    if _DONE.search(tail):
        return Aspect.DONE
    return Aspect.COMING if _COMING.search(tail) else Aspect.NAMED
