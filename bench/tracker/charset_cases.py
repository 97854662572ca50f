"""Fourteen charset cases that Japanese supplier pages really show, and a verdict.

A case is a Content-Type header and a body. ① and ㈱ lie outside plain Shift_JIS and inside what
browsers read under that label; suppliers use them all the time.
"""

PLAIN = "重要なお知らせ 富山工場の操業停止について 復旧見込みは五月十日です"
VENDOR = "㈱東和電機 第①報 髙橋工場 納期 1~3週"  # NEC and IBM characters
_MUST = {
    "plain": ("重要なお知らせ", "富山工場の操業停止", "復旧見込みは五月十日"),
    "ext": ("㈱東和電機", "第①報", "髙橋工場"),
}

# enough text for a statistical detector to work on
_FILLER = "".join(
    "<p>ご迷惑をおかけしておりますことを深くお詫び申し上げます。"
    f"代替品のご提案が可能な場合がございます。{number}</p>"
    for number in range(20)
)
_LONG_SCRIPT = "<script>%s</script>" % ("var x=0;" * 400)  # pushes the meta past 2 KB

Case = tuple[str, bytes]


def _page(meta: str, text: str, head: str = "") -> str:
    return (
        f'<!doctype html><html lang="ja"><head>{head}{meta}<title>お知らせ</title></head>'
        f"<body><p>{text}</p>{_FILLER}</body></html>"
    )


def _case(codec: str, header: str = "", label: str = "", text: str = PLAIN, head: str = "") -> Case:
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={label}">' if label else ""
    content_type = f"text/html; charset={header}" if header else "text/html"
    return content_type, _page(meta, text, head).encode(codec)


CASES: dict[str, Case] = {
    "sjis-header": _case("cp932", header="Shift_JIS"),
    "sjis-meta": _case("cp932", label="Shift_JIS"),
    "sjis-none": _case("cp932"),
    "sjis-late-meta": _case("cp932", label="Shift_JIS", head=_LONG_SCRIPT),
    "sjis-ext-header": _case("cp932", header="Shift_JIS", text=VENDOR),
    "sjis-ext-meta": _case("cp932", label="Shift_JIS", text=VENDOR),
    "eucjp-header": _case("euc_jp", header="EUC-JP"),
    "eucjp-meta": _case("euc_jp", label="EUC-JP"),
    "eucjp-none": _case("euc_jp"),
    "iso2022jp-meta": _case("iso2022_jp", label="ISO-2022-JP"),
    "iso2022jp-none": _case("iso2022_jp"),
    "utf8-none": _case("utf-8"),
    "utf8-upper-header": ("text/html;charset=UTF-8", _page("", PLAIN).encode()),
    "wrong-header-sjis-meta": _case("cp932", header="UTF-8", label="Shift_JIS"),
}


def verdict(name: str, text: str) -> str:
    """Return "ok" when all that must be readable is, else how much of it."""
    must = _MUST["ext" if "-ext-" in name else "plain"]
    found = sum(phrase in text for phrase in must)
    return "ok" if found == len(must) else f"{found}/{len(must)}"
