from __future__ import annotations

from datetime import timedelta

import pytest
from tests.platform.conftest import City

from hamgam.agencies.vocabulary import Role
from hamgam.coordination.actions.resolutions import (
    Passed,
    Said,
    move_resolution,
    record_resolution,
    run_resolution_clocks,
)
from hamgam.coordination.models import Resolution
from hamgam.coordination.vocabulary import (
    RESOLUTION_CLOCKS,
    RESOLUTION_ENDS,
    RESOLUTION_MOVES,
    ResolutionMove,
    ResolutionState,
)
from hamgam.kit.refusals import Refused

pytestmark = pytest.mark.django_db


def sent(city: City, number: str = "۲۱۴") -> Resolution:
    passed = Passed(number=number, title="تملک", passed_on=city.today, letter=("۳۳", city.today))
    by = city.acting("civil", Role.SECRETARY)
    return record_resolution(by=by, agency=city.agencies["civil"], passed=passed)


def says(city: City, row: Resolution, agency: str, move: ResolutionMove) -> Resolution:
    said = Said(move=move, words="دلیل", letter=("۵", city.today))
    by = city.acting(agency, Role.HEAD)
    return move_resolution(by=by, resolution=row.public_id, said=said)


def test_the_boards_silence_for_two_weeks_is_consent(city: City) -> None:
    row = sent(city)
    assert row.due is not None
    assert 13 <= (row.due - row.since).days <= 15
    assert run_resolution_clocks(row.due - timedelta(hours=1)) == 0
    assert run_resolution_clocks(row.due) == 1
    row.refresh_from_db()
    assert [row.state, row.due] == ["in_force", None]
    assert row.steps.order_by("-pk")[0].move == "silence"


def test_an_objection_goes_back_and_the_councils_silence_is_none(city: City) -> None:
    row = says(city, sent(city), "governorate", ResolutionMove.OBJECT)
    assert row.state == "objected"
    assert row.due is not None
    assert run_resolution_clocks(row.due) == 1
    row.refresh_from_db()
    assert row.state == "objected"
    row = says(city, row, "civil", ResolutionMove.UPHOLD)
    assert (row.state, row.due is None) == ("upheld", False)


def test_only_the_body_before_which_it_lies_may_speak_and_with_a_letter(city: City) -> None:
    row = sent(city)
    with pytest.raises(Refused, match="forbidden"):
        says(city, row, "civil", ResolutionMove.OBJECT)
    with pytest.raises(Refused, match="state"):
        says(city, row, "governorate", ResolutionMove.UPHOLD)
    bare = Said(move=ResolutionMove.OBJECT, words="دلیل")
    with pytest.raises(Refused, match="validation"):
        move_resolution(
            by=city.acting("governorate", Role.HEAD), resolution=row.public_id, said=bare
        )
    with pytest.raises(Refused, match="taken"):
        sent(city)
    passed = Passed(number="۱", title="x", passed_on=city.today, letter=("۱", city.today))
    with pytest.raises(Refused, match="forbidden"):
        record_resolution(
            by=city.acting("water", Role.HEAD), agency=city.agencies["water"], passed=passed
        )


def test_every_state_has_a_clock_or_is_an_end() -> None:
    leaving = {state for state, _ in RESOLUTION_MOVES}
    assert leaving == set(RESOLUTION_CLOCKS) == set(ResolutionState) - RESOLUTION_ENDS
    silent = {state for state, move in RESOLUTION_MOVES if move is ResolutionMove.SILENCE}
    assert silent == {ResolutionState.SENT}
