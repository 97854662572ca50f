import pytest

from tracker.domain.reading.charset import Decoded, UndecodableError, decode

PLAIN = "重要なお知らせ 富山工場の操業停止について 復旧見込みは五月十日です"
VENDOR = "㈱東和電機 第①報 髙橋工場 納期 1~3週"  # NEC and IBM characters


def page(text, label=""):
    meta = f'<meta charset="{label}">' if label else ""
    return f"<html><head>{meta}<title>お知らせ</title></head><body><p>{text}</p></body></html>"


@pytest.mark.parametrize(
    ("body", "content_type", "charset"),
    [
        (page(PLAIN).encode("cp932"), "text/html; charset=Shift_JIS", "cp932"),
        (page(PLAIN, "Shift_JIS").encode("cp932"), "text/html", "cp932"),
        (page(PLAIN).encode("cp932"), "", "cp932"),
        (page(PLAIN, "Shift_JIS").encode("cp932"), "text/html; charset=UTF-8", "cp932"),
        (page(PLAIN).encode("cp932"), "text/html; charset=EUC-JP", "cp932"),
        (page(PLAIN).encode("euc_jp"), "text/html; charset=EUC-JP", "euc_jp"),
        (page(PLAIN, "EUC-JP").encode("euc_jp"), "text/html", "euc_jp"),
        (page(PLAIN).encode("euc_jp"), "", "euc_jp"),
        (page(PLAIN).encode("euc_jp"), "text/html; charset=Shift_JIS", "euc_jp"),
        (page(PLAIN).encode("iso2022_jp"), "text/html", "iso2022_jp"),
        (page(PLAIN).encode("utf-8"), "text/html; charset=Shift_JIS", "utf-8"),
        (page(PLAIN).encode("utf-8"), "text/html; charset=ISO-8859-1", "utf-8"),
        (page(PLAIN).encode("utf-8-sig"), "", "utf-8"),
        (page(PLAIN).encode("utf-16"), "", "utf-16"),
        (page(PLAIN).encode("utf-16-le"), "", "utf-16-le"),
        (page(PLAIN).encode("utf-16-be"), "text/html; charset=utf-16", "utf-16-be"),
    ],
)
def test_f10_the_right_text_under_any_label(body, content_type, charset):
    decoded = decode(body, content_type=content_type)

    assert PLAIN in decoded.text
    assert decoded.charset == charset


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (page(VENDOR).encode("cp932"), "text/html; charset=Shift_JIS"),
        (page(VENDOR, "Shift_JIS").encode("cp932"), "text/html"),
    ],
)
def test_f10_vendor_characters_are_read_as_browsers_do(body, content_type):
    assert VENDOR in decode(body, content_type=content_type).text


def test_f10_utf_7_is_never_believed():
    body = b"<html><body>+ADw-script+AD4-alert(1)</body></html>"

    assert decode(body, content_type="text/html; charset=utf-7") == Decoded(body.decode(), "utf-8")


def test_f10_noise_is_undecodable():
    with pytest.raises(UndecodableError):
        decode(bytes(range(256)) * 8)


def moved(text, *, high):
    """Spell text in JIS rows, as Windows does for EUC-JP (`high`) and for mail."""
    written = bytearray()
    for char in text:
        raw = char.encode("cp932")
        if len(raw) == 1 and raw[0] < 0x80:
            written += raw
        elif len(raw) == 1:
            written += b"\x8e" + raw if high else b"\x1b(I" + bytes([raw[0] & 0x7F]) + b"\x1b(B"
        else:
            lead, trail = raw
            row = (lead - (0x70 if lead < 0xA0 else 0xB0)) * 2 - (trail < 0x9F)
            cell = trail - (0x7E if trail >= 0x9F else 0x20 if trail > 0x7F else 0x1F)
            pair = bytes([row, cell])
            written += bytes(byte | 0x80 for byte in pair) if high else b"\x1b$B" + pair + b"\x1b(B"
    return bytes(written)


SPELLED = "㈱東和電機 第①報 ｶﾅ 納期～三週間"


@pytest.mark.parametrize("high", [True, False])
def test_f10_vendor_characters_outside_their_codec(high):
    label = "EUC-JP" if high else "ISO-2022-JP"

    decoded = decode(moved(SPELLED, high=high), content_type=f"text/html; charset={label}")

    assert decoded.text == SPELLED.replace("～", "〜")


def test_f10_third_level_kanji_of_euc_are_read():
    text = "俱楽部の彅さん、①号館のお知らせ"

    assert (
        decode(text.encode("euc_jis_2004"), content_type="text/html; charset=EUC-JP").text == text
    )
    broken = text.encode("euc_jis_2004") + b"\xad\xff\x8e"
    with pytest.raises(UndecodableError):
        decode(broken * 3)


@pytest.mark.parametrize(
    ("label", "codec"),
    [("", "utf-8"), ("; charset=UTF-8", "utf-8"), ("; charset=Shift_JIS", "cp932")],
)
def test_f10_a_few_broken_bytes_are_shown_as_such(label, codec):
    body = page(PLAIN).encode(codec) + b"\xff\x81"

    decoded = decode(body, content_type=f"text/html{label}")

    assert decoded.is_damaged
    assert PLAIN in decoded.text
    assert "\ufffd" in decoded.text or "\uf8f3" in decoded.text


def test_f10_western_text_is_guessed_last():
    text = (
        "Der Versand aus dem Werk Düsseldorf ist für alle Aufträge bis übernächste Woche gestört. "
    )
    body = (text * 5).encode("cp1252")

    assert decode(body, content_type="text/html; charset=iso-8859-1").text == text * 5


def test_f10_utf_16_needs_its_zeros():
    assert decode(b"\xff\xfe" + "重要".encode("utf-16-le")).text == "重要"
    assert decode("\ufeff重要".encode("utf-32-be")).text == "重要"


def test_f10_text_riddled_with_zeros_is_no_text():
    with pytest.raises(UndecodableError):
        decode(b"a\x00b\x01\x00c\x00\x02d" * 50)


def test_p7_a_stray_nul_is_only_dirt():
    assert decode(page("停\x00止中").encode()).text == page("停\x00止中")
