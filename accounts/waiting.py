"""What waits in each company, for the switcher. Higher packages add their own counts in ready()."""

from collections.abc import Callable, Collection, Mapping

from accounts.models import Message, User, Workspace

# Given a person and companies, returns how much waits per workspace id, in one query.
Counter = Callable[[User, Collection[Workspace]], Mapping[int, int]]
_counters: list[Counter] = []


def register(counter: Counter) -> Counter:
    """Add a kind of thing that waits for people; the switcher shows the sum of all kinds."""
    _counters.append(counter)
    return counter


def counts(user: User, workspaces: Collection[Workspace]) -> dict[int, int]:
    """Return how much waits for the person in each workspace."""
    found = [counter(user, workspaces) for counter in _counters]
    return {
        workspace.pk: sum(count.get(workspace.pk, 0) for count in found) for workspace in workspaces
    }


@register
def unread_messages(user: User, workspaces: Collection[Workspace]) -> dict[int, int]:
    return Message.objects.unread().filter(recipient=user).per_workspace(workspaces)
