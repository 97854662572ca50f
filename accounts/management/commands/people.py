"""`manage.py people`: the first administrator of a company, and shutting somebody out."""

import sys
from argparse import ArgumentParser
from getpass import getpass
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from accounts.enums import WorkspaceColour
from accounts.models import User
from accounts.operations import audit, people, workspaces
from accounts.operations.audit import Actor


class Command(BaseCommand):
    help = "Make a company with its first administrator, or switch a sign-in off."

    def add_arguments(self, parser: ArgumentParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True)
        add = acts.add_parser("add", help="make a company and its first administrator")
        add.add_argument("email")
        add.add_argument("--name", default="")
        add.add_argument("--company", required=True)
        disable = acts.add_parser("disable", help="switch a sign-in off and end its sessions")
        disable.add_argument("email")
        disable.add_argument("--reason", required=True)

    def handle(self, *args: Any, act: str, email: str, **options: Any) -> None:
        try:
            if act == "add":
                self._add(email.strip().lower(), options["name"], options["company"])
            else:
                self._disable(email.strip().lower(), options["reason"])
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error

    @transaction.atomic
    def _add(self, email: str, name: str, company: str) -> None:
        user = User.objects.filter(email=email).first() or self._new_person(email, name)
        workspace = workspaces.create(
            name=company, colour=WorkspaceColour.BLUE, by=user, now=timezone.now()
        )
        self.stdout.write(f"{email} is administrator of {company} at {workspace.path}")

    def _new_person(self, email: str, name: str) -> User:
        validate_email(email)
        password = getpass("Password: ") if sys.stdin.isatty() else sys.stdin.readline().strip()
        validate_password(password, User(email=email, name=name))
        user = User.objects.create_user(email, password, name=name)
        actor = Actor.task("people add")
        audit.record("person.added", user, actor=actor, now=timezone.now())
        return user

    def _disable(self, email: str, reason: str) -> None:
        user = User.objects.filter(email=email).first()
        if user is None:
            raise CommandError(f"nobody has the address {email}")
        actor = Actor.task("people disable")
        people.disable(user, actor=actor, reason=reason, now=timezone.now())
        self.stdout.write(f"{email} is switched off; every session has ended")
