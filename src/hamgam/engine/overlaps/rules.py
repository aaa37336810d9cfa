"""Rules as values: whom a rule looks at, what it asks of place and time, and what it makes of it.

A rule carries no code: everything in it can be written in a pack (TOML), and every operator here is
carried out on arrays by `judge` and `judge_alone`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from hamgam.engine.findings import Consequence, FindingKind, Severity
from hamgam.engine.works import Activity, Certainty, Impact, Kind, RoadPart, Stage, Surface


class Relation(StrEnum):
    """How the agencies of the two sides relate."""

    DIFFERENT = "different"
    """Two agencies that are told and differ; a work without an agency pairs with nobody."""
    SAME = "same"
    ANY = "any"


class TimeOp(StrEnum):
    """What a pair rule asks of the two spans."""

    OVERLAP = "overlap"
    """A day is shared once either span is extended by `days`."""
    WITHIN = "within"
    """No day is shared, and at most `days` lie from the earlier's last to the later's first."""
    AFTER = "after"
    """Side b begins after side a has ended, before the period that a's end starts is over."""


class TestOp(StrEnum):
    """What a rule asks of a single work."""

    __test__ = False

    APPLIES = "applies"
    """Nothing more: the rule speaks of every work that it selects."""
    SEASON = "season"
    NOTICE = "notice"
    EXTENT = "extent"
    """The diameter of the smallest circle around the work, in metres, against `band`."""
    UNANSWERED = "unanswered"
    OWNERLESS = "ownerless"
    UNTAKEN = "untaken"


