"""Every route of the product, read from the URL resolver."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accounts.models import Membership
from tests.accounts.matrix import TARGETS

MATRIX_FILE = "tests/accounts/matrix.py"


@dataclass(frozen=True)
class Route:
    """One address: its full name and the names of the parts it takes."""

    name: str
    parts: tuple[str, ...]

    def path_for(self, member: Membership, **foreign: object) -> str:
        """Return the address with the member's own targets, less those given as foreign."""
        own = {part: target(part, member) for part in self.parts if part not in foreign}
        return reverse(self.name, kwargs=own | foreign)


def target(part: str, member: Membership) -> object:
    """Make the thing that an address part names."""
    assert part in TARGETS, (
        f"no test knows how to make {part!r}: add a line '\"{part}\": lambda member: ...' "
        f"to TARGETS in {MATRIX_FILE}"
    )
    return TARGETS[part](member)


def all_routes() -> list[Route]:
    return sorted(_walk(get_resolver(), "", ()), key=lambda route: route.name)


def _walk(resolver: URLResolver, namespace: str, parts: tuple[str, ...]) -> Iterator[Route]:
    for entry in resolver.url_patterns:
        here = parts + tuple(entry.pattern.converters)
        if isinstance(entry, URLPattern):
            yield Route(f"{namespace}{entry.name}", here)
        else:
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from _walk(entry, inner, here)
