"""Which of our processes still run while a supplier is stopped (IMP-01, IMP-02)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from procurement.enums import Process, ProcessState
from tracker.enums import Level

# The supplier's services that a process of ours needs; approval needs nobody outside.
NEEDS: Mapping[Process, frozenset[str]] = {
    Process.ORDERING: frozenset({"orders"}),
    Process.APPROVAL: frozenset(),
    Process.ALLOCATION: frozenset({"sales"}),
    Process.PICKING: frozenset({"shipping"}),
    Process.SHIPPING: frozenset({"shipping"}),
    Process.TRACKING: frozenset({"shipping", "website"}),
    Process.INVOICING: frozenset({"billing"}),
    Process.PAYMENT: frozenset({"payment"}),
    Process.NOTICES: frozenset({"email"}),
}
# Services that let a person go on by hand when the usual one is stopped.
DETOURS: Mapping[Process, frozenset[str]] = {
    Process.ORDERING: frozenset({"fax", "support"}),
    Process.TRACKING: frozenset({"support"}),
    Process.INVOICING: frozenset({"website"}),
    Process.NOTICES: frozenset({"website", "fax"}),
}
SEVERITY = tuple(ProcessState)  # listed worst first


@dataclass(frozen=True, slots=True)
class ProcessLine:
    """One process, how it runs, and by which of the supplier's services that was judged."""

    process: Process
    state: ProcessState
    because: tuple[str, ...]
    detours: tuple[str, ...]


def judge_processes(levels: Mapping[str, Level]) -> list[ProcessLine]:
    """Return all processes, the worst first. Levels: what is officially said, by domain.

    A process of whose services nothing was said runs as usual.
    """
    lines = [_judge(process, levels) for process in Process]
    return sorted(lines, key=lambda line: SEVERITY.index(line.state))


def _judge(process: Process, levels: Mapping[str, Level]) -> ProcessLine:
    said = {domain: levels[domain] for domain in sorted(NEEDS[process]) if domain in levels}
    detours = _open_detours(process, levels)
    state = _state(set(said.values()), has_detour=bool(detours))
    troubled = tuple(domain for domain, level in said.items() if level != Level.UP)
    return ProcessLine(process, state, troubled, detours if troubled else ())


def _state(levels: Collection[Level], *, has_detour: bool) -> ProcessState:
    if Level.DOWN in levels:
        return ProcessState.BY_HAND if has_detour else ProcessState.STOPPED
    if Level.LIMITED in levels:
        return ProcessState.BY_HAND
    if Level.UNKNOWN in levels:
        return ProcessState.UNKNOWN
    return ProcessState.RUNNING


def _open_detours(process: Process, levels: Mapping[str, Level]) -> tuple[str, ...]:
    """Return the services said to run that can stand in; silence about one is no promise."""
    usable = {Level.UP, Level.LIMITED}
    known = sorted(DETOURS.get(process, frozenset()))
    return tuple(domain for domain in known if levels.get(domain) in usable)
