from datetime import date

from tracker.domain.reading import read, read_pages

FAX = """FAX送信のご案内

令和7年10月29日
お取引先各位
                        株式会社東和電機
件名：出荷停止のお知らせ

平素は格別のお引き立てを賜り、厚く御礼申し上げます。さて、このたび富山工場において
停電が発生し、出荷を停止しております。
■対象
・積層コンデンサ
・リレー
以上"""


def test_a_fax_typed_in_is_read_by_its_lines():
    document = read(FAX.encode(), content_type="text/plain", captured_on=date(2025, 10, 30))

    assert (document.format, document.title, document.published_on, document.language) == (
        "text",
        "出荷停止のお知らせ",
        date(2025, 10, 29),
        "ja",
    )
    assert [(block.kind.value, block.text) for block in document.main][-5:] == [
        (
            "paragraph",
            "平素は格別のお引き立てを賜り、厚く御礼申し上げます。さて、このたび富山工場において"
            "停電が発生し、出荷を停止しております。",
        ),
        ("heading", "■対象"),
        ("item", "積層コンデンサ"),
        ("item", "リレー"),
        ("paragraph", "以上"),
    ]


def test_titles_of_plain_texts():
    assert read(b"", content_type="text/plain").title == ""
    assert read("ひとこと".encode(), content_type="text/plain").title == "ひとこと"
    titled = "各位\n\n生産終了のご案内\n\n本文です。"
    assert read(titled.encode(), content_type="text/plain").title == "生産終了のご案内"
    assert read(b"Shipping stopped.", content_type="text/plain").language == "en"
    assert read("출하 중지".encode(), content_type="text/plain").language == ""


def test_lines_that_run_through_all_pages_of_a_pdf_are_left_out():
    pages = tuple(
        f"東和電機株式会社\n{body}\n- {number} -\n"
        for number, body in enumerate(
            ["出荷停止のお知らせ\n2025年10月29日", "本文です。", "以上"], 1
        )
    )

    document = read_pages(pages, captured_on=date(2025, 11, 1), is_whole=False)

    assert [block.text for block in document.main] == [
        "出荷停止のお知らせ",
        "2025年10月29日",
        "本文です。",
        "以上",
    ]
    assert (document.format, document.published_on) == ("pdf", date(2025, 10, 29))
    assert document.faults == ("truncated",)


def test_short_pdfs_keep_every_line():
    assert [block.text for block in read_pages(("一\n\n二", "一")).main] == ["一", "二", "一"]
    assert read_pages(()).main == ()
