from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hamgam.register.definitions import definitions_of, named_definitions
from hamgam.register.status import Definitions, Report, Standing, is_half_finished, status_of
from hamgam.register.vocabulary import Status

TODAY = date(2026, 11, 24)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


RUNNING = Standing(
    approved_on=ago(900),
    ready_on=ago(800),
    handed_over_on=ago(400),
    reports=[
        Report(on=ago(380), physical_permille=100, verified_permille=100),
        Report(on=ago(60), physical_permille=300, verified_permille=300),
    ],
)


@pytest.mark.parametrize(
    ("standing", "status"),
    [
        (Standing(), Status.PROPOSED),
        (Standing(approved_on=ago(1)), Status.APPROVED),
        (Standing(approved_on=ago(9), ready_on=ago(1)), Status.READY),
        (Standing(approved_on=TODAY + timedelta(days=1)), Status.PROPOSED),
        (RUNNING, Status.UNDER_WAY),
        (replace(RUNNING, suspended_on=ago(5)), Status.SUSPENDED),
        (replace(RUNNING, provisionally_accepted_on=ago(5)), Status.PROVISIONALLY_ACCEPTED),
        (
            replace(RUNNING, provisionally_accepted_on=ago(9), in_service_on=ago(5)),
            Status.IN_SERVICE,
        ),
        (replace(RUNNING, finally_accepted_on=ago(5)), Status.FINALLY_ACCEPTED),
        (replace(RUNNING, closed_on=ago(1), finally_accepted_on=ago(5)), Status.CLOSED),
        (replace(RUNNING, cancelled_on=ago(1)), Status.CANCELLED),
        (replace(RUNNING, transferred_on=ago(1)), Status.TRANSFERRED),
    ],
)
def test_the_status_follows_from_the_days(standing: Standing, status: Status) -> None:
    assert status_of(standing, TODAY) is status


def test_stalled_is_half_a_year_without_verified_progress() -> None:
    quiet = replace(RUNNING, reports=[RUNNING.reports[0]])
    assert status_of(quiet, TODAY) is Status.STALLED
    crumb = Report(on=ago(10), physical_permille=104, verified_permille=104)
    assert status_of(replace(quiet, reports=[*quiet.reports, crumb]), TODAY) is Status.STALLED
    step = replace(crumb, verified_permille=105)
    assert status_of(replace(quiet, reports=[*quiet.reports, step]), TODAY) is Status.UNDER_WAY


def test_what_is_only_reported_does_not_unstall() -> None:
    claim = Report(on=ago(10), physical_permille=900)
    told = replace(RUNNING, reports=[RUNNING.reports[0], claim])
    assert status_of(told, TODAY) is Status.STALLED


def test_a_young_project_has_not_had_the_time_to_stall() -> None:
    assert status_of(Standing(handed_over_on=ago(90)), TODAY) is Status.UNDER_WAY
    assert status_of(Standing(handed_over_on=ago(200)), TODAY) is Status.STALLED


def test_slow_is_two_reports_below_four_fifths() -> None:
    def at(*spi: int | None) -> Standing:
        reports = [
            Report(on=ago(90 - n), physical_permille=300, verified_permille=300 + n * 50)
            for n in range(len(spi))
        ]
        told = [replace(r, spi_time_permille=s) for r, s in zip(reports, spi, strict=True)]
        return replace(RUNNING, reports=told)

    assert status_of(at(799, 799), TODAY) is Status.SLOW
    assert status_of(at(700, 800), TODAY) is Status.UNDER_WAY
    assert status_of(at(700), TODAY) is Status.UNDER_WAY
    assert status_of(at(900, 700, None, 700), TODAY) is Status.SLOW


def test_an_inauguration_changes_nothing() -> None:
    assert "inaugurated_on" not in Standing.__dataclass_fields__


@given(st.integers(0, 1000), st.one_of(st.none(), st.integers(0, 500)))
def test_half_finished_is_begun_and_not_in_service(permille: int, in_service: int | None) -> None:
    standing = Standing(
        reports=[Report(on=TODAY, physical_permille=permille)],
        in_service_on=None if in_service is None else ago(in_service),
    )
    assert is_half_finished(standing, TODAY) == (permille > 0 and in_service is None)


def test_a_city_may_call_slow_what_lies_months_or_points_behind() -> None:
    reports = [Report(on=TODAY, physical_permille=300, planned_permille=510, spi_time_permille=900)]
    standing = Standing(
        begins=TODAY - timedelta(days=1000),
        handed_over_on=TODAY - timedelta(days=100),
        reports=reports,
    )
    by = named_definitions()
    assert status_of(standing, TODAY, by["usual"].definitions) is Status.UNDER_WAY
    assert status_of(standing, TODAY, by["two_months"].definitions) is Status.SLOW
    assert status_of(standing, TODAY, by["twenty_percent"].definitions) is Status.SLOW
    closer = replace(standing, reports=[replace(reports[0], planned_permille=500)])
    assert status_of(closer, TODAY, by["twenty_percent"].definitions) is Status.UNDER_WAY
    assert definitions_of("nothing") == by["usual"].definitions == Definitions()
