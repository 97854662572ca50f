"""The one place that speaks to HiGHS. It is loaded when first used: web processes never need it."""

from collections.abc import Callable, Mapping
from typing import Any

from procurement.domain.program import GAP, Answer, Program


def solve(
    program: Program,
    *,
    seconds: float,
    is_cancelled: Callable[[], bool],
    start: Mapping[int, int],
) -> Answer:
    """Minimise a programme within a time; a start that fits is never lost,
    and one that does not is ignored.

    When time is up or somebody cancels, the best found so far comes back unproved.
    """
    import highspy  # noqa: PLC0415 - half a second, and web processes never split a basket

    highs = highspy.Highs()  # type: ignore[no-untyped-call]  # the library is half typed
    highs.setOptionValue("output_flag", False)  # noqa: FBT003 - the library's own signature
    highs.setOptionValue("time_limit", seconds)
    highs.setOptionValue("mip_rel_gap", 0.0)
    highs.setOptionValue("mip_abs_gap", GAP)
    highs.passModel(_model(highspy, program))
    highs.setSolution(len(start), *_arrays(start))

    def stop_if_cancelled(event: Any) -> None:
        event.interrupt(is_cancelled())

    highs.cbMipInterrupt += stop_if_cancelled
    highs.run()
    return _answer(highspy, highs)


def _answer(highspy: Any, highs: Any) -> Answer:
    status, info = highs.getModelStatus(), highs.getInfo()
    has_values = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    values = tuple(round(value) for value in highs.getSolution().col_value)
    is_proved = status == highspy.HighsModelStatus.kOptimal
    bound = info.mip_dual_bound
    return Answer(
        values=values if has_values else None,
        is_proved=is_proved,
        is_infeasible=status == highspy.HighsModelStatus.kInfeasible,
        bound=bound if abs(bound) < highspy.kHighsInf else None,
    )


def _arrays(start: Mapping[int, int]) -> tuple[Any, Any]:
    import numpy as np  # noqa: PLC0415 - comes with highspy

    return np.array(list(start), dtype=np.int32), np.array(list(start.values()), dtype=np.float64)


def _model(highspy: Any, program: Program) -> Any:
    import numpy as np  # noqa: PLC0415 - comes with highspy

    model = highspy.HighsLp()
    model.num_col_ = len(program.costs)
    model.num_row_ = len(program.rows)
    model.col_cost_ = np.array(program.costs, dtype=np.float64)
    model.col_lower_ = np.zeros(len(program.costs))
    model.col_upper_ = np.array(program.upper, dtype=np.float64)
    model.row_lower_ = np.array([least for _c, _v, least, _m in program.rows], dtype=np.float64)
    model.row_upper_ = np.array([most for _c, _v, _l, most in program.rows], dtype=np.float64)
    starts = np.cumsum([0, *(len(columns) for columns, _v, _l, _m in program.rows)])
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = starts
    model.a_matrix_.index_ = np.array([c for row in program.rows for c in row[0]], dtype=np.int32)
    model.a_matrix_.value_ = np.array([v for row in program.rows for v in row[1]], dtype=float)
    model.integrality_ = [highspy.HighsVarType.kInteger] * len(program.costs)
    return model
