import re

import pytest
from django.core.exceptions import ImproperlyConfigured

from procurement import env


@pytest.mark.parametrize(
    ("raw", "expected"), [("1", True), ("yes", True), ("ON", True), ("0", False), ("no", False)]
)
def test_flag_reads_words(monkeypatch, raw, expected):
    monkeypatch.setenv("SWITCH", raw)

    assert env.flag("SWITCH", default=not expected) is expected


@pytest.mark.parametrize(
    ("read", "raw"),
    [
        (lambda: env.flag("WRONG", default=False), "perhaps"),
        (lambda: env.whole("WRONG", 1), "many"),
        (lambda: env.whole("WRONG", 1, at_least=1), "0"),
        (lambda: env.database("WRONG", ""), "oracle://host/name"),
    ],
)
def test_wrong_value_stops_and_names_its_variable(monkeypatch, read, raw):
    monkeypatch.setenv("WRONG", raw)

    with pytest.raises(ImproperlyConfigured, match=r"^WRONG has a value that cannot be used"):
        read()


def test_secret_may_come_from_a_file(monkeypatch, tmp_path):
    (tmp_path / "secret").write_text("hidden\n")
    monkeypatch.setenv("TOKEN_FILE", str(tmp_path / "secret"))

    assert env.text("TOKEN") == "hidden"


def test_missing_secret_file_names_its_variable(monkeypatch, tmp_path):
    monkeypatch.setenv("TOKEN_FILE", str(tmp_path / "absent"))

    with pytest.raises(ImproperlyConfigured, match=r"^TOKEN_FILE has a value"):
        env.text("TOKEN")


def test_folder_is_made_private(monkeypatch, tmp_path):
    monkeypatch.setenv("PLACE", str(tmp_path / "new"))

    made = env.folder("PLACE", tmp_path)

    assert made == tmp_path / "new"
    assert made.stat().st_mode & 0o777 == 0o700


def test_every_variable_is_listed_in_the_example():
    example = (env.ROOT / ".env.example").read_text()
    code = "".join(
        (env.ROOT / "procurement" / name).read_text() for name in ("settings.py", "gunicorn.py")
    )

    read = set(re.findall(r'env\.\w+\("([A-Z_]+)"', code))

    assert len(read) > 20
    assert {name for name in read if f"# {name}=" not in example} == set()
