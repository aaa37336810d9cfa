"""Random numbers inside compiled kernels: a state of one word, the same on every machine."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from hamgam.engine.solving.compiled import compiled

Words = NDArray[np.uint64]


def seeded(seed: int) -> Words:
    """The state of a generator (splitmix64); equal seeds give equal numbers."""
    return np.array([(seed * 0x9E3779B97F4A7C15 + 0x1234567) % (1 << 64)], np.uint64)


@compiled
def chance(state: Words) -> float:
    """A number in [0, 1), evenly."""
    state[0] = state[0] + np.uint64(0x9E3779B97F4A7C15)
    z = state[0]
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    z = z ^ (z >> np.uint64(31))
    return float(z >> np.uint64(11)) / 9007199254740992.0


@compiled
def below(state: Words, n: int) -> int:
    """An integer 0 … n − 1, evenly."""
    return int(chance(state) * n)
