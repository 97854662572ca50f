from reconciliation.domain.charts import LEFT, WIDTH, Measure, bars, waterfall


def test_the_largest_bar_fills_the_plot():
    chart = bars([Measure("a", 50), Measure("b", -100, "bad")])

    assert [(bar.x, bar.width, bar.tone) for bar in chart.bars] == [
        (LEFT, WIDTH / 2, ""),
        (LEFT, WIDTH, "bad"),
    ]


def test_a_waterfall_begins_each_bar_where_the_last_ended_and_closes():
    chart = waterfall([Measure("a", 30), Measure("b", 70), Measure("sum", 100)])

    first, second, whole = chart.bars
    assert (first.x, second.x, whole.x) == (LEFT, LEFT + WIDTH * 0.3, LEFT)
    assert second.x + second.width == whole.x + whole.width


def test_nothing_to_plot_has_no_bars():
    assert bars([]).bars == ()
