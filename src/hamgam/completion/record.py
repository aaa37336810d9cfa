"""How forecasts turned out that the house kept, and how much later P80 is told for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain

from hamgam.completion.models import Forecast
from hamgam.engine.measures.uncertainty import conformal_margin
from hamgam.exchange.plans_out.forecasts import class_of
from hamgam.register.models import Project

EARLY = timedelta(days=90)
"""A forecast of the last weeks proves nothing."""
MOST_PAST = 5_000
"""Kept forecasts that are looked at, the latest of all."""
AT = 0.8


@dataclass(frozen=True, slots=True, kw_only=True)
class PastForecast:
    """What was forecast of a project that is in service now. `drawn` is P80 before it was told
    later; None as in `p50` and `p80`: the money did not suffice in so many futures."""

    project: int
    title: str
    on: date
    p50: date | None
    p80: date | None
    drawn: date | None
    in_service_on: date
    planned_days: int
    """From the beginning to the end first promised; 0 where one of them is not told."""


def past_forecasts() -> list[PastForecast]:
    """The early forecasts of finished projects, the oldest first; one query."""
    finished = Forecast.objects.filter(project__in_service_on__isnull=False)
    found = []
    for row in finished.select_related("project").order_by("-on", "-pk")[:MOST_PAST]:
        project, ended = row.project, row.project.in_service_on
        if ended is None or row.on > ended - EARLY:
            continue
        found.append(
            PastForecast(
                project=project.pk,
                title=project.title,
                on=row.on,
                p50=row.p50,
                p80=row.p80,
                drawn=row.drawn_p80 or row.p80,
                in_service_on=ended,
                planned_days=planned_days(project),
            )
        )
    return found[::-1]


def planned_days(project: Project) -> int:
    """A project's whole duration as it was first promised; 0 where that is not told."""
    begins, ends = project.begins, project.first_promised_end
    return max((ends - begins).days, 0) if begins and ends else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackRecord:
    """Of `count` finished projects, how many were in service by the day forecast at 50 and at 80
    percent three months before or earlier."""

    count: int
    by_p50: int
    by_p80: int


def track_record(past: Sequence[PastForecast]) -> TrackRecord:
    """How the forecasts turned out; each project counts once, by its last early forecast."""
    last = {one.project: one for one in past}.values()
    return TrackRecord(
        count=len(last),
        by_p50=sum(_held(one.p50, one) for one in last),
        by_p80=sum(_held(one.p80, one) for one in last),
    )


def _held(day: date | None, one: PastForecast) -> bool:
    return day is not None and one.in_service_on <= day


@dataclass(frozen=True, slots=True, kw_only=True)
class Margin:
    """How much later P80 is told, as a share of a project's whole planned duration (negative:
    sooner), learnt from the misses of `projects` finished ones, of the project's own class where
    there are enough of it."""

    share: float
    projects: int
    is_of_class: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Margins:
    """The margins of each class of projects, and of all together."""

    by_class: Mapping[str, Margin]
    of_all: Margin | None

    def of(self, title: str) -> Margin | None:
        """The margin for a project; None while too few are finished to promise anything by."""
        return self.by_class.get(class_of(title)) or self.of_all


def margins(past: Iterable[PastForecast]) -> Margins:
    """What past P80s as drawn missed, in whole planned durations; every project weighs the same.

    Split conformal prediction with groups (docs/decisions/0032), within a class first.
    """
    misses: dict[str, dict[int, list[float]]] = defaultdict(lambda: defaultdict(list))
    for one in past:
        if one.drawn is not None and one.planned_days > 0:
            miss = (one.in_service_on - one.drawn).days / one.planned_days
            misses[class_of(one.title)][one.project].append(miss)
    by_class = {name: _margin(groups.values(), True) for name, groups in misses.items()}
    every = list(chain.from_iterable(groups.values() for groups in misses.values()))
    return Margins(
        by_class={name: margin for name, margin in by_class.items() if margin is not None},
        of_all=_margin(every, False),
    )


def _margin(groups: Iterable[Sequence[float]], is_of_class: bool) -> Margin | None:
    told = list(groups)
    share = conformal_margin(told, AT)
    if share is None:
        return None
    return Margin(share=share, projects=len(told), is_of_class=is_of_class)
