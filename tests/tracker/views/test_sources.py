import socket
from datetime import timedelta
from time import monotonic

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.models import AuditEntry
from tests.factories import SourceFactory, SupplierFactory
from tests.tracker.site import Site
from tests.tracker.sources.servers import ScriptedServer
from tests.tracker.sources.test_deadlines import HANGS
from tracker.enums import CheckOutcome, Folder, PageHealth
from tracker.models import CheckSpan, Source, Supplier
from tracker.operations import preview


@pytest.fixture
def site(settings):
    site = Site()
    settings.ADMITTED_ADDRESSES = site.admitted
    yield site
    site.stop()


@pytest.fixture
def supplier(workspace):
    return SupplierFactory(workspace=workspace, name="みどり野商会")


@pytest.fixture
def source(supplier):
    return SourceFactory(workspace=supplier.workspace, supplier=supplier, name="お知らせ")


def add(client, supplier, url, *buttons, **more):
    path = reverse("tracker:source-add", args=[supplier.workspace.slug, supplier.pk])
    data = {
        "url": url,
        "kind": "web",
        "name": "お知らせ",
        "folder": "official",
        "interval": "10",
        "importance": "normal",
    }
    return client.post(path, data | dict.fromkeys(buttons, "1") | more)


def to(name, source):
    return reverse(f"tracker:{name}", args=[source.workspace.slug, source.pk])


def test_source_add_previews_what_is_kept_and_saves_nothing(purchaser_client, supplier, site):
    response = add(purchaser_client, supplier, site.url(), "preview")

    shown = response.context["preview"]
    assert shown.notices[0].number == 11
    assert any("237品目" in line for line in shown.kept)
    assert any("商品一覧" in line for line in shown.left_out)
    assert "237品目" in response.content.decode()
    assert (Source.objects.count(), site.asked) == (0, ["/robots.txt", "/notices"])


def test_source_add_saves_after_the_preview(purchaser_client, supplier, site):
    response = add(purchaser_client, supplier, site.url(), "save")

    source = Source.objects.get()
    assert response.status_code == 302
    assert (source.page.url, source.folder) == (site.url(), Folder.OFFICIAL)
    assert source.interval == timedelta(minutes=10)
    assert AuditEntry.objects.get(action="source.added").actor == purchaser_client.user


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("ftp://example.com/", "http:// または https:// で始まるアドレスだけを読み取れます。"),
        ("http://user:secret@example.com/", "ユーザー名またはパスワードが含まれています。"),
        ("http://127.0.0.1/", "公開されたIPアドレスではありません。"),
    ],
)
@pytest.mark.parametrize("button", ["preview", "save"])
def test_source_add_refuses_an_address_in_words(purchaser_client, supplier, url, words, button):
    response = add(purchaser_client, supplier, url, button)

    assert response.status_code == 422
    assert words in response.content.decode()
    assert Source.objects.count() == 0


def test_source_add_tells_why_the_page_cannot_be_read(purchaser_client, supplier, site):
    site.pages["/notices"] = "<html><body><p>  </p></body></html>"

    page = add(purchaser_client, supplier, site.url(), "preview").content.decode()

    assert "ページが空です。" in page
    assert "この情報源を追加" in page


def test_source_add_tells_of_a_missing_page(purchaser_client, supplier, site):
    page = add(purchaser_client, supplier, site.url("/gone"), "preview").content.decode()

    assert "ページが存在しません。" in page


def test_f6_preview_of_a_dripping_page_ends_at_its_deadline(
    purchaser_client, supplier, settings, monkeypatch
):
    server = ScriptedServer(HANGS["chunks"])
    settings.ADMITTED_ADDRESSES = server.admitted
    monkeypatch.setattr(preview, "DEADLINE_SECONDS", 1.0)
    started = monotonic()

    page = add(purchaser_client, supplier, server.url("/a"), "preview").content.decode()

    server.stop()
    assert "応答に時間がかかりすぎました。" in page
    assert (server.connection_count > 0, monotonic() - started < 3) == (True, True)


def test_source_add_obeys_robots(purchaser_client, supplier, site):
    site.pages["/robots.txt"] = "User-agent: *\nDisallow: /"

    page = add(purchaser_client, supplier, site.url(), "preview").content.decode()

    assert "プログラムによる読み取りを控えるよう求めています。" in page
    assert site.asked == ["/robots.txt"]


def test_source_add_names_the_source_that_is_there_already(purchaser_client, supplier, site):
    add(purchaser_client, supplier, site.url(), "save")

    response = add(purchaser_client, supplier, site.url(), "save")

    assert "「お知らせ」としてすでに監視しています。" in response.content.decode()
    assert Source.objects.count() == 1


def test_source_add_explains_the_selector(purchaser_client, supplier, site):
    response = add(purchaser_client, supplier, site.url(), "preview", selector="//p[1]")

    assert "タグ名、#id、.class" in response.content.decode()


def test_source_edit_keeps_before_and_after(purchaser_client, source):
    data = {"name": "新しい名前", "folder": "news", "interval": "60", "importance": "high"}

    purchaser_client.post(to("source-edit", source), data)

    source.refresh_from_db()
    entry = AuditEntry.objects.get(action="source.changed")
    assert (source.name, source.folder) == ("新しい名前", "news")
    assert (entry.before["name"], entry.after["name"]) == ("お知らせ", "新しい名前")


