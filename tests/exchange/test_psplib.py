"""Benchmark files are read as they are written, and what is wrong in them is named."""

from __future__ import annotations

import os
import pathlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hamgam.engine.completion.plan import plan
from hamgam.engine.completion.problem import Objective, Problem
from hamgam.engine.outcomes import Found
from hamgam.engine.solving import Limits
from hamgam.exchange.misread import Misread
from hamgam.exchange.psplib import read_rcmp, read_rcp, read_sm

SHARED = pathlib.Path(os.environ.get("HAMGAM_SHARED", "../shared"))
BENCH = SHARED / "data" / "bench"

SM = """\
projects                      :  1
jobs (incl. supersource/sink ):  4
RESOURCES
  - renewable                 :  2   R
  - nonrenewable              :  0   N
  - doubly constrained        :  0   D
****
PRECEDENCE RELATIONS:
jobnr.    #modes  #successors   successors
   1        1          2           2   3
   2        1          1           4
   3        1          1           4
   4        1          0
****
REQUESTS/DURATIONS:
jobnr. mode duration  R 1  R 2
----------------------------------
  1      1     0       0    0
  2      1     3       2    0
  3      1     2       1    1
  4      1     0       0    0
****
RESOURCEAVAILABILITIES:
  R 1  R 2
   2    1
****
"""

RCP = "4 2\n2 1\n0 0 0 2 2 3\n3 2 0 1 4\n2 1 1 1 4\n0 0 0 0\n"

RCMP = """\
2
1
1
3 0
1
0 0 1 1:2
2 1 1 1:3
0 0 0
3 4
1
0 0 1 2:2
3 1 1 2:3
0 0 0
"""


def read(text: str) -> Problem:
    problem = read_sm(text, "x.sm")
    assert isinstance(problem, Problem)
    return problem


def test_a_single_project_is_read() -> None:
    problem = read(SM)
    assert [task.key for task in problem.tasks] == ["1/1", "1/2", "1/3", "1/4"]
    assert problem.tasks[2].modes[0].demands == {"R1": 1, "R2": 1}
    assert [crew.capacity for crew in problem.crews] == [2, 1]
    assert problem.grid.horizon == 5
    assert problem.objective is Objective.MAKESPAN
    outcome = plan(problem, Limits(work=100))
    assert isinstance(outcome, Found)
    assert outcome.value.objective == 5
    assert outcome.value.proved


def test_the_patterson_layout_says_the_same() -> None:
    assert read_rcp(RCP, "x.rcp") == read(SM)


def test_several_projects_share_their_crews() -> None:
    problem = read_rcmp(RCMP, "x.rcmp")
    assert isinstance(problem, Problem)
    assert [project.due for project in problem.projects] == [2, 7]
    assert {task.ready for task in problem.tasks_of("2")} == {4}
    assert problem.objective is Objective.WEIGHTED_DELAY
    outcome = plan(problem, Limits(work=100))
    assert isinstance(outcome, Found)
    assert outcome.value.objective == 0
    makespan = read_rcmp(RCMP, "x.rcmp", Objective.MAKESPAN)
    assert isinstance(makespan, Problem)
    assert makespan.objective is Objective.MAKESPAN


def faults(read_as: Problem | list[Misread]) -> str:
    assert isinstance(read_as, list)
    return "; ".join(str(fault) for fault in read_as)


def test_damage_is_named_with_its_line() -> None:
    assert "line is missing" in faults(read_sm("", "x.sm"))
    assert "row 19" in faults(read_sm(SM.replace("  2      1     3", "  7      1     3"), "x.sm"))
    assert "duration" in faults(read_sm(SM.replace("1     3       2", "1     x       2"), "x.sm"))
    assert "section is missing" in faults(read_sm(SM.replace("RESOURCEAV", "RESOURCES"), "x.sm"))
    assert "renewable" in faults(
        read_sm(SM.replace("nonrenewable              :  0", "nonrenewable : 2"), "x.sm")
    )
    assert "ends before" in faults(read_rcp(RCP[:-6], "x.rcp"))
    assert "project:job" in faults(read_rcmp(RCMP.replace("1:2", "12"), "x.rcmp"))
    assert "not a job" in faults(read_rcmp(RCMP.replace("1:2", "9:9"), "x.rcmp"))
    assert "more than" in faults(read_rcp("999999 2\n", "x.rcp"))


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused(text: str) -> None:
    for reader in (read_sm, read_rcp, read_rcmp):
        answer = reader(text, "x")
        assert isinstance(answer, Problem) or all(isinstance(fault, Misread) for fault in answer)


def raw(text: str) -> tuple[list[int], list[list[int]], list[list[int]], list[int]]:
    """Durations, demands, successors and capacities, read in the plainest way."""
    lines = text.splitlines()

    def below(title: str, skip: int, count: int) -> list[list[int]]:
        at = next(k for k, line in enumerate(lines) if line.startswith(title)) + 1 + skip
        return [[int(word) for word in line.split()] for line in lines[at : at + count]]

    jobs = int(next(line for line in lines if line.startswith("jobs")).split(":")[1])
    after = [row[3:] for row in below("PRECEDENCE", 1, jobs)]
    work = below("REQUESTS", 2, jobs)
    capacity = below("RESOURCEAVAIL", 1, 1)[0]
    return [row[2] for row in work], [row[3:] for row in work], after, capacity


@pytest.mark.shared_data
@pytest.mark.skipif(not (SHARED / "data").is_dir(), reason="shared data not present")
@pytest.mark.parametrize(
    ("name", "optimum"),
    [("j302_1", 38), ("j305_1", 53), ("j3016_1", 51), ("j3026_1", 59), ("j3029_1", 85)],
)
def test_small_benchmarks_reach_their_optimum(name: str, optimum: int) -> None:
    text = (BENCH / "psplib" / "j30" / f"{name}.sm").read_text()
    outcome = plan(read(text), Limits(work=20_000))
    assert isinstance(outcome, Found)
    assert outcome.value.objective == optimum
    durations, demands, after, capacity = raw(text)
    starts = [outcome.value.starts[f"1/{job + 1}"] for job in range(len(durations))]
    for job, successors in enumerate(after):
        assert all(starts[job] + durations[job] <= starts[other - 1] for other in successors)
    for period in range(optimum):
        at_work = [j for j in range(len(starts)) if 0 <= period - starts[j] < durations[j]]
        used = [sum(demands[j][k] for j in at_work) for k in range(len(capacity))]
        assert all(units <= there for units, there in zip(used, capacity, strict=True))


@pytest.mark.shared_data
@pytest.mark.skipif(not (SHARED / "data").is_dir(), reason="shared data not present")
def test_two_projects_reach_their_proved_values() -> None:
    text = (BENCH / "rcmpsp" / "mp_j30_a2_nr2.rcmp").read_text()
    for objective, optimum in ((Objective.WEIGHTED_DELAY, 30), (Objective.MAKESPAN, 58)):
        problem = read_rcmp(text, "a2", objective)
        assert isinstance(problem, Problem)
        outcome = plan(problem, Limits(work=20_000))
        assert isinstance(outcome, Found)
        assert outcome.value.objective == optimum
