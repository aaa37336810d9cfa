"""How the kernels of the solvers are compiled.

Modules that use this import numba, which takes seconds: import them inside the functions that need
them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

from numba import njit

F = TypeVar("F", bound=Callable[..., Any])


def compiled(function: F) -> F:
    """The function, compiled at its first call, kept on disk, and running without the lock."""
    return cast("F", njit(cache=True, nogil=True)(function))
