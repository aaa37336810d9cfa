"""The city's law as values: its pack of rules, zones, seasons and working days; read once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from django.conf import settings

from hamgam.engine.calendars.season_rules import season_windows
from hamgam.engine.calendars.seasons import SeasonWindow
from hamgam.engine.calendars.working_days import WorkCalendar
from hamgam.engine.overlaps.rules import RulePack, Space
from hamgam.engine.works import Zone
from hamgam.exchange.city import load_city
from hamgam.exchange.city.folders import city_folder
from hamgam.exchange.rulepack import load_pack
from hamgam.exchange.season_rules import read_seasons
from hamgam.register.dials import with_changes
from hamgam.register.models import RuleChange

BACK, AHEAD = timedelta(days=366), timedelta(days=12 * 366)
"""How far from today seasons are dated: as far as anybody plans; the moon's months of later years
are guesses."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Law:
    """What works are judged by, as of a day."""

    pack: RulePack
    zones: tuple[Zone, ...]
    windows: tuple[SeasonWindow, ...]
    calendar: WorkCalendar
    epsg: int
    reach_m: float
    """The farthest any pair rule of the pack looks."""
    season_lead: timedelta
    """How long before a season the pack's season rules begin to speak."""


def _space_reach(space: Space | None) -> float:
    if space is None:
        return 0.0
    sides = (space.a, space.b)
    return sum(max((step.metres for step in side), default=0.0) for side in sides)


def _season_lead(pack: RulePack) -> timedelta:
    tests = [rule.test for rule in pack.single_rules() if rule.test is not None]
    return timedelta(days=max((t.lead_days + t.reinstatement_days for t in tests), default=0))


Turned = tuple[tuple[str, tuple[tuple[str, float], ...]], ...]
"""Numbers a city adopted, by rule, as a value that can be remembered."""


@lru_cache(maxsize=8)
def _law(name: str, today: date, changes: Turned) -> Law:
    city, pack_name = load_city(name), load_city(name).rulepack
    pack = with_changes(load_pack(pack_name), {rule: dict(dials) for rule, dials in changes})
    told, faults = read_seasons(city_folder(name))
    if faults:
        raise ValueError("\n".join(str(fault) for fault in faults))
    first, last = today - BACK, today + AHEAD
    free = told.free_days(range(first.year, last.year + 1))
    return Law(
        pack=pack,
        zones=tuple(city.zones),
        windows=tuple(season_windows(told.seasons, first, last, told.months(), free)),
        calendar=WorkCalendar(holidays=frozenset(free)),
        epsg=city.epsg,
        reach_m=max((_space_reach(rule.space) for rule in pack.rules), default=0.0),
        season_lead=_season_lead(pack),
    )


def _adopted() -> dict[str, dict[str, float]]:
    rows = RuleChange.objects.filter(superseded=False).order_by("pk")
    return dict(rows.values_list("rule", "dials"))


def _remembered(changes: Mapping[str, Mapping[str, float]]) -> Turned:
    return tuple((rule, tuple(sorted(dials.items()))) for rule, dials in sorted(changes.items()))


def law(today: date) -> Law:
    """The law of the installation's city on a day, with the numbers it adopted; one query, and
    worked out once for each day and each set of numbers."""
    return _law(settings.HAMGAM_CITY, today, _remembered(_adopted()))


def calendar_on(today: date) -> WorkCalendar:
    """The working days of the installation's city; asks no database."""
    return written_law(today).calendar


def law_with(today: date, told: Mapping[str, Mapping[str, float]]) -> Law:
    """The law as it would be with some more numbers turned."""
    changes = _adopted()
    for rule, dials in told.items():
        changes[rule] = {**changes.get(rule, {}), **dials}
    return _law(settings.HAMGAM_CITY, today, _remembered(changes))


def written_law(today: date) -> Law:
    """The law as its pack writes it, without what the city adopted; asks no database."""
    return _law(settings.HAMGAM_CITY, today, ())
