"""The problem as frozen values: what is to be finished, with which crews, money and times."""

from hamgam.engine.completion.problem.grid import DAYS_PER_MONTH, TimeGrid, Unit
from hamgam.engine.completion.problem.means import (
    Apart,
    Credit,
    Crew,
    FundingSource,
    Together,
    ring_fenced,
)
from hamgam.engine.completion.problem.projects import (
    Block,
    BlockKind,
    Dependency,
    Mode,
    Project,
    Relation,
    Span,
    Task,
)
from hamgam.engine.completion.problem.whole import Objective, Problem

__all__ = [
    "DAYS_PER_MONTH",
    "Apart",
    "Block",
    "BlockKind",
    "Credit",
    "Crew",
    "Dependency",
    "FundingSource",
    "Mode",
    "Objective",
    "Problem",
    "Project",
    "Relation",
    "Span",
    "Task",
    "TimeGrid",
    "Together",
    "Unit",
    "ring_fenced",
]
