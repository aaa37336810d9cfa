"""A finding in words: what meets where, by which rule, on whose word."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from hamgam.agencies.models import Agency
from hamgam.engine.overlaps.rules import Rule
from hamgam.engine.works import Certainty
from hamgam.exchange.findings_out.telling import rule_source
from hamgam.exchange.findings_out.words import Words, words
from hamgam.register.law import Law
from hamgam.register.models import Finding, Work
from hamgam.register.views.reading import language

SENTENCES = {
    "collision": ("collision", "collision"),
    "chance": ("chance", "chance"),
    "gap": ("gap", "gap_pair"),
    "protection": ("protection_one", "protection"),
    "blackout": ("blackout", "blackout_pair"),
    "notice": ("notice", "notice"),
}
SHAPES: Mapping[str, tuple[str, str]] = {
    "collision": ("k-collision", "bad"),
    "chance": ("k-chance", "agree"),
    "gap": ("k-gap", "idle"),
    "protection": ("k-protection", "cal"),
    "blackout": ("k-blackout", "still"),
    "notice": ("k-notice", "slip"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A finding as a page shows it."""

    finding: Finding
    sentence: str
    shape: str
    tone: str
    rule: Rule | None
    source: str
    is_secondary: bool

    @property
    def blocks(self) -> bool:
        """Whether the rule lets nothing begin before it is settled."""
        return self.finding.consequence == "block"


def _name(agency: Agency) -> str:
    return agency.name(language())


def _facts(row: Finding, spoken: Words) -> dict[str, object]:
    a, b = row.a, row.b
    if row.kind == "protection" and b is not None:
        # side a is the surface, side b is who opens it
        a, b = b, a
    return {
        "a": _name(a.agency),
        "b": _name(b.agency) if b else spoken("language", "nobody"),
        "place": place_of(row.a, row.b) or spoken("statements", "somewhere"),
        "days": spoken.days(row.overlap_days),
        "gap": spoken.days(row.gap_days or 0),
    }


def place_of(a: Work, b: Work | None) -> str:
    """The street where a finding's works lie; empty when neither told one."""
    return a.street.strip() or (b.street.strip() if b else "")


def sentence(row: Finding, spoken: Words) -> str:
    """What was found, in one sentence without a full stop."""
    told = spoken("statements", SENTENCES[row.kind][row.b_id is not None], **_facts(row, spoken))
    beside = []
    if row.b_id is not None and row.distance_m is not None:
        on_top = row.distance_m < 0.05
        metres = spoken.metres(row.distance_m)
        beside.append(
            spoken("statements", "on_top")
            if on_top
            else spoken("statements", "apart", metres=metres)
        )
    if row.certainty == Certainty.STREET_ONLY:
        beside.append(spoken("statements", "certain_not"))
    return f"{told} ({spoken('language', 'comma').join(beside)})" if beside else told


def tell(row: Finding, by: Law) -> Told:
    """A finding as a page shows it; asks the database nothing when both works are at hand."""
    spoken = words(language().value)
    rule = next((rule for rule in by.pack.rules if rule.id == row.rule), None)
    shape, tone = SHAPES[row.kind]
    return Told(
        finding=row,
        sentence=sentence(row, spoken),
        shape=shape,
        tone=tone,
        rule=rule,
        source=rule_source(rule, spoken.language),
        is_secondary=rule is not None and rule.source.secondary,
    )
