"""How good are the tours? Invented weeks, with peers and today's orders in the same run.

`python -m benchmarks.quality.tours` draws plain questions (one day, five delegations, a time window
on half of the sites), which OR-Tools routing can be given too, and weeks (pauses, peaks, posts,
several openings), which only the orders can answer. One changed stop is timed by CPU.
Cost = minutes on the road + prizes not collected; lower is better. Gains are of the value
collected; higher is better.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import mean, median

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

from benchmarks.quality.tours_peer import routing_whole
from hamgam.engine.outcomes import Infeasible
from hamgam.engine.solving import Limits
from hamgam.engine.tours.baseline import Order, baselines
from hamgam.engine.tours.plan import plan_tours
from hamgam.engine.tours.problem import (
    Hours,
    Peak,
    Shift,
    Site,
    TourPlan,
    TourProblem,
    Travel,
    value_of,
)
from hamgam.engine.tours.replan import Now, replan

POSTS = ("works", "finance", "property", "water", "gas", "power")
DELEGATIONS = 5


@dataclass(frozen=True, slots=True)
class Line:
    """One question answered: costs in minutes, and our value over each order's."""

    name: str
    ours: float
    own_long: float | None
    peer: float | None
    over: dict[Order, float]
    replan_ms: float | None


def plain_question(sites: int, seed: int) -> TourProblem:
    """One day of eight hours, five delegations from one house, prizes in minutes."""
    draw = np.random.default_rng(seed)
    minutes = _ways(draw, sites)
    prizes = draw.lognormal(4.2, 0.6, sites).astype(int)
    stays = draw.choice([20, 30, 45, 60], sites)
    made = [
        Site(
            ref=str(n),
            title=str(n),
            place=n + 1,
            prize_rials=float(prizes[n]),
            stay_minutes=int(stays[n]),
            openings=_window(draw, int(stays[n])),
            complete=float(draw.random()),
            complaints=float(draw.poisson(3)),
        )
        for n in range(sites)
    ]
    shifts = [_shift(n, 0, frozenset()) for n in range(DELEGATIONS)]
    return TourProblem(sites=made, shifts=shifts, travel=Travel(minutes=minutes), minute_rials=1.0)


def week_question(sites: int, seed: int) -> TourProblem:
    """Five days, two delegations with posts, noon pauses and morning peaks, sites open in parts."""
    draw = np.random.default_rng(seed)
    plain = plain_question(sites, seed)
    made = [
        replace(
            site,
            needs=frozenset(draw.choice(POSTS, int(draw.integers(0, 3)), replace=False).tolist()),
            openings=tuple(
                Hours(day=int(day), begins=420, ends=840)
                for day in sorted(draw.choice(5, int(draw.integers(1, 5)), replace=False))
            ),
        )
        for site in plain.sites
    ]
    shifts = [
        replace(
            _shift(n, day, frozenset(draw.choice(POSTS, 5, replace=False).tolist())),
            pauses=(Hours(day=day, begins=720, ends=765),),
            most_stops=8,
        )
        for day in range(5)
        for n in range(2)
    ]
    peaks = (Peak(begins=420, ends=540, factor=1.6), Peak(begins=780, ends=870, factor=1.4))
    return replace(plain, sites=made, shifts=shifts, travel=replace(plain.travel, peaks=peaks))


def _ways(draw: np.random.Generator, sites: int) -> NDArray[np.float64]:
    """Whole minutes along a grid of streets at 24 km/h between the house and the sites."""
    centres = draw.normal(0, 1, (8, 2)) * 6000
    around = centres[draw.integers(0, 8, sites)] + draw.normal(0, 2500, (sites, 2))
    points = np.vstack([[0, 0], around])
    minutes: NDArray[np.float64] = np.abs(points[:, None] - points[None]).sum(-1) / 400
    return minutes.round()


def _window(draw: np.random.Generator, stay: int) -> tuple[Hours, ...]:
    if draw.random() >= 0.5:
        return ()
    begins = int(draw.integers(0, 300))
    ends = min(480, begins + int(draw.choice([60, 120, 180]))) + stay
    return (Hours(day=0, begins=480 + begins, ends=480 + ends),)


