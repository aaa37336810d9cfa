"""How good are the plans? Benchmark files or invented problems, with peers in the same run.

`python -m benchmarks.quality.completion` plans portfolios that it invents itself, with `--networks
60 120` single projects of so many tasks;
`--instances DIR` reads every `.sm`, `.rcp` and `.rcmp` below a folder, with a `bounds.csv` in it or
right above it where there is one (columns set, file, best_known_makespan, lower_bound). `--peers`
gives OR-Tools CP-SAT the whole problem for the same seconds. Lower is better everywhere.

`--cpu` is for a machine that others use: seconds are then the CPU seconds of this process divided
by the threads, as a quiet machine would give them, for the search and for its peer. CP-SAT inside
the search still looks at the wall clock, and is so given less than on a quiet machine.
"""

from __future__ import annotations

import argparse
import csv
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

from rich.console import Console
from rich.table import Table

from benchmarks.quality.networks import Design, network
from benchmarks.quality.peers import cpsat_whole
from benchmarks.quality.portfolios import portfolio
from hamgam.engine.completion.baseline import Rule, baselines
from hamgam.engine.completion.plan import plan
from hamgam.engine.completion.problem import Objective, Problem
from hamgam.engine.completion.schedule import Plan
from hamgam.engine.completion.warm import warm
from hamgam.engine.outcomes import Infeasible
from hamgam.engine.solving import Limits, limits
from hamgam.exchange.psplib import read_rcmp, read_rcp, read_sm

RULES = (Rule.PERCENT_COMPLETE, Rule.MINIMUM_SLACK, Rule.SMITH)


@dataclass(frozen=True, slots=True)
class Known:
    """Best known objective and lower bound from elsewhere."""

    best: float
    bound: float


@dataclass(frozen=True, slots=True)
class Line:
    """One instance solved."""

    group: str
    name: str
    tasks: int
    plan: Plan
    known: Known | None
    rules: dict[Rule, float]
    peer: float | None
    peer_bound: float | None

    @property
    def reference(self) -> float:
        """What ours is measured against: the best known, else the best bound."""
        if self.known is not None:
            return self.known.best
        bounds = (self.plan.bound, self.peer_bound)
        return max((b for b in bounds if b is not None), default=0.0)

    def over(self, objective: float | None) -> float | None:
        """How far an objective lies over the reference, as a share of it."""
        if objective is None or self.reference <= 0:
            return None
        return objective / self.reference - 1


def read_folder(folder: Path, aim: Objective | None) -> Iterator[tuple[str, str, Problem]]:
    """Every readable instance below the folder as (group, name, problem)."""
    for path in sorted(folder.rglob("*")):
        text = path.read_text(encoding="latin-1") if path.is_file() else ""
        if path.suffix == ".rcmp":
            read = read_rcmp(text, path.name, aim or Objective.WEIGHTED_DELAY)
        elif path.suffix in (".sm", ".rcp"):
            read = read_sm(text, path.name) if path.suffix == ".sm" else read_rcp(text, path.name)
        else:
            continue
        if isinstance(read, list):
            print("; ".join(str(fault) for fault in read))
            continue
        yield path.parent.name, path.name, read


def read_bounds(folder: Path) -> dict[str, Known]:
    """Best known values by file name, from below the folder or from right above it."""
    known = {}
    above = folder.resolve().parent / "bounds.csv"
    for path in [*([above] if above.is_file() else []), *folder.rglob("bounds.csv")]:
        with path.open(encoding="utf-8", newline="") as rows:
            for row in csv.DictReader(rows):
                values = float(row["best_known_makespan"]), float(row["lower_bound"])
                known[row["file"]] = Known(*values)
    return known


def solved(
    group: str, name: str, problem: Problem, known: Known | None, args: argparse.Namespace
) -> Line | None:
    """One instance, ours and the peers."""
    limits = Limits(seconds=args.seconds, seed=args.seed, threads=args.threads)
    outcome = plan(problem, limits, bound_seconds=args.bound_seconds)
    if isinstance(outcome, Infeasible):
        print(f"{name}: {'; '.join(outcome.reasons)}")
        return None
    clock = cpu_clock(args.threads) if args.cpu else time.monotonic
    peer = cpsat_whole(problem, args.seconds, clock) if args.peers else None
    rules = {} if known is not None else baselines(problem)
    return Line(
        group=group,
        name=name,
        tasks=len(problem.tasks),
        plan=outcome.value,
        known=known,
        rules={rule: found.objective for rule, found in rules.items()},
        peer=None if peer is None else peer.objective,
        peer_bound=None if peer is None else peer.bound,
    )


