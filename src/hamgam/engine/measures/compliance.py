"""Whether a standing policy is kept, and how evenly two sides of a tie take their steps."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from hamgam.engine.measures.uncertainty import Range, wilson


@dataclass(frozen=True, slots=True, kw_only=True)
class Compliance:
    """Of `n` cases that a policy is about, `kept` followed it."""

    kept: int
    n: int

    def __post_init__(self) -> None:
        if not 0 <= self.kept <= self.n:
            raise ValueError(f"kept, n: {self.kept} of {self.n} is no share")

    @property
    def share(self) -> float | None:
        """0 to 1; None without a case."""
        return self.kept / self.n if self.n else None

    @property
    def range(self) -> Range | None:
        """Wilson's 95 % range of the share; None without a case."""
        return wilson(self.kept, self.n) if self.n else None

    def reaches(self, target_permille: int) -> bool | None:
        """Whether the bare share reaches the target; None without a case."""
        return self.kept * 1000 >= target_permille * self.n if self.n else None


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenStep:
    """A joint step as the balance counts it. `asked` is 0 or 1, the side it was asked of."""

    asked: int
    answer_late: bool | None
    """None while it is unanswered and its time is not over."""
    answered: bool
    promised: date | None = None
    """None for a step that was never taken on."""
    done_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """What one side owed the other and gave: steps asked of it, answered, answered in time, taken
    on, due by today, done by the day it promised; `done` counts late ones too."""

    asked: int
    answered: int
    in_time: int
    taken: int
    due: int
    done: int
    kept: int


def balance(steps: Iterable[SeenStep], today: date) -> tuple[Balance, Balance]:
    """The ledger of joint steps, by the side they were asked of; the first side first.

    A step counts as due once its promised day has passed or it was done before. Raises ValueError
    for a side other than 0 and 1.
    """
    held: tuple[list[SeenStep], list[SeenStep]] = ([], [])
    for step in steps:
        if step.asked not in (0, 1):
            raise ValueError(f"asked: {step.asked} is no side")
        held[step.asked].append(step)
    return _of(held[0], today), _of(held[1], today)


def _of(steps: list[SeenStep], today: date) -> Balance:
    taken = [step for step in steps if step.promised is not None]
    done = [step for step in taken if step.done_on is not None]
    passed = [step for step in taken if step.promised is not None and step.promised < today]
    return Balance(
        asked=len(steps),
        answered=sum(step.answered for step in steps),
        in_time=sum(step.answered and not step.answer_late for step in steps),
        taken=len(taken),
        due=len(done) + sum(step.done_on is None for step in passed),
        done=len(done),
        kept=sum(_is_kept(step) for step in done),
    )


def _is_kept(step: SeenStep) -> bool:
    return step.done_on is not None and step.promised is not None and step.done_on <= step.promised
