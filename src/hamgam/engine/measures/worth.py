"""What finishing is worth: present values, the completion index, the cost of delay, Smith's
order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import expm1, log1p


def present_value(amount_per_period: float, *, rate: float, begins: int, periods: int) -> float:
    """The value today of an amount at the end of periods begins + 1 … begins + periods.

    `rate` is per period; the same money as the amount.
    """
    if rate <= -1 or periods < 0:
        raise ValueError("rate, periods: rate must exceed −1 and periods must not be negative")
    if rate == 0:
        return amount_per_period * periods
    annuity = -expm1(-periods * log1p(rate)) / rate  # exact for tiny rates too
    return float(amount_per_period * annuity * (1 + rate) ** -begins)


def completion_index(
    *, chance: float, benefit_value: float, stop_value: float, remaining_cost: float
) -> float:
    """Benefit of finishing per rial still to be spent: [p · PV(B) − PV(stop value)] / E[RC].

    What was spent already does not appear: it is the same whether the project is finished or not.
    For display and as a baseline; the planner maximises the objective itself.
    """
    if remaining_cost <= 0:
        raise ValueError(f"remaining_cost: {remaining_cost} is not positive")
    return (chance * benefit_value - stop_value) / remaining_cost


@dataclass(frozen=True, slots=True)
class Remaining:
    """One project in the order of finishing."""

    ref: str
    remaining_cost: float
    delay_cost_per_period: float


def smith_order(projects: Sequence[Remaining]) -> list[Remaining]:
    """The projects by delay cost per remaining rial, greatest first; ties keep their order.

    The best order for one stream of money and linear delay cost (Smith 1956).
    """
    return sorted(projects, key=lambda one: -one.delay_cost_per_period / one.remaining_cost)


def delay_cost_of_order(order: Sequence[Remaining], money_per_period: float) -> float:
    """Total delay cost when the projects are finished one after the other with one stream of
    money."""
    total = spent = 0.0
    for one in order:
        spent += one.remaining_cost
        total += one.delay_cost_per_period * spent / money_per_period
    return total
