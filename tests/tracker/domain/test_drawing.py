from tests.tracker.domain.saying import day, say
from tracker.domain.days import DaySpan
from tracker.domain.drawing import LEFT, RIGHT, TOP, WIDTH, Axis, curve, gantt, strip
from tracker.domain.promises import promises
from tracker.domain.series import Number, Point
from tracker.enums import Level, SeriesKind, ServiceDomain

ORDERS = ServiceDomain.ORDERS
AXIS = Axis(day("10-19"), day("12-18"))  # 60 days
EDGE = WIDTH - RIGHT


def span(level, first, end):
    return DaySpan(ORDERS, level, day(first), day(end))


def test_an_axis_keeps_days_outside_at_its_edges():
    days = ("10-01", "10-19", "11-18", "12-18", "12-31")

    assert [AXIS.x(day(one)) for one in days] == [LEFT, LEFT, (LEFT + EDGE) / 2, EDGE, EDGE]
    assert [one.on for one in AXIS.ticks()][:2] == [day("10-19"), day("10-27")]
    assert Axis(day("10-19"), day("10-19")).day_count == 1


def test_a_worse_level_is_a_taller_bar():
    found = gantt(
        {ORDERS: [span(Level.DOWN, "10-19", "11-18"), span(Level.UP, "11-18", "12-18")]}, [], AXIS
    )

    (lane,) = found.lanes
    assert [(one.x, one.width, one.height) for one in lane.bars] == [
        (130.0, 357.0, 18),
        (487.0, 357.0, 4),
    ]
    assert (lane.y, found.height) == (TOP + 13, TOP + 30)


def test_promised_days_are_markers_and_slips_are_arrows():
    told = promises(
        [
            say("orders", "planned_resume", "10-29", by="11-18", evidence="再開予定"),
            say("orders", "planned_resume", "11-20", by="12-18", evidence="再開予定"),
        ]
    )

    (lane,) = gantt({ORDERS: []}, told, AXIS).lanes

    assert [(one.x, one.is_kept) for one in lane.markers] == [(487.0, False), (844.0, False)]
    assert [(one.x, one.to_x) for one in lane.arrows] == [(487.0, 844.0)]


def test_a_strip_has_one_cell_a_day_inside_the_axis():
    narrow = Axis(day("10-19"), day("10-22"))

    found = strip({ORDERS: [span(Level.DOWN, "10-10", "10-21")]}, narrow)

    assert [one.span.first for one in found.lanes[0].bars] == [day("10-19"), day("10-20")]


def test_a_curve_begins_at_zero_and_holds_each_number_until_the_next():
    points = [
        Point(Number(SeriesKind.ITEMS, value, value), day(on), f"{value}品目")
        for on, value in (("10-19", 0), ("12-18", 200))
    ]

    found = curve(points, AXIS)

    assert [(one.x, one.y) for one in found.dots] == [(130.0, 144.0), (844.0, 28.0)]
    assert found.line == "130.0,144.0 844.0,144.0 844.0,28.0"
    assert (found.top, curve([], AXIS).top) == (200, 1)
