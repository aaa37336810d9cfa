"""`hamgam warm`: compile the kernels once, so that no later command waits for the compiler."""

from __future__ import annotations


def warm() -> None:
    """Compile the kernels of the engine into the cache (the launcher calls this once)."""
    from hamgam.engine.completion.warm import warm as warm_plans
    from hamgam.engine.overlaps.warm import warm as warm_search
    from hamgam.engine.tours.warm import warm as warm_ways

    warm_search()
    warm_plans()
    warm_ways()
