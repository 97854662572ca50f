"""Which domains a clause speaks of."""

import re

from tracker.domain.lexicon.scanner import Hit

# fronts and means: they give way to what is done through them
FRONTS = frozenset({"サイト", "Webサイト", "ページ", "ホームページ", "オンラインサービス", "画面"})
WEAK = frozenset({"website", "support", "fax", "data_share"})
_COORDINATED = re.compile(
    r"^(?![^はがを]*(?:うち|ため|場合|際|から))[^はがをで]{0,10}?(?:・|、|や|と|および|及び|ならびに|並びに|かつ|/|,|とも|&|も)[^はがを]{0,14}$"
)
# what something is done through, or what is left aside, is not what the clause is about
_ADJUNCT = re.compile(
    r"^との|^[^はがを、・と]{0,5}(?:に限|に加え|に代え|にかわ|の場合|による|により|経由|で(?![きすあ])|から(?!の))"
)
_SENDING = frozenset({"発送", "配送", "届け", "出荷", "配達", "送付", "郵送", "配信", "郵便"})
_PAPERS = frozenset({"billing", "email", "returns"})  # what is sent of these is no goods
_BUYING = frozenset({"買い物", "購入", "ショッピング"})
_BY = frozenset(
    {"での", "による", "でのご", "でのお", "によるご", "によるお", "で"}
)  # paying, that is
_SENT_BACK = frozenset({"returns", "refunds"})
_KIND_OF = re.compile(r"^[^はがを]{0,6}(?:など|等|をはじめ|を含む|といった)")
_MODIFIES = re.compile(r"^(?:.{0,6})?(?:で|による|から|へ|に関する|を通じた|経由|用)?の")
_MEANS = re.compile(r"^[^はがを、]{0,14}(?:で|から|より|による|経由|にて|を通じ)[^はが、]{0,8}$")


def domains(text: str, hits: list[Hit], event: Hit) -> list[str]:
    """Return the domains that an event in a clause is about, in reading order."""
    spoken = [hit for hit in hits if hit.section == "domains"]
    reach = len(text) if event.name == "slow" else event.stop
    before = [hit for hit in spoken if hit.start < reach]
    heads = [hit for hit in before if not _ADJUNCT.match(text[hit.stop :])] or before
    group = _last_group(text, heads) if heads else spoken[:1]
    group = _paid(text, group, before)
    return _with_fax(_sent(_unique(group), spoken, event), text, spoken)


def _paid(text: str, group: list[Hit], before: list[Hit]) -> list[Hit]:
    """Buying with a card is about the card."""
    if len(group) != 1 or group[0].word not in _BUYING:
        return group
    means = [h for h in before if h.name == "payment" and text[h.stop : group[0].start] in _BY]
    return means or group


def _sent(named: list[str], spoken: list[Hit], event: Hit) -> list[str]:
    """What is said to be sent as usual is shipping, also when orders are its subject."""
    behind = [hit.name for hit in spoken if hit.start >= event.stop]
    return (
        behind[:1]
        if event.name == "normal" and named == ["orders"] and behind == ["shipping"]
        else named
    )


def headed(text: str, hits: list[Hit]) -> list[str]:
    """Return the domains that a heading or a header names; fronts give way to what they front."""
    spoken = [hit for hit in hits if hit.section == "domains"]
    papers = [hit for hit in spoken if hit.name in _PAPERS]
    named = list(
        dict.fromkeys(
            hit.name
            for hit in spoken
            if not (papers and hit.word in _SENDING and text[hit.start - 1] == "の")
        )
    )
    strong = [name for name in named if name not in ("website", "support")]
    if not named and "メール" in text:
        return ["email"]
    return _with_fax(strong or named, text, spoken)


def spoken_last(text: str, hits: list[Hit]) -> list[str]:
    """Return what a clause without an event leaves as its topic."""
    if not any(hit.section == "domains" for hit in hits):
        return []
    return domains(text, hits, Hit(len(text), len(text), "events", "", ""))


def mentioned(hits: list[Hit]) -> list[str]:
    """Return every domain a text names."""
    return list(dict.fromkeys(hit.name for hit in hits if hit.section == "domains"))


def _last_group(text: str, before: list[Hit]) -> list[Hit]:
    """Return the last domain word before the event and those joined to it by and."""
    group = [before[-1]]
    if group[0].word == "取扱" and len(before) > 1:
        group, before = [before[-2]], before[:-1]  # 振込の取扱: of what is handled
    for hit in reversed(before[:-1]):
        between = text[hit.stop : group[0].start]
        is_front = group[0].name in WEAK and hit.name not in WEAK
        if _is_of(hit, between, group[0]):
            group = [hit]
        elif hit.name == group[0].name or _COORDINATED.search(between):
            group.insert(0, hit)
        elif is_front:
            group = [hit]
        elif hit.name in WEAK and (_MODIFIES.search(between) or _MEANS.search(between)):
            continue
        else:
            break
    return group


def _is_of(hit: Hit, between: str, head: Hit) -> bool:
    """True when the head only says what is done with it: 請求書の発送, 返品のお申込."""
    if between == "の" and head.word in _SENDING and hit.name in _PAPERS:
        return True
    if "申込" in head.word and hit.name in _SENT_BACK and between.startswith("の"):
        return True
    return head.name in WEAK and bool(_KIND_OF.match(between))


def _unique(group: list[Hit]) -> list[str]:
    is_shop = any(hit.name == "orders" for hit in group)
    kept = [hit for hit in group if not (is_shop and hit.word in (*FRONTS, "電話"))]
    return list(dict.fromkeys(hit.name for hit in kept))


def _with_fax(named: list[str], text: str, spoken: list[Hit]) -> list[str]:
    """Ordering by fax is both: orders through that channel, and the fax itself."""
    if "fax" not in {hit.name for hit in spoken}:
        return named
    if named == ["fax"] and re.search(
        r"FAX(?:や|で|による|から|および|・|を|の)?[^はが]{0,8}?(?:お受け|商品|承|受付)", text
    ):
        return ["orders", "fax"]
    if "orders" in named and "fax" not in named:
        return [*named, "fax"]
    return named
