import pytest

from tests.tracker.domain.saying import say
from tracker.domain.scoping import limited_to_the_rest, named, service_names

NAMES = frozenset({"みどり便", "みどり便プラス"})


def scopes(*statements, names=NAMES):
    found = named(statements, names)
    return [(set(one.scope.services), set(one.scope.limits), set(one.scope.items)) for one in found]


def test_services_are_learnt_from_words_and_from_rows():
    rows = [
        say("orders", "stopped", "10-19", items=["みどり便"], evidence="みどり便"),
        say("orders", "stopped", "10-19", services=["みどり便プラス"]),
        say("orders", "stopped", "10-19", items=["付箋とのり"], evidence="付箋とのりは停止です。"),
        say("fax", "stopped", "10-19", items=["FAXでのご注文"], evidence="FAXでのご注文"),
        say("email", "stopped", "10-19", services=["通知メール", "本店"]),
    ]

    assert service_names(rows) == NAMES


def test_a_service_that_a_sentence_names_is_its_scope():
    whole = say("orders", "resumed", "12-03", evidence="みどり便のWebでのご注文を再開しました。")
    plus = say("orders", "resumed", "12-03", evidence="みどり便プラスを再開しました。")
    row = say("orders", "partial", "12-03", items=["みどり便"], limits=["items"])
    goods = say("orders", "partial", "12-03", items=["みどり便", "付箋"], limits=["items"])

    assert scopes(whole, plus, row, goods) == [
        ({"みどり便"}, set(), set()),
        ({"みどり便プラス"}, set(), set()),
        ({"みどり便"}, set(), set()),
        ({"みどり便"}, {"items"}, {"付箋"}),
    ]


def test_what_names_its_services_itself_or_none_stays():
    own = say("orders", "stopped", "12-03", services=["本店"], evidence="みどり便")
    none = say("orders", "stopped", "12-03", evidence="受注を停止しております。")

    assert named([own, none], NAMES) == [own, none]


@pytest.mark.parametrize(
    ("evidence", "limits", "expected"),
    [
        ("上記以外のお客様のご注文は、引き続き停止しております。", [], {"customers"}),
        ("上記を除く商品の出荷を停止しております。", [], {"items"}),
        ("All other orders remain suspended.", [], {"items"}),
        ("上記以外の地域への出荷を停止しております。", ["areas"], {"areas"}),
        ("出荷を停止しております。", [], set()),
    ],
)
def test_a_word_on_the_rest_is_no_word_on_everything(evidence, limits, expected):
    one = say("orders", "stopped", "10-29", evidence=evidence, limits=limits)

    assert limited_to_the_rest(one).scope.limits == expected
