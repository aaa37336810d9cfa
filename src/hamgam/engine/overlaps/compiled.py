"""The one way in which this package compiles: machine code kept on disk, free of the interpreter's
lock."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, cast

import numba

F = TypeVar("F", bound=Callable[..., object])


def njit(function: F) -> F:
    """The function, compiled when first called and from the cache ever after."""
    return cast(F, numba.njit(nogil=True, cache=True)(function))
