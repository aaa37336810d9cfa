from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hamgam.engine.measures.compliance import Compliance, SeenStep, balance

TODAY = date(2026, 11, 24)
DAYS = st.integers(-30, 30).map(lambda days: TODAY + timedelta(days=days))
TAKEN = st.builds(
    SeenStep,
    asked=st.integers(0, 1),
    answer_late=st.booleans(),
    answered=st.just(True),
    promised=DAYS,
    done_on=st.none() | DAYS.filter(lambda day: day <= TODAY),
)
LEFT = st.builds(
    SeenStep, asked=st.integers(0, 1), answer_late=st.none() | st.booleans(), answered=st.booleans()
)


def test_a_target_is_reached_by_the_bare_share() -> None:
    told = Compliance(kept=9, n=10)
    assert told.share == 0.9
    assert told.reaches(900) is True
    assert told.reaches(901) is False
    assert told.range is not None
    assert told.range.low < 0.9 < told.range.high


def test_without_a_case_nothing_is_reached_or_missed() -> None:
    told = Compliance(kept=0, n=0)
    assert (told.share, told.range, told.reaches(0)) == (None, None, None)
    with pytest.raises(ValueError, match="kept"):
        Compliance(kept=2, n=1)


@settings(max_examples=60)
@given(st.lists(TAKEN | LEFT, max_size=12))
def test_the_balance_counts_each_step_on_the_side_it_was_asked_of(steps: list[SeenStep]) -> None:
    for side, told in enumerate(balance(steps, TODAY)):
        mine = [step for step in steps if step.asked == side]
        assert told.asked == len(mine)
        assert told.kept <= told.done <= told.due <= told.taken <= told.answered <= told.asked
        assert told.in_time <= told.answered
        late = [s for s in mine if s.promised and not s.done_on and s.promised < TODAY]
        assert told.due - told.done == len(late)


def test_a_promise_is_kept_by_its_day_and_not_after() -> None:
    day = TODAY - timedelta(days=3)
    kept, late = (
        SeenStep(asked=1, answer_late=False, answered=True, promised=day, done_on=done)
        for done in (day, day + timedelta(days=1))
    )
    assert balance([kept, late], TODAY)[1].kept == 1
    with pytest.raises(ValueError, match="asked"):
        balance([SeenStep(asked=2, answer_late=None, answered=False)], TODAY)
