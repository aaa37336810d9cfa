"""From works and a pack of rules to findings; and the plain search that needs no rules."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TypedDict, Unpack

import numpy as np

from hamgam.engine.calendars.seasons import SeasonWindow
from hamgam.engine.calendars.working_days import WorkCalendar
from hamgam.engine.findings import FindingKind
from hamgam.engine.overlaps.columns import WorkColumns
from hamgam.engine.overlaps.footprints import gather
from hamgam.engine.overlaps.found import Findings
from hamgam.engine.overlaps.judge import Court, prepare
from hamgam.engine.overlaps.judge_alone import Bar, judged_alone
from hamgam.engine.overlaps.rules import RulePack
from hamgam.engine.overlaps.search import SLACK_M, Pairs, Reach, distances, near_pairs
from hamgam.engine.overlaps.stretch import Stretch
from hamgam.engine.overlaps.verdicts import KIND_RANK, NO_RULE, Verdicts, joined
from hamgam.engine.works import Work, Zone

MOST_DAYS = 4_000_000
"""More days than lie between any two dates; a longer gap asks for no more."""


class Ground(TypedDict, total=False):
    """What a city adds to the works; everything may be left out."""

    zones: Sequence[Zone]
    windows: Sequence[SeasonWindow]
    """The dated seasons; without them no season is judged."""
    calendar: WorkCalendar | None
    """Working days; None takes Monday to Friday."""
    epsg: int | None
    """The metric system to measure in; None takes the UTM zone around the works."""


def find(
    works: Sequence[Work], pack: RulePack, *, today: date | None, **ground: Unpack[Ground]
) -> Findings:
    """What the pack's rules say about the works, alone and in pairs.

    What lies wholly before `today` is past and not found; None looks at all times. One search
    serves all pair rules. Beyond it the time grows with the pairs found.
    """
    zones, windows = ground.get("zones", ()), ground.get("windows", ())
    calendar = ground.get("calendar")
    columns = WorkColumns(works, zones, today)
    footprints, index = gather(works, epsg=ground.get("epsg"))
    columns.epsg = footprints.epsg
    court = Court(columns, prepare(pack.pair_rules(), pack.rules, columns, calendar))
    court.call(footprints, index)
    alone = judged_alone(pack.single_rules(), pack.rules, Bar(columns, windows, calendar))
    verdicts = joined([court.verdicts(calendar), alone])
    return Findings(works, pack.rules, verdicts, footprints.epsg, zones, windows)


def find_near(
    works: Sequence[Work], *, within_m: float, gap_days: int, epsg: int | None = None
) -> Findings:
    """The pairs of different agencies that near in place and time, without any rule.

    One row for each unordered pair whose distance is at most `within_m` and between whose spans
    lie at most `gap_days` days. Agencies compare as stored text; a work without one pairs with
    nobody. A pair that shares a day is a collision, another a chance.

    Raises ValueError when a limit is negative.
    """
    if within_m < 0 or gap_days < 0:
        raise ValueError(f"within_m, gap_days: ({within_m}, {gap_days}) holds a negative limit")
    footprints, index = gather(works, epsg=epsg)
    n = len(footprints)
    linger = np.full(n, min(gap_days, MOST_DAYS), dtype=np.int32)
    stretch = Stretch(footprints)
    pairs = near_pairs(footprints, stretch.on_map(Reach(np.full(n, within_m / 2), linger)))
    distance_m = stretch.on_ground(distances(footprints, pairs), pairs)
    near = distance_m <= within_m + SLACK_M
    pairs, distance_m = Pairs(pairs.a[near], pairs.b[near]), distance_m[near]
    begins, ends = footprints.begins, footprints.ends
    between = np.maximum(begins[pairs.a], begins[pairs.b]) - np.minimum(
        ends[pairs.a], ends[pairs.b]
    )
    verdicts = Verdicts.of(
        None,
        NO_RULE,
        {
            "a": index[pairs.a],
            "b": index[pairs.b],
            "kind": np.where(
                between <= 0, KIND_RANK[FindingKind.COLLISION], KIND_RANK[FindingKind.CHANCE]
            ),
            "distance_m": distance_m,
            "reach_m": np.full(len(pairs), within_m),
            "overlap_days": np.maximum(1 - between, 0),
            "gap_days": np.maximum(between, 0),
        },
    )
    return Findings(works, (), verdicts, footprints.epsg)
