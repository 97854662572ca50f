"""What the product imports at run time is installed by `make run`, not by the tests' list alone."""

import ast
import re
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

from django.conf import settings

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("procurement", "reconciliation", "tracker", "accounts")
DEVELOPER_APPS = {"django_linear_migrations"}  # added only where it is installed


def locked():
    lines = (ROOT / "requirements.txt").read_text().splitlines()
    return {
        _plain(found[1]) for line in lines if (found := re.match(r"([\w.-]+)(\[.*\])?==", line))
    }


def imported():
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Import):
                    yield from (name.name.partition(".")[0] for name in node.names)
                elif isinstance(node, ast.ImportFrom):
                    yield str(node.module).partition(".")[0]


def _plain(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def test_every_import_of_the_product_is_locked_for_running_it():
    apps = {name.partition(".")[0] for name in settings.INSTALLED_APPS} - DEVELOPER_APPS
    outside = {*imported(), *apps} - set(sys.stdlib_module_names) - set(PACKAGES)
    known = packages_distributions()

    missing = {name for name in outside if not {_plain(each) for each in known[name]} & locked()}

    assert len(outside) > 20
    assert missing == set()
