from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from hamgam.coordination.workflow.cases import (
    ENDS,
    MOVES,
    OPEN,
    UNBOUND,
    UNSETTLED,
    Move,
    State,
    after,
    all_signed,
)

PATHS = st.lists(st.sampled_from(list(Move)), max_size=30)


def walk(moves: list[Move]) -> list[tuple[Move, State]]:
    """The states that a list of moves leads through; a move that is not allowed changes nothing."""
    state, told = State.OPENED, []
    for move in moves:
        to = after(state, move)
        if to is not None:
            state = to
            told.append((move, to))
    return told


def test_every_state_can_be_reached_and_every_state_but_an_end_goes_on() -> None:
    reached = {State.OPENED, *MOVES.values()}
    assert reached == set(State)
    going_on = {state for state, _ in MOVES}
    assert going_on == OPEN
    assert not going_on & ENDS


def test_from_every_state_an_end_can_be_reached() -> None:
    leads = set(ENDS)
    for _ in State:
        leads |= {state for (state, _), to in MOVES.items() if to in leads}
    assert leads == set(State)


@given(PATHS)
def test_nothing_binds_without_every_signature_or_the_competent_body(moves: list[Move]) -> None:
    told = walk(moves)
    for number, (_, state) in enumerate(told):
        if state is State.BOUND:
            before = [move for move, _ in told[:number]]
            assert before[-1] in {Move.SIGN_LAST, Move.DECIDE}


@given(PATHS)
def test_only_what_was_never_settled_lapses(moves: list[Move]) -> None:
    told = walk(moves)
    for number, (move, _) in enumerate(told):
        if move is Move.LAPSE:
            before = told[number - 1][1] if number else State.OPENED
            assert before in UNSETTLED


@given(PATHS)
def test_a_proposal_is_signed_only_where_one_lies_on_the_table(moves: list[Move]) -> None:
    told = walk(moves)
    for number, (move, _) in enumerate(told):
        if move is Move.SIGN_LAST:
            assert told[number - 1][0] in {Move.PROPOSE, Move.COUNTER}


@given(st.sets(st.sampled_from("abcd")), st.sets(st.sampled_from("abcd")))
def test_all_have_signed_only_when_no_owner_is_missing(owners: set[str], signed: set[str]) -> None:
    assert all_signed(owners, signed) == (bool(owners) and not owners - signed)


def test_states_are_unsettled_awaiting_letters_bound_or_over() -> None:
    assert UNSETTLED | UNBOUND | {State.BOUND} | ENDS == set(State)
