"""Who pays how much of a trench that several dig together.

The formula and its laws stand in docs/algorithms/shares.md.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hamgam.engine.overlaps.settling import Prices


@dataclass(frozen=True, slots=True, kw_only=True)
class Trench:
    """What one member would dig for itself where the shared trench runs: metres along the street,
    width and depth in metres, days on the site."""

    ref: str
    metres: float
    width_m: float
    depth_m: float
    days: int

    @property
    def volume_m3(self) -> float:
        """What is dug and filled again."""
        return self.metres * self.width_m * self.depth_m

    @property
    def area_m2(self) -> float:
        """What is paved again."""
        return self.metres * self.width_m


@dataclass(frozen=True, slots=True, kw_only=True)
class Shares:
    """Whole rials: each member's cost alone and its share, both by reference."""

    alone: Mapping[str, int]
    shares: Mapping[str, int]

    @property
    def alone_rials(self) -> int:
        """What all would pay if each dug for itself."""
        return sum(self.alone.values())

    @property
    def joint_rials(self) -> int:
        """What the shared trench costs all of them together."""
        return sum(self.shares.values())


def alone_rials(trench: Trench, prices: Prices) -> int:
    """What a member would pay for its own trench: digging, filling, paving, site and traffic."""
    return round(
        trench.volume_m3 * (prices.excavation_m3 + prices.backfill_m3)
        + trench.area_m2 * prices.reinstatement_m2
        + prices.mobilisation
        + prices.traffic_day * trench.days
    )


def joint_rials(trenches: Sequence[Trench], prices: Prices) -> int:
    """What one trench for all costs: the biggest is dug whole, of each other a part of its volume
    (`joint_factor` less 1); the biggest strip is paved once; one site, traffic for the longest."""
    volumes = [trench.volume_m3 for trench in trenches]
    more = (prices.joint_factor - 1.0) * (sum(volumes) - max(volumes))
    return round(
        (max(volumes) + more) * (prices.excavation_m3 + prices.backfill_m3)
        + max(trench.area_m2 for trench in trenches) * prices.reinstatement_m2
        + prices.mobilisation
        + prices.traffic_day * max(trench.days for trench in trenches)
    )


def shares_of(trenches: Sequence[Trench], prices: Prices) -> Shares:
    """The cost of a shared trench divided in proportion to what each member would pay alone.

    The shares add up to the whole cost to the rial (largest remainder, ties by reference), and no
    member pays more than alone. ValueError for no trench, or a reference that stands twice.
    """
    alone = {trench.ref: alone_rials(trench, prices) for trench in trenches}
    if not trenches or len(alone) != len(trenches):
        raise ValueError("trenches: none, or a reference that stands twice")
    together = sum(alone.values())
    whole = min(joint_rials(trenches, prices), together)
    if together == 0:
        return Shares(alone=alone, shares=dict.fromkeys(alone, 0))
    parts = {ref: divmod(whole * rials, together) for ref, rials in alone.items()}
    left = whole - sum(rials for rials, _ in parts.values())
    first = sorted(parts, key=lambda ref: (-parts[ref][1], ref))[:left]
    return Shares(
        alone=alone,
        shares={ref: rials + (ref in first) for ref, (rials, _) in parts.items()},
    )
