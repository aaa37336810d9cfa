"""The words in which tours are told, and the sentences that give their reasons."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType

from hamgam.engine.tours.explain import Reason, Why
from hamgam.engine.tours.prize import Prize
from hamgam.exchange.findings_out.words import LANGUAGES, Words, words
from hamgam.exchange.plans_out.words import money
from hamgam.exchange.tours_out.report import TourReport, clock

COMMA = {"fa": "، ", "en": ", ", "ar": "، "}


@lru_cache(maxsize=len(LANGUAGES))
def tour_words(language: str) -> Words:
    """The words of tours in a language, numbers and days as in findings."""
    base = words(language)
    book = files("hamgam").joinpath("locale", language, "tour.toml")
    own = tomllib.loads(book.read_text(encoding="utf-8"))
    return Words(
        language=language,
        texts=MappingProxyType(
            {"language": base.texts["language"], "days": base.texts["days"], **own}
        ),
    )


def headline(report: TourReport, spoken: Words) -> str:
    """How many sites are visited, in one sentence."""
    stops = len(report.plan.visited)
    if not stops:
        return spoken("head", "none")
    return spoken(
        "head",
        "some",
        stops=spoken.number(stops),
        days=spoken.days(len({report.day_of(r) for r in report.plan.rounds if r.visits})),
        all=spoken.number(len(report.week.problem.sites)),
    )


def value_sentence(report: TourReport, spoken: Words) -> str:
    """What the tours are worth, and what no plan exceeds."""
    plan = report.plan
    return spoken(
        "head",
        "value",
        value=money(spoken, plan.value_rials),
        bound=money(spoken, plan.bound_rials),
    )


def why(report: TourReport, ref: str, spoken: Words) -> str:
    """Why a site is in the plan, or why not, in one sentence."""
    reason = report.reasons[ref]
    if reason.why in {Why.WORTH, Why.PROMISED}:
        return spoken(
            "why",
            reason.why,
            minutes=spoken.number(reason.minutes),
            sum=money(spoken, reason.rials),
            parts=_parts(report, ref, spoken),
        )
    return _why_not(reason, spoken)


def assumptions(report: TourReport, spoken: Words) -> list[str]:
    """What no row told and defaults filled, each a sentence."""
    touring = report.touring
    return [
        spoken(
            "assumed",
            key,
            percent=spoken.number(touring.removal_chance * 100),
            minutes=spoken.number(touring.stay_minutes),
        )
        for key in report.week.assumed
    ]


def time_text(minute: float, spoken: Words) -> str:
    """A minute of the day as people write it: «۸:۰۵»."""
    at = clock(minute)
    return spoken.digits(f"{at.hour}:{at.minute:02}")


def _why_not(reason: Reason, spoken: Words) -> str:
    key = reason.why.value
    if reason.why is Why.DISPLACES and not reason.instead:
        key = "displaces_none"
    return spoken(
        "why",
        key,
        sum=money(spoken, max(0.0, reason.rials)),
        posts=COMMA[spoken.language].join(sorted(reason.posts)),
        instead=COMMA[spoken.language].join(f"«{ref}»" for ref in reason.instead),
    )


def _parts(report: TourReport, ref: str, spoken: Words) -> str:
    prize, row = report.week.prizes[ref], report.week.rows[ref]
    told = [
        spoken("parts", key, sum=money(spoken, rials), obstacle=row.obstacle)
        for key, rials in _amounts(prize, bool(row.obstacle))
        if rials > 0
    ]
    if prize.freshness < 1:
        told.append(spoken("parts", "fresh", percent=spoken.number(prize.freshness * 100)))
    return COMMA[spoken.language].join(told) or spoken("parts", "none")


def _amounts(prize: Prize, is_named: bool) -> tuple[tuple[str, float], ...]:
    return (
        ("obstacle" if is_named else "removal", prize.removal_rials),
        ("verification", prize.verification_rials),
        ("promise", prize.promise_rials),
    )
