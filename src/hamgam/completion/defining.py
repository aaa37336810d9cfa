"""The named definitions of slow and stalled beside each other: what each says, and how many
half-finished projects it finds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from hamgam.completion.portfolio import Standing
from hamgam.kit.digits import grouped, localise
from hamgam.kit.words import Language, say
from hamgam.register.definitions import USUAL, named_definitions
from hamgam.register.queries import standing_of
from hamgam.register.status import Definitions, status_of
from hamgam.register.vocabulary import Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One set of definitions, in words, with what it counts; `key` is empty for the city's own."""

    key: str
    name: str
    slow_means: str
    stalled_means: str
    slow: int
    stalled: int
    is_chosen: bool


def ways_of(
    standings: Sequence[Standing], chosen: str, today: date, language: Language
) -> list[Way]:
    """Every named definition, the city's own first; no query where the standings' parts were
    prefetched."""
    half = [standing_of(one.project) for one in standings if one.is_half_finished]
    known = named_definitions()
    now = chosen if chosen in known else USUAL
    found = []
    for key, named in known.items():
        by = named.definitions
        statuses = [status_of(told, today, by) for told in half]
        found.append(
            Way(
                key="" if key == USUAL else key,
                name=named.names[language.value],
                slow_means=_slow(by, language),
                stalled_means=_stalled(by, language),
                slow=statuses.count(Status.SLOW),
                stalled=statuses.count(Status.STALLED),
                is_chosen=key == now,
            )
        )
    return found


def _slow(by: Definitions, language: Language) -> str:
    if by.slow_behind_permille is not None:
        percent = grouped(by.slow_behind_permille / 10, language)
        return say("definitions.slow_behind", language, percent=percent)
    if by.slow_behind_days is not None:
        return say("definitions.slow_late", language, days=localise(by.slow_behind_days, language))
    return say(
        "definitions.slow_spi",
        language,
        index=grouped(by.slow_below_spi_permille / 1000, language, places=1),
        reports=localise(by.slow_reports, language),
    )


def _stalled(by: Definitions, language: Language) -> str:
    return say(
        "definitions.stalled",
        language,
        span=localise(by.stalled_days, language),
        points=grouped(by.stalled_below_permille / 10, language, places=1),
    )
