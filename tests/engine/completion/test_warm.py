"""Warming loads every kernel, so that a plan compiles nothing afterwards."""

from __future__ import annotations

from hamgam.engine.completion.kernels import decode, lists, prices, walk
from hamgam.engine.completion.warm import warm


def test_every_entry_is_compiled() -> None:
    warm()
    for kernel in (decode.decode, lists.evolve, lists.adopt, prices.reply, walk.roam, walk.begin):
        assert getattr(kernel, "signatures", None), kernel
