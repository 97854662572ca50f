"""The house as a whole: it checks, its migrations are complete."""

import pytest
from django.core.management import call_command


def test_system_checks_find_nothing():
    call_command("check")


@pytest.mark.django_db
def test_migrations_are_complete():
    call_command("makemigrations", check=True, dry_run=True)