def table_of(group: str, lines: Sequence[Line]) -> Table:
    """One row per instance and the mean."""
    table = Table(title=group)
    for column in ("instance", "tasks", "first", "plan", "bound", "gap", "best known", "over it"):
        table.add_column(column, justify="left" if column == "instance" else "right")
    for column in ("CP-SAT whole", *RULES):
        table.add_column(str(column), justify="right")
    for line in lines:
        known = "" if line.known is None else f"{line.known.best:g}"
        cells = [line.name, str(line.tasks), number(line.plan.first_objective)]
        cells += [number(line.plan.objective), number(line.plan.bound), percent(line.plan.gap)]
        cells += [known, percent(line.over(line.plan.objective)), number(line.peer)]
        table.add_row(*cells, *(number(line.rules.get(rule)) for rule in RULES))
    return table


def number(value: float | None) -> str:
    """A number, or nothing."""
    return "" if value is None else f"{value:,.0f}"


def percent(share: float | None) -> str:
    """A share in percent, or nothing."""
    return "" if share is None else f"{share:.2%}"


def summary(lines: Sequence[Line]) -> Iterator[str]:
    """Means over the set, and the instances that lose."""
    over = [o for o in (line.over(line.plan.objective) for line in lines) if o is not None]
    if over:
        yield f"mean over the reference: {sum(over) / len(over):.3%}"
    losing = [x.name for x in lines if x.known is not None and x.plan.objective > x.known.best]
    if losing:
        yield f"above the best known: {', '.join(losing)}"
    peers = [x for x in lines if x.peer is not None]
    if peers:
        ratios = [x.plan.objective / max(x.peer or 0.0, 1e-9) - 1 for x in peers]
        yield f"against CP-SAT whole in the same time: {sum(ratios) / len(ratios):+.3%}"
        behind = [x.name for x in peers if x.plan.objective > (x.peer or 0.0)]
        yield f"behind CP-SAT: {', '.join(behind) or 'none'}"
    best = [(x, min(x.rules.values())) for x in lines if x.rules]
    if best:
        ratios = [x.plan.objective / max(rule, 1e-9) - 1 for x, rule in best]
        yield f"against the best rule: {sum(ratios) / len(ratios):+.3%}"


def cpu_clock(threads: int) -> Callable[[], float]:
    """CPU seconds of this process ÷ threads."""
    return lambda: time.process_time() / threads


def count_cpu(threads: int) -> None:
    """Let the searches of this process take CPU seconds ÷ threads for the time."""
    vars(limits)["time"] = SimpleNamespace(monotonic=cpu_clock(threads))


def instances(args: argparse.Namespace) -> Iterator[tuple[str, str, Problem]]:
    """What the arguments ask for."""
    if args.instances is not None:
        yield from read_folder(args.instances, args.objective and Objective(args.objective))
        return
    for tasks in args.networks:
        design = Design(tasks, args.complexity, args.factor, args.strength)
        for seed in range(1, args.count + 1):
            yield str(design), f"seed {seed}", network(design, seed)
    for projects in () if args.networks else args.projects:
        for seed in range(1, args.count + 1):
            yield f"{projects} projects", f"seed {seed}", portfolio(projects, seed)


def main() -> None:
    """Print a table for each group of instances."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--instances", type=Path)
    parser.add_argument("--projects", type=int, nargs="+", default=[30, 100])
    parser.add_argument("--networks", type=int, nargs="+", default=[], help="tasks of one project")
    parser.add_argument("--complexity", type=float, default=Design.complexity, help="ties a task")
    parser.add_argument("--factor", type=float, default=Design.factor, help="crews a task needs")
    parser.add_argument(
        "--strength", type=float, default=Design.strength, help="how many there are"
    )
    parser.add_argument("--count", type=int, default=2, help="problems of each size")
    parser.add_argument("--seconds", type=float, default=30.0)
    parser.add_argument("--bound-seconds", type=float, default=10.0)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--objective", choices=[str(x) for x in Objective if x != "value"])
    parser.add_argument("--peers", action="store_true")
    parser.add_argument("--cpu", action="store_true", help="count CPU seconds ÷ threads")
    args = parser.parse_args()
    warm()
    if args.cpu:
        count_cpu(args.threads)
    known = read_bounds(args.instances) if args.instances else {}
    groups: dict[str, list[Line]] = {}
    beside = Console(stderr=True)
    for group, name, problem in instances(args):
        line = solved(group, name, problem, known.get(name), args)
        if line is not None:
            beside.print(f"{name}: {line.plan.objective:,.0f}, {line.plan.schedules:,} schedules")
            groups.setdefault(group, []).append(line)
    console = Console(width=160)
    for group, lines in groups.items():
        console.print(table_of(group, lines))
        for sentence in summary(lines):
            console.print(sentence)


if __name__ == "__main__":
    main()
