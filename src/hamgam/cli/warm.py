"""`hamgam warm`: compile the kernels once, so that no later command waits for the compiler."""

from __future__ import annotations

from importlib import import_module

ROOMS = ("completion", "overlaps", "tours")
"""The rooms of the engine that have kernels, the one that takes longest first. No kernel of one is
compiled by another, so that two compilers never write the same file of the cache."""


def warm() -> None:
    """Compile the kernels of the engine into the cache (the launcher calls this once).

    Each room has a process of its own: the compiler keeps to one core.
    """
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    with ProcessPoolExecutor(len(ROOMS), mp_context=get_context("spawn")) as pool:
        for room in [pool.submit(warm_room, name) for name in ROOMS]:
            room.result()


def warm_room(room: str) -> None:
    """Compile the kernels of one room of the engine, by its name."""
    import_module(f"hamgam.engine.{room}.warm").warm()
