"""Every word on screen has a Japanese translation that somebody wrote."""

import ast
import re
from gettext import GNUTranslations
from pathlib import Path

from django.conf import settings
from django.utils.translation.template import templatize

CATALOGUE = Path(settings.BASE_DIR, "locale/ja/LC_MESSAGES/django.po")
PACKAGES = ("accounts", "tracker", "reconciliation", "procurement")
GETTEXT = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy"}
IN_TEMPLATE = re.compile(
    r"""(?:\b_|gettext)\((?:u|\s)*("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')""", re.DOTALL
)
FIELD = re.compile(r'^(msgctxt|msgid|msgid_plural|msgstr(?:\[\d\])?) ((?:".*"\n?)+)', re.MULTILINE)


def entries(path):
    """Yield (flags, fields) of every entry but the header; obsolete entries have no fields."""
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        fields = {name: joined(value) for name, value in FIELD.findall(block + "\n")}
        if fields.get("msgid"):
            yield block.partition("msgid")[0], fields


def joined(value):
    return "".join(ast.literal_eval(line) for line in value.strip().split("\n"))


def test_no_japanese_translation_is_missing():
    missing = [
        fields["msgid"]
        for _, fields in entries(CATALOGUE)
        if not all(text for name, text in fields.items() if name.startswith("msgstr"))
    ]

    assert missing == []


def test_no_japanese_translation_is_a_guess():
    assert [fields["msgid"] for flags, fields in entries(CATALOGUE) if "fuzzy" in flags] == []


def test_translations_keep_the_placeholders():
    names = re.compile(r"%\(\w+\)[sd]")
    broken = [
        fields["msgid"]
        for _, fields in entries(CATALOGUE)
        for name, text in fields.items()
        if name.startswith("msgstr")
        and set(names.findall(text)) != set(names.findall(fields["msgid"]))
    ]

    assert broken == []


def test_compiled_catalogue_is_that_of_the_source():
    with CATALOGUE.with_suffix(".mo").open("rb") as file:
        compiled = GNUTranslations(file)

    stale = [
        fields["msgid"]
        for _, fields in entries(CATALOGUE)
        if fields.get("msgstr", fields.get("msgstr[0]")) not in said_for(compiled, fields)
    ]

    assert stale == []


def said_for(compiled, fields):
    """Return what the compiled catalogue says for an entry, as a single word or a plural."""
    if context := fields.get("msgctxt"):
        return {compiled.pgettext(context, fields["msgid"])}
    return {compiled.gettext(fields["msgid"]), compiled.ngettext(fields["msgid"], "", 1)}


def test_every_word_on_screen_is_collected():
    known = {fields["msgid"] for _, fields in entries(CATALOGUE)}
    root = Path(settings.BASE_DIR)
    used = set()
    for folder in PACKAGES:
        for path in (root / folder).rglob("*.py"):
            used |= words_of_module(path.read_text(encoding="utf-8"))
    for path in (root / "templates").rglob("*.*"):
        used |= words_of_template(path.read_text(encoding="utf-8"))

    assert sorted(used - known) == []


def words_of_module(source):
    """Return the literal words that a module hands to gettext."""
    calls = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    named = (call for call in calls if isinstance(call.func, ast.Name) and call.args)
    first = (call.args[0] for call in named if call.func.id in GETTEXT)
    return {word.value for word in first if isinstance(word, ast.Constant)}


def words_of_template(source):
    """Return the words of trans and blocktrans."""
    return {ast.literal_eval(word) for word in IN_TEMPLATE.findall(templatize(source))}
