"""Answers that may be "no": infeasible is an answer with reasons, not an exception."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """There is an answer, and this is it."""

    value: T


@dataclass(frozen=True, slots=True)
class Infeasible:
    """There is no answer, and these are the reasons, each a whole sentence."""

    reasons: tuple[str, ...]


Outcome = Found[T] | Infeasible
