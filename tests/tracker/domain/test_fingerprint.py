import time

import pytest

from tracker.domain.fingerprint import fingerprint

PAGE = (
    "<html><head><meta name=csrf-token content='{0}'><STYLE>.a{{}}</STYLE></head><body>"
    "<script nonce='x'>var t='{0}'</script><!-- {0} --><p>出荷を停止しております。{1}</p>"
    "<form><input type=hidden name=t value='{0}'></form></body></html>"
)


@pytest.mark.parametrize("charset", ["utf-8", "cp932", "euc_jp"])
def test_fingerprint_passes_over_what_is_new_with_every_answer(charset):
    first = PAGE.format("a1", "").encode(charset)
    second = PAGE.format("b2", "").encode(charset)

    assert fingerprint(first) == fingerprint(second)


@pytest.mark.parametrize("charset", ["utf-8", "cp932", "euc_jp", "iso2022_jp"])
def test_fingerprint_sees_every_visible_change(charset):
    first = PAGE.format("a1", "").encode(charset)
    second = PAGE.format("a1", "本日再開").encode(charset)

    assert fingerprint(first) != fingerprint(second)


@pytest.mark.parametrize(
    "disguise", ["<!-- <script -->", "<p title='<script'>a</p>", "<p title='<style>'>a</p>"]
)
def test_text_between_what_only_looks_like_a_script_and_a_script_is_seen(disguise):
    page = disguise + "<p>{0}</p><script></script><style></style>"

    assert fingerprint(page.format("停止").encode()) != fingerprint(page.format("再開").encode())


def test_escaped_japanese_is_left_whole():
    first = PAGE.format("a1", "").encode("iso2022_jp")
    second = PAGE.format("b2", "").encode("iso2022_jp")

    assert fingerprint(first) != fingerprint(second)


@pytest.mark.parametrize(
    "body", [b"%PDF-1.7 <script>1</script>", b'{"a": "<script>1</script>"}', b"plain"]
)
def test_other_formats_are_hashed_as_they_are_or_as_markup_alike(body):
    assert fingerprint(body) == fingerprint(body)
    assert fingerprint(body) != fingerprint(body + b"x")


@pytest.mark.parametrize("piece", [b"<script ", b"<!--", b"<input ", b"<style>", b"<meta x"])
def test_p2_fingerprint_is_linear_in_hostile_pages(piece):
    def seconds(size):
        started = time.process_time()
        fingerprint(b"<" + piece * size)
        return time.process_time() - started

    seconds(1000)
    small, large = seconds(20_000), seconds(200_000)

    assert large < max(small, 0.002) * 40  # ten times the size; quadratic would be a hundred
