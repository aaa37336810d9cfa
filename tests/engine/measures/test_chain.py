from __future__ import annotations

import numpy as np
import pytest

from hamgam.engine.measures.chain import Cell, Verdict, link, spearman


def panel(seed: int, tie: float, lag: int = 0) -> tuple[dict[Cell, float], dict[Cell, float]]:
    rng = np.random.default_rng(seed)
    cause: dict[Cell, float] = {}
    effect: dict[Cell, float] = {}
    for zone in range(8):
        level = rng.normal()
        for month in range(24):
            cause[(f"z{zone}", month)] = level + rng.normal()
        for month in range(lag, 24):
            told = tie * cause[(f"z{zone}", month - lag)]
            effect[(f"z{zone}", month)] = told + 5 * level + rng.normal()
    return cause, effect


def test_what_moves_together_is_said_to() -> None:
    cause, effect = panel(1, 1.5, lag=2)
    found = link(cause, effect, lag=2, seed=7)
    assert found.verdict is Verdict.TOGETHER
    assert found.rho is not None
    assert found.rho > 0.5
    assert found == link(cause, effect, lag=2, seed=7)


def test_what_does_not_move_together_is_not_made_to_by_its_zones() -> None:
    """Zones differ in both: their levels alone would correlate."""
    verdicts = [link(*panel(seed, 0.0), lag=0, seed=seed).verdict for seed in range(12)]
    assert verdicts.count(Verdict.TOGETHER) <= 3


def test_too_few_is_said_to_be_too_few() -> None:
    cause, effect = panel(1, 2.0)
    few = {cell: value for cell, value in effect.items() if cell[1] < 2}
    found = link(cause, few, lag=0, seed=1)
    assert (found.verdict, found.rho) == (Verdict.TOO_FEW, None)


def test_ranks_share_ties() -> None:
    one, other = np.array([1.0, 1.0, 2.0, 3.0]), np.array([2.0, 2.0, 4.0, 9.0])
    assert spearman(one, other) == pytest.approx(1.0)
    assert spearman(one, np.ones(4)) == 0.0
