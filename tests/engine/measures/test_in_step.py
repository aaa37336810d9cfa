from __future__ import annotations

import pytest

from hamgam.engine.measures.in_step import Part, island_index


def part(apart: int, n: int, city: float = 0.3) -> Part:
    return Part(name="notice", apart=apart, n=n, city_share=city)


def test_few_cases_are_drawn_to_the_city() -> None:
    assert part(0, 0).share == pytest.approx(0.3)
    assert part(2, 2).share < 0.4
    assert part(2000, 2000).share > 0.99
    assert part(0, 0).range is None


def test_the_index_is_the_mean_of_its_parts() -> None:
    assert island_index([part(0, 0, 0.0), part(0, 0, 1.0)]) == pytest.approx(50)
    with pytest.raises(ValueError, match="parts"):
        island_index([])


def test_a_share_is_a_share() -> None:
    with pytest.raises(ValueError, match="apart"):
        part(3, 2)
