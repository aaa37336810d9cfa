"""Answers that may be "no": infeasible is an answer with reasons, not an exception."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """There is an answer, and this is it."""

    value: T


@dataclass(frozen=True, slots=True)
class Infeasible:
    """There is no answer, and these are the reasons, each a whole sentence.

    `reasons` are English; `spoken` holds the same in other languages where they were told.
    """

    reasons: tuple[str, ...]
    spoken: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def told(self, language: str) -> tuple[str, ...]:
        """The reasons in a language, or in English."""
        return self.spoken.get(language, self.reasons)


Outcome = Found[T] | Infeasible
