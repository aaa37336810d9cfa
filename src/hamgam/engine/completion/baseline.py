"""The orders people use today, scheduled under the same crews and money: what a plan is held to."""

from __future__ import annotations

from hamgam.engine.completion.check import violations
from hamgam.engine.completion.extract import extract
from hamgam.engine.completion.flatten import flatten
from hamgam.engine.completion.problem import Problem
from hamgam.engine.completion.rules import Rule
from hamgam.engine.completion.schedule import Plan
from hamgam.engine.completion.searchers import build, of_rule
from hamgam.engine.completion.structure import impossibilities


def baselines(problem: Problem) -> dict[Rule, Plan]:
    """One verified plan per rule; a rule whose order breaks a duty, or finds no plan, is absent.

    A rule takes every project in its order, finishes those that fit the horizon and asks of none
    whether it is worth finishing.
    """
    tables = flatten(problem)
    if impossibilities(problem, tables):
        return {}
    plans = {}
    for rule in Rule:
        state, worth = build(tables, of_rule(problem, tables, rule), prune=False)
        found = extract(problem, tables, state, worth)
        if not violations(problem, found):
            plans[rule] = found
    return plans


__all__ = ["Rule", "baselines"]
