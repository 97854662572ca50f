"""Whom an event is about: named in the clause, carried in, or what the page is about."""

import re
from dataclasses import replace

from tracker.domain.claims.context import Setting, Topic
from tracker.domain.claims.scopes import Scope

_SITE = re.compile(r"(?:Webサイト|サイト|オンライン)(?:は|の|も|で|を|にて|につき)")
_PRIVATE = re.compile(r"(?:ログイン|サインイン|閲覧|登録|画面|マイページ|アプリ|接続|表示)")
_SCREEN = re.compile(r"(?:Web画面|管理画面|Webサイト|ホームページ|サポートサイト)")
_GENERIC = ("オンラインサービス", "Webサービス", "サービス")


def subject(
    text: str, named: list[str], reach: Scope, inner: Topic, setting: Setting
) -> tuple[Topic, str]:
    """Return whom the event is about, and where that was taken from.

    `inner` is what earlier clauses of the sentence named.
    """
    meant, channel = _meant(text, named, reach, setting)
    own = Topic(
        tuple(meant), reach.services, reach.items, reach.limits, channel or reach.channel,
        covers_all=reach.covers_all and not reach.limits,
    )  # fmt: skip
    if meant:
        return _joined(own, inner), "clause"
    if inner.domains:
        return _joined(replace(own, domains=inner.domains), inner), "sentence"
    return _from_page(own, reach, setting)


def _meant(
    text: str, named: list[str], reach: Scope, setting: Setting
) -> tuple[list[str], str | None]:
    """Return the domains meant by a site or a generic service, and the channel that implies."""
    if named != ["website"]:
        is_of_paying = set(named) == {"orders", "payment"} and setting.fallback == "payment"
        return (["payment"] if is_of_paying else named), None  # 購入やお支払い
    if setting.fallback == "payment" and any(word in text for word in _GENERIC):
        return ["payment"], None
    if setting.fallback == "data_share" and _PRIVATE.search(text) and not _SCREEN.search(text):
        return ["data_share"], None  # who cannot log in cannot use the cloud
    if setting.fallback == "orders" and _SITE.search(text) and not _PRIVATE.search(text):
        return ["orders"], "web"
    if reach.services and setting.service_domain == "data_share":
        return ["data_share"], None
    return named, None


def _from_page(own: Topic, reach: Scope, setting: Setting) -> tuple[Topic, str]:
    """Return the subject of a clause that names none: a service, the topic, the page."""
    topic = setting.topic
    is_near = setting.in_table or topic.source == "subheading"
    if reach.services and not reach.items and not (is_near and topic.domains):
        return replace(own, domains=(setting.service_domain,)), "service"
    if topic.domains:
        return _joined(replace(own, domains=topic.domains), topic), topic.source
    if setting.fallback:
        return replace(own, domains=(setting.fallback,)), "page"
    return own, ""


def _joined(own: Topic, carried: Topic) -> Topic:
    """Return the clause's own scope with what is carried in, unless it speaks of another one."""
    is_same = own.services in ((), carried.services) or not carried.services
    limits = own.limits
    if own.covers_all:
        limits = ()
    elif is_same:
        limits = own.limits or carried.limits
    return replace(
        own,
        services=own.services or carried.services,
        items=own.items or carried.items,
        limits=limits,
        channel=own.channel or carried.channel,
    )
