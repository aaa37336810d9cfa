from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from hamgam.engine.completion.problem import Objective, Problem, Relation
from hamgam.exchange.mspdi import Schedule, read_mspdi

TODAY = date(2026, 11, 24)
"""A Tuesday."""

FRIDAY_FREE = """<Calendars><Calendar><UID>1</UID><WeekDays>
<WeekDay><DayType>6</DayType><DayWorking>0</DayWorking></WeekDay>
<WeekDay><DayType>1</DayType><DayWorking>1</DayWorking></WeekDay>
</WeekDays><Exceptions><Exception><TimePeriod><FromDate>2026-11-25T00:00:00</FromDate>
<ToDate>2026-11-25T23:59:00</ToDate></TimePeriod><DayWorking>0</DayWorking></Exception></Exceptions>
</Calendar></Calendars>"""


def task(uid: int, name: str, *told: str, level: int = 1, hours: int = 16) -> str:
    return (
        f"<Task><UID>{uid}</UID><Name>{name}</Name><OutlineLevel>{level}</OutlineLevel>"
        f"<Duration>PT{hours}H0M0S</Duration>" + "".join(told) + "</Task>"
    )


def link(uid: int, kind: int = 1, lag: int = 0, lag_format: int = 7) -> str:
    return (
        f"<PredecessorLink><PredecessorUID>{uid}</PredecessorUID><Type>{kind}</Type>"
        f"<LinkLag>{lag}</LinkLag><LagFormat>{lag_format}</LagFormat></PredecessorLink>"
    )


Read = Callable[..., Schedule]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def of(*tasks: str, rest: str = FRIDAY_FREE) -> Schedule:
        path = tmp_path / "plan.xml"
        path.write_text(
            '<?xml version="1.0"?><Project xmlns="http://schemas.microsoft.com/project">'
            "<Title>بلوار</Title><MinutesPerDay>480</MinutesPerDay><CalendarUID>1</CalendarUID>"
            f"{rest}<Tasks>{''.join(tasks)}</Tasks></Project>",
            encoding="utf-8",
        )
        return read_mspdi(path, TODAY)

    return of


def problem(schedule: Schedule) -> Problem:
    assert schedule.problem is not None, schedule.misread
    return schedule.problem


def test_what_is_left_is_planned_in_the_files_own_working_days(read: Read) -> None:
    found = problem(
        read(
            task(1, "فاز", "<Summary>1</Summary>"),
            task(2, "حفاری", "<RemainingDuration>PT20H0M0S</RemainingDuration>", level=2),
            task(3, "آسفالت", link(2), "<PercentComplete>50</PercentComplete>", level=2),
            task(4, "پایان‌یافته", "<PercentComplete>100</PercentComplete>"),
            task(5, "نشان", link(4), hours=0),
        )
    )
    assert found.objective is Objective.MAKESPAN
    assert {t.ref: t.modes[0].duration for t in found.tasks} == {"2": 3, "3": 1, "5": 0}
    assert [(t.before, t.after) for t in found.dependencies] == [("1/2", "1/3")]
    days = [day.isoformat() for day in found.grid.begins[:4]]
    assert days == ["2026-11-24", "2026-11-26", "2026-11-28", "2026-11-29"]


def test_a_uid_that_stands_twice_is_named(read: Read) -> None:
    schedule = read(task(1, "a", hours=8), task(2, "b"), task(1, "c", hours=24))
    assert [t.modes[0].duration for t in problem(schedule).tasks if t.ref == "1"] == [3]
    assert [(m.where, m.field, m.reason) for m in schedule.misread] == [
        ("plan.xml: UID 1", "UID", "stands twice; the earlier task is left out")
    ]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('<!DOCTYPE a [<!ENTITY b "c">]><Project>&b;</Project>', "it declares entities"),
        ("<Project>", "it is not XML"),
        ("<Plan/>", "no schedule"),
    ],
)
def test_what_is_no_schedule_is_refused_in_a_sentence(
    tmp_path: Path, text: str, reason: str
) -> None:
    path = tmp_path / "x.xml"
    path.write_text(text)
    schedule = read_mspdi(path, TODAY)
    assert schedule.problem is None
    assert reason in schedule.misread[0].reason