class Side(StrEnum):
    """Which side of a pair an exemption looks at; a single work is side a."""

    A = "a"
    B = "b"
    EITHER = "either"


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """A range of a measure; a work that does not tell the measure lies in no band."""

    over: float | None = None
    at_least: float | None = None
    under: float | None = None
    at_most: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A length of time; the parts add up, and a negative one looks the other way.

    A month of 28 days is England's; `months` and `years` are those of the Gregorian calendar.
    """

    days: int = 0
    working_days: int = 0
    months_of_28_days: int = 0
    months: int = 0
    years: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Selector:
    """Which works a side of a rule looks at; what is left empty asks nothing.

    `zone` holds keys of zones or kinds of zones, and `zone_reach_m` the spill-over ring around
    them. `ended` compares with the day the search is made for. `told` asks the row's own columns
    for one of the texts, in small letters and without outer blanks.
    """

    kind: frozenset[Kind] = frozenset()
    activity: frozenset[Activity] = frozenset()
    agency: frozenset[str] = frozenset()
    stage: frozenset[Stage] = frozenset()
    surface: frozenset[Surface] = frozenset()
    road_part: frozenset[RoadPart] = frozenset()
    impact_at_least: Impact | None = None
    certainty_at_least: Certainty | None = None
    emergency: bool | None = None
    ended: bool | None = None
    area_m2: Band | None = None
    length_m: Band | None = None
    width_m: Band | None = None
    depth_m: Band | None = None
    duration_days: Band | None = None
    zone: frozenset[str] = frozenset()
    zone_reach_m: float = 0.0
    told: tuple[tuple[str, frozenset[str]], ...] = ()


ANYTHING = Selector()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReachStep:
    """How far a work reaches around itself if the selector takes it; the first step that fits
    decides, and a work that fits none reaches 0 m."""

    who: Selector
    metres: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodStep:
    """How long a period lasts after a work of side a; the first step that fits decides, and a work
    that fits none starts no period."""

    who: Selector
    lasts: Period


@dataclass(frozen=True, slots=True, kw_only=True)
class Space:
    """Two works are near iff their distance is at most the sum of the two sides' reaches.

    No steps at all is an exact crossing: they touch or cross.
    """

    a: tuple[ReachStep, ...] = ()
    b: tuple[ReachStep, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Time:
    """The temporal operator of a pair rule, with its offset."""

    op: TimeOp
    days: int = 0
    periods: tuple[PeriodStep, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Test:
    """The predicate on a single work.

    For seasons: which seasons (none named means all), which closures, only windows that shut the
    whole day or only those of some hours, how many days before the
    window opens the work must already stop (`lead_days`) and be reinstated
    (`reinstatement_days`). For notice: at least and at most how long before the first day the
    notice must be in.
    """

    __test__ = False

    op: TestOp
    seasons: frozenset[str] = frozenset()
    closures: frozenset[str] = frozenset()
    lead_days: int = 0
    reinstatement_days: int = 0
    whole_day: bool | None = None
    at_least: Period | None = None
    at_most: Period | None = None
    band: Band | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Exemption:
    """Whom the rule spares: always, or (`after`) once so long has passed since side a ended."""

    who: Selector
    on: Side = Side.EITHER
    after: Period | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Grade:
    """A case of the same rule that weighs differently; the first grade that fits decides.

    The sides match either way round. Where a grade names no consequence, the rule's stands.
    """

    severity: Severity
    consequence: Consequence | None = None
    a: Selector = ANYTHING
    b: Selector = ANYTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where the rule is written; `secondary` where it was not read at the publisher."""

    publisher: str
    document: str = ""
    clause: str = ""
    address: str = ""
    secondary: bool = True
    said: Mapping[str, str] = field(default_factory=dict, hash=False)
    """Publisher, document and clause in other languages, in one line each."""

    def cited(self, language: str = "") -> str:
        """Publisher, document and clause; in that language where the pack says it."""
        parts = (self.publisher, self.document, self.clause)
        return self.said.get(language) or " · ".join(part for part in parts if part)

    @property
    def link(self) -> str:
        """The address as a page may lead there; empty where there is none or it is no web page."""
        if self.address.startswith(("https://", "http://")):
            return self.address
        host = self.address.partition("/")[0]
        return f"https://{self.address}" if "." in host and ":" not in host else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule. A pair rule has `space` and `time`, a rule on single works has `test`.

    Of several rules of one kind that fit the same pair, the one of highest precedence speaks.
    `sentence` holds the text by language, with placeholders.
    """

    id: str
    kind: FindingKind
    jurisdiction: str
    consequence: Consequence
    severity: Severity
    source: Source
    sentence: Mapping[str, str] = field(hash=False)
    matter: str = ""
    """What its findings are about, where several rules tell of one matter: a collision that a new
    date turns into a chance keeps its identity. Empty: the rule's own id."""
    precedence: int = 0
    valid_from: date | None = None
    valid_to: date | None = None
    agencies: Relation = Relation.ANY
    other_projects: bool = False
    """Whether two works of one project are left alone."""
    same_street: bool = False
    same_told: tuple[str, ...] = ()
    """Columns of the lists' own that must be told alike on both sides (a direction, say)."""
    a: Selector = ANYTHING
    b: Selector = ANYTHING
    space: Space | None = None
    time: Time | None = None
    test: Test | None = None
    grades: tuple[Grade, ...] = ()
    exemptions: tuple[Exemption, ...] = ()

    def __post_init__(self) -> None:
        pair = self.space is not None and self.time is not None
        if pair == (self.test is not None):
            raise ValueError(f"rule {self.id}: give either space and time, or test")

    @property
    def known_as(self) -> str:
        """What the identity of its findings is made of."""
        return self.matter or self.id

    @property
    def is_ordered(self) -> bool:
        """Whether side a comes first in the finding: a surface and who opens it."""
        return self.time is not None and self.time.op is TimeOp.AFTER

    @property
    def scope(self) -> tuple[object, ...]:
        """Everything that decides where the rule speaks: equal scopes speak of the same works."""
        sides = (self.a, self.b) if self.is_ordered else frozenset((self.a, self.b))
        relation = (self.agencies, self.other_projects, self.same_street, self.same_told)
        return (self.jurisdiction, self.kind, relation, sides, self.space, self.time, self.test)


@dataclass(frozen=True, slots=True, kw_only=True)
class RulePack:
    """A versioned set of rules, inherited ones included."""

    key: str
    version: str
    jurisdiction: str
    titles: Mapping[str, str] = field(hash=False)
    rules: tuple[Rule, ...]
    extends: str | None = None

    def pair_rules(self) -> list[Rule]:
        """The rules on two works, those that speak first in front."""
        return [rule for rule in _in_order(self.rules) if rule.test is None]

    def single_rules(self) -> list[Rule]:
        """The rules on one work, those that speak first in front."""
        return [rule for rule in _in_order(self.rules) if rule.test is not None]


def _in_order(rules: tuple[Rule, ...]) -> list[Rule]:
    gravity = {consequence: rank for rank, consequence in enumerate(Consequence)}
    return sorted(rules, key=lambda rule: (-rule.precedence, gravity[rule.consequence], rule.id))
