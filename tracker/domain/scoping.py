"""Scopes set right by what is known of a supplier beyond the page that was read.

One page reads "the web shop takes orders again" without knowing that its first words name one of
five services; another lists the five in a table. What is known of the supplier settles it.
"""

import re
from collections.abc import Iterable
from dataclasses import replace

from tracker.domain.statements import Scope, Statement

SHORTEST_NAME = 4  # characters; shorter words are found inside others
# A row named after one of these is something that a service does, not a service.
_FUNCTION = re.compile(
    r"注文|受注|出荷|配送|配達|届け|請求|返金|返品|決済|支払|領収|メール|FAX|問い?合わ?せ|窓口|電話|アドレス"
    r"|連携|更新|変更|登録|ログイン|通知|受付|商品|拠点|倉庫|センター|API|CSV|データ|ワークフロー"
    r"|order|ship|deliver|bill|invoice|mail|support|log.?in|checkout|api|data|workflow|warehouse",
    re.IGNORECASE,
)

_REST = re.compile(
    r"(?:上記|前記|それ|これ|対象|次)(?:の.{0,6})?(?:以外|を除[くい])|その他の"
    r"|(?:^|\s)(?:all )?others?\b",
    re.IGNORECASE,
)
_CUSTOMERS = re.compile(r"お客[様さ]|顧客|会員|法人|customers?|members?", re.IGNORECASE)


def service_names(statements: Iterable[Statement]) -> frozenset[str]:
    """Return what the supplier's pages call its services: as such, or as the head of a row."""
    found: set[str] = set()
    for one in statements:
        found |= one.scope.services
        found |= {item for item in one.scope.items if item == one.evidence}
    return frozenset(name for name in found if _is_name(name))


def limited_to_the_rest(one: Statement) -> Statement:
    """A word on "all others than the above" is no word on everything."""
    if one.scope.limits or not _REST.search(one.evidence):
        return one
    limits = frozenset({"customers" if _CUSTOMERS.search(one.evidence) else "items"})
    return replace(one, scope=replace(one.scope, limits=limits))


def named(statements: Iterable[Statement], names: frozenset[str]) -> list[Statement]:
    """Return the statements with the services that their own words name."""
    return [_named(one, names) for one in statements]


def _is_name(name: str) -> bool:
    return len(name) >= SHORTEST_NAME and _FUNCTION.search(name) is None


def _named(one: Statement, names: frozenset[str]) -> Statement:
    items = one.scope.items & names
    services = one.scope.services or items or _spoken(one.evidence, names)
    if services == one.scope.services and not items:
        return one
    limits = one.scope.limits - ({"items"} if items and items == one.scope.items else set())
    scope = Scope(services, limits, one.scope.items - items, one.scope.channel)
    return replace(one, scope=scope)


def _spoken(text: str, names: frozenset[str]) -> frozenset[str]:
    """Return the names in a text; one that is only part of a longer name is not meant."""
    found = set()
    for name in sorted(names, key=len, reverse=True):
        if name in text:
            found.add(name)
            text = text.replace(name, " ")
    return frozenset(found)