@pytest.mark.parametrize(
    ("kind", "relation"),
    [
        (0, Relation.FINISH_FINISH),
        (1, Relation.FINISH_START),
        (2, Relation.START_FINISH),
        (3, Relation.START_START),
    ],
)
def test_links_keep_their_kind_and_lag(read: Read, kind: int, relation: Relation) -> None:
    ties = problem(read(task(1, "a"), task(2, "b", link(1, kind, -9600)))).dependencies
    assert [(tie.relation, tie.lag) for tie in ties] == [(relation, -2)]


def test_lags_in_percent_and_in_elapsed_days_become_working_days(read: Read) -> None:
    found = problem(
        read(task(1, "a"), task(2, "b", link(1, 1, 50, 19)), task(3, "c", link(1, 1, 100800, 8)))
    )
    assert [tie.lag for tie in found.dependencies] == [1, 6]


def test_a_link_to_a_summary_holds_for_every_task_below_it(read: Read) -> None:
    found = problem(
        read(
            task(1, "a"),
            task(2, "s", "<Summary>1</Summary>", link(1)),
            task(3, "b", level=2),
            task(4, "c", level=2),
        )
    )
    assert {(t.before, t.after) for t in found.dependencies} == {("1/1", "1/3"), ("1/1", "1/4")}


def test_without_links_each_task_keeps_its_planned_start(read: Read) -> None:
    start = "<Start>2026-12-01T08:00:00</Start>"
    schedule = read(task(1, "a", start), task(2, "b", "<Start>2026-10-01T08:00:00</Start>"))
    found = problem(schedule)
    assert found.grid.day(found.tasks[0].ready) == date(2026, 12, 1)
    assert found.tasks[1].ready == 0
    assert "no open task is linked" in schedule.notes[0]


def test_a_task_that_has_begun_waits_no_more_to_start(read: Read) -> None:
    begun = "<ActualStart>2026-11-01T08:00:00</ActualStart>"
    found = problem(read(task(1, "a"), task(2, "b", link(1), begun)))
    assert found.dependencies == ()
    assert found.tasks[1].ready == 0


def test_work_resources_are_crews_without_names(read: Read) -> None:
    rest = (
        FRIDAY_FREE + "<Resources><Resource><UID>7</UID><Name>Ali</Name><Type>1</Type>"
        "<MaxUnits>1.00</MaxUnits></Resource><Resource><UID>8</UID><Type>0</Type></Resource>"
        "</Resources><Assignments><Assignment><TaskUID>1</TaskUID><ResourceUID>7</ResourceUID>"
        "<Units>0.5</Units></Assignment><Assignment><TaskUID>1</TaskUID><ResourceUID>8"
        "</ResourceUID><Units>3</Units></Assignment></Assignments>"
    )
    found = problem(read(task(1, "a"), rest=rest))
    assert [(crew.ref, crew.capacity, dict(crew.names)) for crew in found.crews] == [
        ("R7", 100, {})
    ]
    assert dict(found.tasks[0].modes[0].demands) == {"R7": 50}


def test_a_calendar_that_rests_on_saturday_and_sunday_is_told(read: Read) -> None:
    assert "Saturday and Sunday" in read(task(1, "a"), rest="").notes[-1]


def test_links_to_other_files_are_left_out_and_told(read: Read) -> None:
    schedule = read(task(1, "a", link(99)))
    assert problem(schedule).dependencies == ()
    assert (schedule.misread[0].field, schedule.misread[0].kept) == ("PredecessorUID", True)


def test_a_finished_schedule_holds_nothing_to_plan(read: Read) -> None:
    schedule = read(task(1, "a", "<PercentComplete>100</PercentComplete>"))
    assert schedule.problem is None
    assert "finished" in schedule.misread[-1].reason


@pytest.mark.parametrize(
    "text",
    [
        "<a/>",
        "<Project>",
        '<!DOCTYPE x [<!ENTITY a "b">]><Project>&a;</Project>',
        "<Project><Tasks/></Project>",
        "",
    ],
)
def test_what_is_no_schedule_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "x.xml"
    path.write_text(text)
    schedule = read_mspdi(path, TODAY)
    assert schedule.problem is None
    assert schedule.misread


def test_odd_numbers_are_survived(read: Read) -> None:
    odd = task(1, "a", "<PercentComplete>x</PercentComplete>", link(1, 9, 10**18))
    assert (
        problem(read(odd, task(2, "b").replace("PT16H0M0S", "soon"))).tasks[1].modes[0].duration
        == 1
    )
