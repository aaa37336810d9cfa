from __future__ import annotations

from datetime import date

import pytest

from hamgam.engine.completion.pace import Limits, ProgressReport, Status, pace_of

BEGAN = date(2026, 1, 1)
TODAY = date(2026, 11, 1)


def report(month: int, verified: float, planned: float | None = None) -> ProgressReport:
    return ProgressReport(on=date(2026, month, 1), verified=verified, planned=planned)


def status(*reports: ProgressReport, began: date | None = BEGAN) -> Status:
    return pace_of(reports, began=began, today=TODAY).status


def test_without_reports_nothing_is_known() -> None:
    assert status() is Status.UNKNOWN


def test_half_a_point_in_six_months_is_a_stop() -> None:
    assert status(report(3, 0.4), report(10, 0.404)) is Status.STALLED
    assert status(report(3, 0.4), report(10, 0.406)) is Status.UNDER_WAY


def test_a_young_project_has_not_stalled_and_a_finished_one_never() -> None:
    assert status(report(9, 0.0), began=date(2026, 8, 1)) is Status.UNDER_WAY
    assert status(report(3, 1.0), report(10, 1.0)) is Status.UNDER_WAY


def test_slow_takes_two_reports_below_the_limit() -> None:
    slow = (report(7, 0.2, 0.5), report(10, 0.3, 0.8))
    assert status(*slow) is Status.SLOW
    assert status(report(7, 0.5, 0.5), slow[1]) is Status.UNDER_WAY
    assert status(slow[1]) is Status.UNDER_WAY


def test_spi_is_time_earned_over_time_passed() -> None:
    pace = pace_of([report(7, 0.25, 0.5)], began=BEGAN, today=TODAY)
    assert pace.spi == pytest.approx(0.5)
    assert pace_of([report(7, 0.25)], began=BEGAN, today=TODAY).spi is None
    assert pace_of([report(7, 0.25, 0.5)], began=None, today=TODAY).spi is None


def test_reports_of_days_to_come_do_not_count() -> None:
    assert status(report(12, 0.9)) is Status.UNKNOWN


def test_limits_are_settings() -> None:
    loose = Limits(stalled_days=30)
    reports = [report(9, 0.4), report(10, 0.4)]
    assert pace_of(reports, began=BEGAN, today=TODAY, limits=loose).status is Status.STALLED


def test_a_share_beyond_the_whole_is_refused() -> None:
    with pytest.raises(ValueError, match="verified"):
        report(7, 1.5)