def _shift(n: int, day: int, posts: frozenset[str]) -> Shift:
    hours = Hours(day=day, begins=480, ends=960)
    return Shift(delegation=f"d{n}", posts=posts, hours=hours, start=0, end=0)


def cost(problem: TourProblem, value: float) -> float:
    """The peers' objective behind a value."""
    return sum(site.prize_rials for site in problem.sites) - value


def solved(problem: TourProblem, seconds: float, seed: int) -> TourPlan:
    """Our plan in the seconds given."""
    outcome = plan_tours(problem, Limits(seconds=seconds, seed=seed))
    if isinstance(outcome, Infeasible):
        raise SystemExit("; ".join(outcome.reasons))
    return outcome.value


def measured(name: str, problem: TourProblem, told: argparse.Namespace, *, peers: bool) -> Line:
    """One question with whatever can answer it."""
    plan = solved(problem, told.seconds, told.seed)
    long = solved(problem, told.long, told.seed) if peers and told.long else None
    peer = routing_whole(problem, told.peer_seconds) if peers and told.peer_seconds else None
    orders = {o: value_of(problem, rounds) for o, rounds in baselines(problem).items()}
    return Line(
        name,
        cost(problem, plan.value_rials),
        None if long is None else cost(problem, long.value_rials),
        peer,
        {order: plan.value_rials / value - 1 for order, value in orders.items()},
        _replan_ms(problem, plan),
    )


def _replan_ms(problem: TourProblem, plan: TourPlan) -> float:
    """Milliseconds of CPU to replan when the second stop of the first round is cancelled at ten, so
    that a busy machine tells the same."""
    stops = next((r.sites for r in plan.rounds if len(r.sites) > 1), None)
    cancelled = frozenset() if stops is None else frozenset({stops[1]})
    times = []
    for _ in range(3):
        began = time.process_time()
        replan(problem, plan, Now(day=0, minute=600), cancelled)
        times.append((time.process_time() - began) * 1000)
    return median(times)


def lines(told: argparse.Namespace) -> Iterator[Line]:
    """Every question of the run."""
    for size in told.sizes:
        for seed in range(1, told.seeds + 1):
            yield measured(f"day {size}/{seed}", plain_question(size, seed), told, peers=True)
    for size in told.sizes:
        for seed in range(1, told.seeds + 1):
            yield measured(f"week {size}/{seed}", week_question(size, seed), told, peers=False)


def show(found: Sequence[Line], told: argparse.Namespace) -> None:
    """The table, and what it amounts to."""
    table = Table(title=f"Tours in {told.seconds:g} s")
    for head in ("question", "cost", f"own {told.long:g} s", f"OR-Tools {told.peer_seconds:g} s"):
        table.add_column(head, justify="right")
    for order in Order:
        table.add_column(f"over {order}", justify="right")
    table.add_column("replan ms", justify="right")
    for line in found:
        rest = [f"{100 * line.over[order]:.1f} %" for order in Order]
        costs = [line.ours, line.own_long, line.peer]
        told_costs = ["–" if value is None else f"{value:,.0f}" for value in costs]
        table.add_row(line.name, *told_costs, *rest, f"{line.replan_ms:.0f}")
    console = Console()
    console.print(table)
    against = [line for line in found if line.peer is not None]
    if against:
        won = [line for line in against if line.ours <= (line.peer or 0) + 1e-6]
        console.print(f"at least as good as OR-Tools: {len(won)} of {len(against)}")
        console.print(f"lost: {[line.name for line in against if line not in won]}")
    long = [line.ours / line.own_long - 1 for line in found if line.own_long]
    if long:
        console.print(
            f"above its own long run: mean {100 * mean(long):.2f} %, worst {100 * max(long):.2f} %"
        )


def main() -> None:
    """Read the options and run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[50, 100])
    parser.add_argument("--seeds", type=int, default=2)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--seconds", type=float, default=3)
    parser.add_argument("--long", type=float, default=20, help="our own longer run; 0: none")
    parser.add_argument("--peer-seconds", type=float, default=20, help="OR-Tools; 0: none")
    told = parser.parse_args()
    show(list(lines(told)), told)


if __name__ == "__main__":
    main()