def test_source_end_needs_a_reason(purchaser_client, source):
    response = purchaser_client.post(to("source-end", source), {"reason": ""})

    source.refresh_from_db()
    assert (response.status_code, source.ended_at) == (422, None)


def test_source_end_keeps_the_reason(purchaser_client, source):
    purchaser_client.post(to("source-end", source), {"reason": "ページが閉鎖された。"})

    source.refresh_from_db()
    assert source.ended_at is not None
    assert AuditEntry.objects.get(action="source.ended").reason == "ページが閉鎖された。"


def test_source_detail_shows_the_check_log(purchaser_client, source):
    CheckSpan.objects.create(
        page=source.page,
        outcome=CheckOutcome.UNREACHABLE,
        reason="deadline",
        first_at=source.started_at,
        last_at=source.started_at + timedelta(hours=1),
        check_count=1234,
    )

    page = purchaser_client.get(to("source-detail", source)).content.decode()

    assert "1,234" in page
    assert "応答に時間がかかりすぎました。" in page
    assert "2025/10/19(日) 13:00" in page


@pytest.mark.parametrize("count", [1, 3])
def test_source_list_takes_flat_queries(
    read_only_client, supplier, count, django_assert_num_queries
):
    SourceFactory.create_batch(count, workspace=supplier.workspace, supplier=supplier)
    path = reverse("tracker:source-list", args=[supplier.workspace.slug])

    with django_assert_num_queries(8):  # session, user, membership; count, rows; the frame's three
        response = read_only_client.get(path)

    assert len(response.context["readings"]) == count


def test_source_list_shows_what_cannot_be_read_first(purchaser_client, supplier, source):
    lost = SourceFactory(workspace=supplier.workspace, supplier=supplier)
    lost.page.health, lost.page.miss_count = PageHealth.UNREACHABLE, 3
    lost.page.save()

    response = purchaser_client.get(reverse("tracker:source-list", args=["kitahama"]))

    assert [reading.source for reading in response.context["readings"]] == [lost, source]


def test_source_import_reports_every_line(purchaser_client, workspace):
    lines = "supplier,url\n汐彩堂,https://example.com/\n汐彩堂,ftp://example.com/\n"
    file = SimpleUploadedFile("list.csv", lines.encode("cp932"))
    path = reverse("tracker:source-import", args=[workspace.slug])

    page = purchaser_client.post(path, {"file": file}).content.decode()

    assert "追加1件、登録済み0件、取り込めなかった行1件。" in page
    assert Supplier.objects.get().sources.count() == 1


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"a,b\n1,2\n", "次の入力をもう一度ご確認ください"),
        (b"a\x81", "文字コードがUTF-8でもShift_JISでもありません。"),
    ],
)
def test_source_import_refuses_a_file_in_words(purchaser_client, workspace, content, words):
    path = reverse("tracker:source-import", args=[workspace.slug])

    response = purchaser_client.post(path, {"file": SimpleUploadedFile("a.csv", content)})

    assert response.status_code == 422
    assert words in response.content.decode()


@pytest.mark.parametrize("form", ["csv", "opml"])
def test_source_export_is_a_file(read_only_client, source, form):
    path = reverse("tracker:source-export", args=["kitahama", form])

    response = read_only_client.get(path)

    assert response["Content-Disposition"] == f'attachment; filename="sources-kitahama.{form}"'
    assert (b"supplier,name,url" in response.content) == (form == "csv")


def test_source_export_of_another_form_is_not_found(read_only_client, workspace):
    path = reverse("tracker:source-export", args=["kitahama", "exe"])

    assert read_only_client.get(path).status_code == 404


INSIDE = [
    "http://127.0.0.1/",
    "http://2130706433/",
    "http://[::ffff:10.0.0.1]/",
    "file:///etc/passwd",
]


@pytest.mark.parametrize("url", INSIDE)
@pytest.mark.parametrize("button", ["preview", "save"])
def test_f1_refused_address_on_the_form_is_audited(purchaser_client, supplier, url, button):
    add(purchaser_client, supplier, url, button)

    entry = AuditEntry.objects.get()
    assert (entry.action, entry.after["url"]) == ("source.refused", url)
    assert entry.actor == purchaser_client.user


def test_f1_name_that_leads_inside_is_refused_at_the_preview_and_audited(
    purchaser_client, supplier, monkeypatch
):
    inside = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("10.0.0.7", 0))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: inside)

    page = add(purchaser_client, supplier, "http://rebound.example.com/", "preview")

    assert "社内ネットワーク" in page.content.decode()
    assert AuditEntry.objects.get(action="source.refused").after["problem"] == "address_refused"


def test_f1_refused_address_in_a_list_is_audited_and_leaves_no_supplier(
    purchaser_client, workspace
):
    lines = "supplier,url\n" + "".join(f"新しい仕入先,{url}\n" for url in INSIDE)
    path = reverse("tracker:source-import", args=[workspace.slug])

    purchaser_client.post(path, {"file": SimpleUploadedFile("list.csv", lines.encode())})

    refused = AuditEntry.objects.filter(action="source.refused").order_by("pk")
    assert [entry.after["url"] for entry in refused] == INSIDE
    assert (Supplier.objects.count(), Source.objects.count()) == (0, 0)
