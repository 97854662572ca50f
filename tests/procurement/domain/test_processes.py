import pytest

from procurement.domain.processes import ProcessLine, judge_processes
from procurement.enums import Process, ProcessState
from tracker.enums import Level

DOWN, LIMITED, UP, UNKNOWN = (
    Level.DOWN,
    Level.LIMITED,
    Level.UP,
    Level.UNKNOWN,
)


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        ({}, ProcessLine(Process.ORDERING, ProcessState.RUNNING, (), ())),
        ({"orders": UP}, ProcessLine(Process.ORDERING, ProcessState.RUNNING, (), ())),
        ({"orders": DOWN}, ProcessLine(Process.ORDERING, ProcessState.STOPPED, ("orders",), ())),
        (
            {"orders": DOWN, "fax": LIMITED},
            ProcessLine(Process.ORDERING, ProcessState.BY_HAND, ("orders",), ("fax",)),
        ),
        (
            {"orders": DOWN, "fax": DOWN},
            ProcessLine(Process.ORDERING, ProcessState.STOPPED, ("orders",), ()),
        ),
        ({"orders": LIMITED}, ProcessLine(Process.ORDERING, ProcessState.BY_HAND, ("orders",), ())),
        ({"orders": UNKNOWN}, ProcessLine(Process.ORDERING, ProcessState.UNKNOWN, ("orders",), ())),
    ],
)
def test_ordering_runs_as_its_services_and_detours_allow(levels, expected):
    lines = {line.process: line for line in judge_processes(levels)}

    assert lines[Process.ORDERING] == expected


def test_processes_come_worst_first_and_approval_needs_nobody():
    lines = judge_processes({"shipping": DOWN, "billing": LIMITED, "payment": UNKNOWN})

    assert [(line.process, line.state) for line in lines] == [
        (Process.PICKING, ProcessState.STOPPED),
        (Process.SHIPPING, ProcessState.STOPPED),
        (Process.TRACKING, ProcessState.STOPPED),
        (Process.INVOICING, ProcessState.BY_HAND),
        (Process.PAYMENT, ProcessState.UNKNOWN),
        (Process.ORDERING, ProcessState.RUNNING),
        (Process.APPROVAL, ProcessState.RUNNING),
        (Process.ALLOCATION, ProcessState.RUNNING),
        (Process.NOTICES, ProcessState.RUNNING),
    ]
