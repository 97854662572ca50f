"""Sentences that speak of a restart, or of running as usual, and claim neither."""

import pytest

from tests.tracker.domain.claims.pages import read_text

JAPANESE = [
    "ご注文の受付再開は行っておりません。",
    "復旧したとの報道がありますが、事実ではありません。",
    "通常どおりの出荷はできません。",
    "受注システムは正常に稼働していません。",
    "出荷に影響がないとは言えません。",
    "出荷停止は解除されていません。",
    "配送の遅延は解消されておりません。",
    "出荷の復旧作業は完了していません。",
    "受注は通常営業には戻っておりません。",
    "出荷を再開するには至っておりません。",
    "出荷を再開できておりません。",
    "受注再開後も、出荷は停止したままです。",
    "通常どおりの配送体制への復帰には時間を要します。",
    "出荷の再開を見送りました。",
    "出荷の再開を断念しました。",
    "再開した出荷を再び停止いたしました。",
    "受注の再開に向けて準備が整いました。",
    "配送が正常化するまで、今しばらくお待ちください。",
    "受注は再開しておらず、ご不便をおかけしております。",
    "受注業務の復旧が完了し次第、再開いたします。",
    "出荷が再開されたとしても、お届けには時間がかかります。",
    "システムは復旧しましたが、受注はできません。",
    "決済が遅延または利用できない状況です。",
    "配送の遅延や受取ができない状況が続いております。",
]
ENGLISH = [
    "Ordering has not returned to normal.",
    "The store is not fully operational.",
    "The incident has not yet been resolved.",
    "Orders are no longer available.",
    "Delivery is not back to normal.",
    "We are working to restore ordering.",
    "Ordering was restored for an hour but is down again.",
    "We hope to resume shipping soon.",
    "Until ordering is restored, please call us.",
    "Reports that shipping has resumed are not correct.",
]


@pytest.mark.parametrize("sentence", JAPANESE)
def test_no_restart_is_read_where_none_is_told(sentence):
    read = read_text(sentence, title="システム障害について")

    assert {claim.state for claim in read.claims} & {"normal", "resumed"} == set()


@pytest.mark.parametrize("sentence", ENGLISH)
def test_no_english_restart_is_read_where_none_is_told(sentence):
    read = read_text(sentence, title="Outage")

    assert {claim.state for claim in read.claims} & {"normal", "resumed"} == set()
