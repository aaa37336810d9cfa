"""How good are the tours? Invented days and weeks, with peers and today's orders in the same run.

`python -m benchmarks.quality.tours` draws days (five delegations, stops of 45 to 90 minutes, a time
window on half of the sites) on a grid and on the streets of a city, which OR-Tools routing can be
given too, and weeks on the streets (pauses, peaks, posts, several openings), which only the orders
can answer. `--vrptw FOLDER` adds the Solomon files of a folder as days. `--cpu` is for a machine
that others use: the seconds of every search are then CPU seconds. One changed stop is always timed
by CPU. Cost = minutes on the road + prizes not collected; lower is better. Gains are of the value
collected; higher is better.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean, median
from types import SimpleNamespace

from rich.console import Console
from rich.table import Table

from benchmarks.quality.tours_peer import routing_whole
from benchmarks.quality.tours_questions import (
    plain_question,
    solomon_question,
    street_question,
    week_question,
)
from hamgam.engine.outcomes import Infeasible
from hamgam.engine.solving import Limits, limits
from hamgam.engine.tours.baseline import Order, baselines
from hamgam.engine.tours.plan import plan_tours
from hamgam.engine.tours.problem import TourPlan, TourProblem, value_of
from hamgam.engine.tours.replan import Now, replan


@dataclass(frozen=True, slots=True)
class Line:
    """One question answered: costs in minutes, and our value over each order's."""

    name: str
    ours: float
    own_long: float | None
    peer: float | None
    over: dict[Order, float]
    replan_ms: float | None


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
    peer = None
    if peers and told.peer_seconds:
        peer = routing_whole(problem, told.peer_seconds, time.process_time if told.cpu else None)
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
    drawn = [(size, seed) for size in told.sizes for seed in range(1, told.seeds + 1)]
    for kind, question in (("grid", plain_question), ("streets", street_question)):
        for size, seed in drawn:
            yield measured(f"{kind} {size}/{seed}", question(size, seed), told, peers=True)
    for path in sorted(told.vrptw.glob("*.txt")) if told.vrptw else ():
        yield measured(path.stem, solomon_question(path, told.seed), told, peers=True)
    for size, seed in drawn:
        yield measured(f"week {size}/{seed}", week_question(size, seed), told, peers=False)


def count_cpu() -> None:
    """Let the searches of this process take CPU seconds for the time."""
    vars(limits)["time"] = SimpleNamespace(monotonic=time.process_time)


def show(found: Sequence[Line], told: argparse.Namespace) -> None:
    """The table, and what it amounts to."""
    unit = "CPU s" if told.cpu else "s"
    table = Table(title=f"Tours in {told.seconds:g} {unit}")
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
    for order in Order:
        gains = [line.over[order] for line in found]
        console.print(
            f"over {order}: mean {100 * mean(gains):.1f} %, worst {100 * min(gains):.1f} %"
        )
    replans = [line.replan_ms for line in found if line.replan_ms is not None]
    console.print(f"replan: median {median(replans):.0f} ms, worst {max(replans):.0f} ms of CPU")
    long = [line.ours / line.own_long - 1 for line in found if line.own_long]
    if long:
        console.print(
            f"above its own long run: mean {100 * mean(long):.2f} %, worst {100 * max(long):.2f} %"
        )


def main() -> None:
    """Read the options and run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="*", default=[50, 100], help="none: files alone")
    parser.add_argument("--seeds", type=int, default=2)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--seconds", type=float, default=3)
    parser.add_argument("--long", type=float, default=20, help="our own longer run; 0: none")
    parser.add_argument("--peer-seconds", type=float, default=20, help="OR-Tools; 0: none")
    parser.add_argument("--vrptw", type=Path, help="a folder of Solomon files")
    parser.add_argument("--cpu", action="store_true", help="count CPU seconds")
    told = parser.parse_args()
    if told.cpu:
        count_cpu()
    show(list(lines(told)), told)


if __name__ == "__main__":
    main()
