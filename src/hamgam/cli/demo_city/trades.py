"""What the demo city's agencies do, as the table beside this file tells it."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from hamgam.engine.works import Activity, Impact, Kind, RoadPart


@dataclass(frozen=True, slots=True, kw_only=True)
class Trade:
    """One kind of work of one agency, and the laws its size and length are drawn from.

    `days` and `length_m` are the median and the spread of a lognormal law; `local`, `emergency` and
    `hands_over` are shares from 0 to 1.
    """

    agency: str
    """The agency's key in the city."""
    titles: tuple[str, ...]
    kind: Kind
    activity: Activity
    share: float
    local: float
    shape: str
    """`trench` along one side, `span` of the whole road, `patch` of ground, `point`."""
    days: tuple[float, float]
    length_m: tuple[float, float]
    width_m: float
    depth_m: float
    impact: Impact
    road_part: RoadPart
    emergency: float
    asks: tuple[str, ...]
    hands_over: float
    near_shrine: bool
    on_entries: bool
    from_crossing: bool


@lru_cache(maxsize=1)
def trades() -> tuple[Trade, ...]:
    """Every trade, in the table's order."""
    text = Path(__file__).with_name("trades.toml").read_text(encoding="utf-8")
    return tuple(_trade(told) for told in tomllib.loads(text)["trades"])


def _trade(told: dict[str, Any]) -> Trade:
    (days, days_spread), (length, length_spread) = told["days"], told["length_m"]
    return Trade(
        agency=told["agency"],
        titles=tuple(told["titles"]),
        kind=Kind(told.get("kind", "work")),
        activity=Activity(told["activity"]),
        share=float(told["share"]),
        local=told["local"],
        shape=told["shape"],
        days=(float(days), days_spread),
        length_m=(float(length), length_spread),
        width_m=told["width_m"],
        depth_m=told["depth_m"],
        impact=Impact(told["impact"]),
        road_part=RoadPart(told.get("road_part", "carriageway")),
        emergency=told.get("emergency", 0.0),
        asks=tuple(told.get("asks", ())),
        hands_over=told.get("hands_over", 0.0),
        near_shrine=told.get("near_shrine", False),
        on_entries=told.get("on_entries", False),
        from_crossing=told.get("from_crossing", False),
    )
