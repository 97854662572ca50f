import pytest
from lxml import etree

from tracker.domain.reading import main_text, read
from tracker.domain.reading.selection import SelectorError, parse_selector, pick

PAGE = """<body><div id=side class="box menu"><p>余談</p></div>
<div id=main class=box data-kind="news-list"><p class=lead>一</p>
<div><p>二<span>三</span></p></div></div>
<section lang=ja><p>四</p></section></body>"""


def picked(selector):
    root = etree.fromstring(PAGE, etree.HTMLParser())
    found = pick(root, parse_selector(selector))
    return ["".join("".join(element.itertext()).split()) for element in found]


@pytest.mark.parametrize(
    ("selector", "texts"),
    [
        ("#main", ["一二三"]),
        ("section", ["四"]),
        ("SECTION p", ["四"]),
        (".box.menu", ["余談"]),
        ("div#main > p", ["一"]),
        ("#main p", ["一", "二三"]),
        ("body > div > div p", ["二三"]),
        ("#main > div > p > span", ["三"]),
        ("[lang]", ["四"]),
        ("[lang=ja]", ["四"]),
        ("[data-kind^=news]", ["一二三"]),
        ("[data-kind$='list']", ["一二三"]),
        ('div[data-kind*="s-l"]', ["一二三"]),
        ("[lang=en]", []),
        ("section > div", []),
        (".lead, section", ["一", "四"]),
        ("div, p", ["余談", "一二三", "四"]),
        ("* > section", ["四"]),
    ],
)
def test_the_outermost_matches_in_document_order(selector, texts):
    assert picked(selector) == texts


@pytest.mark.parametrize(
    "selector",
    [
        "", " ", "//div", "div[1]/p", "p:first-child", "p::text", "> p", "p >", "a, ", "a[", "p{}",
        "document('file:///etc/passwd')", "a+b", "a~b", "x" * 201, "a " * 21, "p\\31", "a>>b",
    ],
)  # fmt: skip
def test_anything_beyond_the_small_language_is_refused(selector):
    with pytest.raises(SelectorError):
        parse_selector(selector)


def test_a_picked_part_is_main_text_whatever_it_is_called():
    document = read(PAGE.encode(), selector="#side, section")

    assert [block.text for block in document.main] == ["余談", "四"]
    assert main_text(PAGE.encode(), selector="#side, section").lines == ("余談", "四")


def test_f11_a_part_that_is_gone_is_a_fault():
    assert read(PAGE.encode(), selector="#gone").faults == ("selector-empty",)
    assert main_text(PAGE.encode(), selector="#gone").faults == ("selector-empty",)
