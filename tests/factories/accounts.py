from datetime import UTC, datetime, timedelta

import factory
from allauth.usersessions.models import UserSession
from factory.django import DjangoModelFactory

from accounts.enums import MessageUrgency, Role
from accounts.models import Invitation, Membership, Message, User, Workspace

PASSWORD = "correct horse battery"
NOON = datetime(2025, 10, 19, 3, 0, tzinfo=UTC)  # 12:00 in Tokyo, a Sunday


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person{n}@example.com")
    name = factory.Sequence(lambda n: f"Person {n}")
    password = factory.django.Password(PASSWORD)


class WorkspaceFactory(DjangoModelFactory):
    class Meta:
        model = Workspace

    slug = factory.Sequence(lambda n: f"company-{n}")
    name = factory.Sequence(lambda n: f"Company {n}")


class MembershipFactory(DjangoModelFactory):
    class Meta:
        model = Membership

    workspace = factory.SubFactory(WorkspaceFactory)
    user = factory.SubFactory(UserFactory)
    role = Role.PURCHASER


class InvitationFactory(DjangoModelFactory):
    class Meta:
        model = Invitation

    workspace = factory.SubFactory(WorkspaceFactory)
    email = factory.Sequence(lambda n: f"guest{n}@example.com")
    role = Role.PURCHASER
    invited_by = factory.SubFactory(UserFactory)
    invited_at = factory.LazyFunction(lambda: datetime.now(tz=UTC))
    expires_at = factory.LazyAttribute(lambda row: row.invited_at + timedelta(days=7))


class MessageFactory(DjangoModelFactory):
    class Meta:
        model = Message

    workspace = factory.SubFactory(WorkspaceFactory)
    recipient = factory.SubFactory(UserFactory)
    urgency = MessageUrgency.TODAY
    subject = factory.Sequence(lambda n: f"Notice {n}")
    body = "The supplier has posted a notice."
    path = factory.LazyAttribute(lambda row: row.workspace.path)
    cause = factory.Sequence(lambda n: f"change:{n}")
    created_at = NOON


class UserSessionFactory(DjangoModelFactory):
    class Meta:
        model = UserSession

    user = factory.SubFactory(UserFactory)
    session_key = factory.Sequence(lambda n: f"session-{n}")
    ip = "192.0.2.1"
    user_agent = "Mozilla/5.0 (Windows NT 10.0) Chrome/141.0"
