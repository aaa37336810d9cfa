"""Small problems with everything in them, drawn from a seed."""

from __future__ import annotations

from random import Random

from hamgam.engine.completion.problem import (
    Apart,
    Block,
    BlockKind,
    Credit,
    Crew,
    Dependency,
    FundingSource,
    Mode,
    Objective,
    Problem,
    Project,
    Relation,
    Span,
    Task,
    TimeGrid,
    Together,
    Unit,
)

HORIZON = 30


def portfolio(seed: int, projects: int = 4, objective: Objective = Objective.VALUE) -> Problem:
    """A city of a few projects with every kind of tie, block and money."""
    draw = Random(seed)
    values = [_project(draw, p) for p in range(projects)]
    tasks = [_task(draw, f"p{p}", k) for p in range(projects) for k in range(draw.randint(1, 4))]
    keys = [task.key for task in tasks]
    refs = [project.ref for project in values]
    return Problem(
        grid=TimeGrid(horizon=HORIZON, unit=Unit.MONTH),
        projects=tuple(values),
        tasks=tuple(tasks),
        dependencies=tuple(_dependencies(draw, keys)),
        crews=(
            Crew(ref="asphalt", capacity=2, calendar=((5, 7, 0), (12, 13, 1))),
            Crew(ref="tunnel", capacity=1),
        ),
        sources=tuple(_sources(draw, refs)),
        blocks=tuple(_blocks(draw, keys, refs)),
        apart=(Apart(ref="alternatives", members=tuple(refs[:2])),) if draw.random() < 0.5 else (),
        together=(Together(a=keys[0], b=keys[-1], saves_rials=300.0, within=2),)
        if len(keys) > 1
        else (),
        objective=objective,
        discount_per_month=draw.choice([0.0, 0.02]),
        price_growth_per_month=draw.choice([0.0, 0.03]),
    )


def _project(draw: Random, p: int) -> Project:
    return Project(
        ref=f"p{p}",
        zone=draw.choice(["city", "shrine"]),
        benefit_residents_rials_per_month=float(draw.randint(0, 100)),
        benefit_pilgrims_rials_per_month=float(draw.randint(0, 50)),
        chance=draw.choice([0.6, 1.0]),
        stop_value_rials=draw.choice([None, -50.0, 0.0, 200.0]),
        keep_safe_rials_per_month=draw.choice([0.0, 0.0, 3.0]),
        delay_cost_rials_per_month=draw.choice([0.0, 20.0]),
        due=draw.choice([None, 8, 20]),
        late_rials_per_month=10.0,
        weight=draw.randint(1, 5),
        physical_share=draw.random(),
        spent_rials=float(draw.randint(0, 1000)),
    )


def _task(draw: Random, project: str, k: int) -> Task:
    modes = [_mode(draw, "normal")] + ([_mode(draw, "night")] if draw.random() < 0.3 else [])
    return Task(
        project=project,
        ref=f"t{k}",
        modes=tuple(modes),
        ready=draw.choice([0, 0, 3]),
        windows=(Span(begins=2, ends=15), Span(begins=16, ends=HORIZON))
        if draw.random() < 0.2
        else (),
        interruptible=draw.random() < 0.4,
        closing_periods=draw.choice([0, 1]),
        ignores_seasons=draw.random() < 0.2,
    )


def _mode(draw: Random, name: str) -> Mode:
    duration = draw.randint(0, 4)
    return Mode(
        name=name,
        duration=duration,
        demands={crew: 1 for crew in ("asphalt", "tunnel") if draw.random() < 0.4},
        cost_rials=draw.randint(0, 60),
        profile=draw.choice([(), (1.0,)]),
    )


def _dependencies(draw: Random, keys: list[str]) -> list[Dependency]:
    return [
        Dependency(
            before=keys[i],
            after=keys[j],
            relation=draw.choice(list(Relation)),
            lag=draw.randint(-1, 2),
        )
        for i in range(len(keys))
        for j in range(i + 1, len(keys))
        if draw.random() < (0.5 if keys[i][:2] == keys[j][:2] else 0.05)
    ]


def _sources(draw: Random, refs: list[str]) -> list[FundingSource]:
    if draw.random() < 0.2:
        return []
    credits_of = [
        Credit(period=period, approved_rials=draw.randint(50, 200), realisation=0.9)
        for period in (0, 6, 12, 18)
    ]
    city = FundingSource(ref="city", credits=tuple(credits_of), lapses=draw.choice([(), (12,)]))
    state = FundingSource(
        ref="state",
        credits=(Credit(period=draw.choice([0, 4]), approved_rials=120),),
        eligible=frozenset(refs[: len(refs) // 2 + 1]),
    )
    return [city, state]


def _blocks(draw: Random, keys: list[str], refs: list[str]) -> list[Block]:
    season = Block(ref="safar", kind=BlockKind.SEASON, begins=4, ends=6, zone="shrine")
    obstacle = Block(ref="pole", kind=BlockKind.OBSTACLE, begins=0, ends=5, task=draw.choice(keys))
    given = Block(ref="gas", kind=BlockKind.AGREED, begins=9, ends=11, project=draw.choice(refs))
    return [block for block in (season, obstacle, given) if draw.random() < 0.6]


def line(seed: int, objective: Objective = Objective.VALUE) -> Problem:
    """Up to four short tasks of up to three projects, one crew, one line of money, six periods.

    Small enough that every schedule can be tried.
    """
    draw = Random(seed)
    count = draw.randint(2, 3)
    projects = tuple(
        Project(
            ref=f"p{p}",
            benefit_residents_rials_per_month=float(draw.randint(1, 30)),
            benefit_months=24,
            stop_value_rials=draw.choice([None, 0.0, 100.0]),
            delay_cost_rials_per_month=float(draw.randint(0, 10)),
            weight=draw.randint(1, 4),
            due=draw.choice([None, 2]),
            late_rials_per_month=7.0,
        )
        for p in range(count)
    )
    owners = list(range(count)) + ([draw.randrange(count)] if draw.random() < 0.7 else [])
    tasks = tuple(
        Task(
            project=f"p{p}",
            ref=f"t{k}",
            modes=(
                Mode(
                    duration=draw.randint(1, 2),
                    demands={"crew": 1} if draw.random() < 0.7 else {},
                    cost_rials=draw.randint(0, 20),
                    profile=(1.0,),
                ),
            ),
            ready=draw.choice([0, 0, 1]),
        )
        for k, p in enumerate(owners)
    )
    ties = [
        Dependency(
            before=tasks[i].key,
            after=tasks[j].key,
            relation=draw.choice(list(Relation)),
            lag=draw.randint(-1, 1),
        )
        for i in range(len(tasks))
        for j in range(i + 1, len(tasks))
        if draw.random() < 0.25
    ]
    money = tuple(Credit(period=t, approved_rials=draw.randint(5, 25)) for t in (0, 2, 4))
    return Problem(
        grid=TimeGrid(horizon=6, unit=Unit.MONTH),
        projects=projects,
        tasks=tasks,
        dependencies=tuple(ties),
        crews=(Crew(ref="crew", capacity=1, calendar=((2, 3, draw.randint(0, 1)),)),),
        sources=(FundingSource(ref="city", credits=money, lapses=draw.choice([(), (4,)])),),
        blocks=(Block(ref="gas", kind=BlockKind.AGREED, begins=1, ends=2, task=tasks[0].key),)
        if draw.random() < 0.3
        else (),
        objective=objective,
        discount_per_month=0.02,
        price_growth_per_month=draw.choice([0.0, 0.05]),
    )
