"""What is said of plans in English; braces are filled with what a plan tells."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

ENGLISH: Mapping[str, str] = MappingProxyType(
    {
        "cheap": (
            "Among those that return most: each billion toman spent on finishing it brings people "
            "{per} a month (rank {rank} of {count})."
        ),
        "middle": (
            "Its return is middling: each billion toman spent on finishing it brings people "
            "{per} a month (rank {rank} of {count})."
        ),
        "dear": (
            "Its return is low: each billion toman spent on finishing it brings people only "
            "{per} a month (rank {rank} of {count})."
        ),
        "order": "It is finished as number {place} of {count}.",
        "due": "It is promised for {day}.",
        "due_kept": "It is promised for {day}, and this plan keeps the promise.",
        "due_late": "It is promised for {day}; this plan finishes it {late} late.",
        "overdue": "The day it is promised for has passed.",
        "pace": (
            "It waits for nothing and goes on, but slower than it could: money or crews allow no "
            "more."
        ),
        "work": ("It waits for nothing: it begins at once, and only its own length holds it."),
        "ready": "It waits to be made ready ({words}); it can begin from {day}.",
        "ready_bare": "It waits for land or utilities; it can begin from {day}.",
        "money": "It waits for money: {name} does not reach it before {day}.",
        "crew": "It waits for the crew {name}, at work on {holder} until {day}.",
        "crew_off": "It waits for the crew {name}, which is not there until {day}.",
        "predecessor": "It waits for the project {name}; its own work begins at {day}.",
        "season": "A closed season holds it ({words}); it opens at {day}.",
        "season_bare": "A closed season holds it; it opens at {day}.",
        "obstacle": "An obstacle stands in its way ({words}), cleared by {day}.",
        "obstacle_bare": "An obstacle stands in its way, cleared by {day}.",
        "agreed": "Its time is given to another work ({words}); its turn comes at {day}.",
        "agreed_bare": "Its time is given to another work; its turn comes at {day}.",
        "apart": ("It may not stand open together with {holder}; its turn comes at {day}."),
        "free": "Nothing holds it; the plan lets more useful works go first.",
        "sooner_work": "A month sooner: only with more shifts, such as night work.",
        "sooner_pace": "A month sooner: with more money or crews it goes faster.",
        "sooner_ready": "A month sooner: it must be made ready a month sooner.",
        "sooner_money": "A month sooner: {rials} more are needed by {day}.",
        "sooner_money_shared": (
            "A month sooner: the money is there but set aside; another project would slip."
        ),
        "sooner_crew": ("A month sooner: one more unit of the crew {name} is needed from {day}."),
        "sooner_predecessor": "A month sooner: {name} must come to this stage a month sooner.",
        "sooner_season": (
            "A month sooner: the work must be staged, to be closed and paved before that season."
        ),
        "sooner_obstacle": "A month sooner: clearing this obstacle a month sooner is enough.",
        "sooner_agreed": "A month sooner: the time must be agreed anew with that work's owner.",
        "sooner_apart": "A month sooner: {holder} must be closed a month sooner.",
        "sooner_free": "A month sooner: possible, at the price of a more useful work.",
        "stopped": ("It is not finished in this plan: money, crews or time do not reach it."),
        "left": "It is not finished by {day}: money, crews or time do not reach it.",
        "costs_more": "Finishing it does not pay: it brings people less than stopping it.",
        "short_money": (
            "It is not finished in this plan: it takes {rials}, which do more good "
            "elsewhere or do not reach it."
        ),
        "short_taken": (
            "It is not finished in this plan: it takes {rials}, and {name} is spent on {others} "
            "most of all."
        ),
        "short_alone": (
            "It cannot be finished: it takes {rials} at today's prices, and all of {name}, even "
            "spent on this project alone, never comes up with its cost."
        ),
        "short_nobody": "It cannot be finished: it takes {rials}, and no source may pay for it.",
        "no_ring": "These tasks wait for each other in a ring: {ring}.",
        "no_crew_units": (
            "{task} needs {units} units of the crew {crew} at once, and there are never more than "
            "{most}."
        ),
        "no_room": (
            "{task} has no room: from {day} to {end}, {need} periods of work do not fit outside "
            "the closed times."
        ),
        "no_window": (
            "{task} is ready too late: it cannot begin before {day}, and the time agreed for it "
            "ends at {end}."
        ),
        "no_must": "These must be finished: {names}.",
        "no_apart": "These may never run together, nor do they fit one after the other: {names}.",
        "no_blocks": "These closed times leave no room: {names}.",
        "no_windows": (
            "The time agreed for these tasks, or their ready day, leaves no room: {names}."
        ),
        "no_crews": "Of these crews there are too few for the work up to {end}: {names}.",
        "no_safety": "Money does not come in time to keep these open sites safe: {names}.",
        "no_money": (
            "There is not enough money: the work left takes {need} at today's prices, and only "
            "{there} can be paid up to {end}."
        ),
        "no_money_late": (
            "Money comes too late, or from a source that may not pay for all of it: {names}."
        ),
        "no_time": "The horizon is short: the longest chain of tasks does not end by {end}.",
        "no_order": "The order of the tasks alone does not fit up to {end}.",
    }
)
