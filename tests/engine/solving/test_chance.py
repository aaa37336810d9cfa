"""The generator of the kernels repeats and spreads."""

from __future__ import annotations

from hamgam.engine.solving.chance import below, chance, seeded


def test_equal_seeds_give_equal_numbers() -> None:
    one, two, other = seeded(7), seeded(7), seeded(8)
    first = [chance(one) for _ in range(50)]
    assert first == [chance(two) for _ in range(50)]
    assert first != [chance(other) for _ in range(50)]
    assert all(0 <= number < 1 for number in first)


def test_integers_cover_their_range() -> None:
    state = seeded(1)
    drawn = [below(state, 5) for _ in range(500)]
    assert set(drawn) == {0, 1, 2, 3, 4}
    assert all(60 < drawn.count(number) < 140 for number in range(5))
