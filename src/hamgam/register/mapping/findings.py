"""What was found among the works of the map: kind, gravity, sentence and place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from shapely.geometry import shape as shape_of

from hamgam.agencies.acting import Acting
from hamgam.exchange.findings_out.words import words
from hamgam.kit.words import Language
from hamgam.register import queries
from hamgam.register.mapping.shapes import Packed, packed
from hamgam.register.views.findings import ahead, gravity
from hamgam.register.views.telling import sentence
from hamgam.register.vocabulary import FindingState

MOST_FINDINGS = 3_000
KINDS = ("collision", "chance", "protection", "notice", "blackout")
"""What the map shows, gravest first; blackouts only when they are asked for: whoever digs in a
season is told by the season's band."""


def places(told: Sequence[Any]) -> list[Packed]:
    """GeoJSON places packed; of each the parts of its highest dimension."""
    return [packed(shape_of(place)) for place in told]


def findings_told(acting: Acting, works: Sequence[int], language: Language) -> dict[str, list[Any]]:
    """The open findings of works by their keys, in columns; `a` and `b` are places in `works`,
    and `b` is -1 for a finding of one work."""
    numbers = {key: number for number, key in enumerate(works)}
    spoken = words(language.value)
    rows = queries.findings_visible_to(acting).filter(state=FindingState.OPEN, kind__in=KINDS)
    told: dict[str, list[Any]] = {
        name: [] for name in ("id", "kind", "severity", "a", "b", "text", "places")
    }
    for row in gravity(ahead(rows))[:MOST_FINDINGS]:
        a, b = numbers.get(row.a_id), numbers.get(row.b_id or 0, -1)
        if a is None or (row.b_id and b < 0):
            continue
        told["id"].append(row.identity)
        told["kind"].append(row.kind)
        told["severity"].append(row.severity)
        told["a"].append(a)
        told["b"].append(b)
        told["text"].append(sentence(row, spoken))
        told["places"].append(places(row.places))
    return told
