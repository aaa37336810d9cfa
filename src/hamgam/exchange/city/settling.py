"""How a city settles overlaps, as data: freedoms, people passing, bodies, ladders and clocks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from hamgam.engine.calendars.working_days import Term, TermUnit
from hamgam.engine.findings import Consequence
from hamgam.engine.works import Impact, Stage
from hamgam.exchange.city.folders import city_folder
from hamgam.exchange.city.tables import Faults, Table, read_toml
from hamgam.exchange.city.values import CityError, Names

FILE = "settling.toml"
COUNCIL_CLOCKS = ("conformity", "council_answer", "dispute_board")
"""Of a resolution of the city council: the board's, the council's, the board's above both."""
CLOCKS = ("letters", "comment", "permit", "inquiry", "cooperation", "joint_step", *COUNCIL_CLOCKS)
PARTIES = "parties"
"""Who acts on a rung that names no body: the parties' own people."""
E = TypeVar("E", bound=StrEnum)


class Silence(StrEnum):
    """What it means that nobody answered in time."""

    ESCALATE = "escalate"
    """The case goes to the next rung."""
    TALK = "talk"
    """A meeting must be called; the clock runs anew."""
    REMIND = "remind"
    """Those who owe are told again; the clock runs anew."""
    CONSENT = "consent"
    """It is consent: the conformity board's alone, by law."""


class Matter(StrEnum):
    """What a decision is about, for who is competent."""

    DIGGING = "digging"
    PAVING = "paving"
    REINSTATEMENT = "reinstatement"
    CLOSURE = "closure"
    STATE_CREDIT = "state_credit"
    EXPROPRIATION = "expropriation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Freedom:
    """How many days a work of a stage may begin earlier or end later than stated."""

    earlier_days: int
    later_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Passers:
    """Who passes a street of a class on a day."""

    residents_a_day: float
    pilgrims_a_day: float
    speed_kmh: float = 25.0


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """What closures cost people; `streets` by class, the empty class for all others."""

    season_factor: float
    night_share: float
    hours_lost: Mapping[Impact, float]
    streets: Mapping[str, Passers]

    def passers(self, street_class: str) -> Passers:
        """Who passes a street of that class."""
        return self.streets.get(street_class) or self.streets[""]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trench:
    """Measures taken where a list tells none."""

    width_m: float
    depth_m: float
    lane_width_m: float
    joint_factor: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """How long somebody has, and what silence means."""

    term: Term
    silence: Silence


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """Who may decide; `agency` is the key of the agency whose people keep its books."""

    key: str
    agency: str
    names: Names
    decides: frozenset[Matter]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """One step of a ladder; `acts` is PARTIES or a body's key."""

    key: str
    acts: str
    names: Names
    clock: Clock


@dataclass(frozen=True, slots=True, kw_only=True)
class Ladder:
    """Whose decision follows whose; `agencies` are those that must all be parties."""

    key: str
    agencies: tuple[str, ...]
    names: Names
    rungs: tuple[Rung, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Workspace:
    """A standing tie of two sides («هم‌قدم»); each side is an agency with all below it."""

    key: str
    sides: tuple[str, str]
    names: Names
    meets_every_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PermitTerms:
    """What an excavation permit carries; `body` is the key of the body that grants it."""

    body: str
    reinstate_within_days: int
    warranty_days: int
    surcharge_percent: int
    """On the cost of a repair that the municipality makes instead of the permit's holder."""
    emergency_hours: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Settling:
    """Everything a city says about settling."""

    letters_needed: bool
    kept_within_days: int
    opens_by_itself: frozenset[Consequence]
    freedom: Mapping[Stage, Freedom]
    trench: Trench
    people: People
    bodies: Mapping[str, Body]
    ladders: tuple[Ladder, ...]
    clocks: Mapping[str, Clock]
    permits: PermitTerms
    workspace: Workspace

    def ladder(self, key: str) -> Ladder:
        """The ladder of that key, the one for all when the city names it no longer."""
        return next((held for held in self.ladders if held.key == key), self.ladders[-1])

    def competent(self, matter: Matter) -> list[Body]:
        """The bodies that may decide a matter, in the file's order."""
        return [body for body in self.bodies.values() if matter in body.decides]


def load_settling(name_or_path: str | Path) -> Settling:
    """What the city of that name, or of any folder, says about settling.

    Raises CityError with every fault of the file.
    """
    folder, faults = city_folder(name_or_path), Faults()
    found = _settling(read_toml(folder, FILE, faults))
    if faults.told:
        raise CityError(faults.told)
    return found


def _settling(top: Table) -> Settling:
    bodies = [_body(table) for table in top.tables("bodies")]
    ladders = [_ladder(table, {body.key for body in bodies}) for table in top.tables("ladders")]
    if not ladders or ladders[-1].agencies:
        top.fault("ladders", "the last ladder must be for all", hint="agencies = []")
    clocks = top.table("clocks")
    found = Settling(
        letters_needed=top.get("letters_needed", bool),
        kept_within_days=_natural(top, "kept_within_days"),
        opens_by_itself=frozenset(
            word for text in top.texts("opens_by_itself") if (word := _word(top, text, Consequence))
        ),
        freedom=_freedoms(top),
        trench=_trench(top.table("trench")),
        people=_people(top.table("people")),
        bodies={body.key: body for body in bodies},
        ladders=tuple(ladders),
        clocks={name: _clock(clocks.table(name), name == "conformity") for name in CLOCKS},
        permits=_permits(top.table("permits"), {body.key for body in bodies}),
        workspace=_workspace(top.table("workspace")),
    )
    for table in (top, clocks):
        table.refuse_others()
    return found


def _natural(table: Table, key: str) -> int:
    number = table.get(key, int)
    if number < 0:
        table.fault(key, "is negative", number)
    return max(number, 0)


def _word(table: Table, text: str, vocabulary: type[E]) -> E | None:
    if text not in set(vocabulary):
        table.fault(text, "unknown word", text, f"one of {', '.join(vocabulary)}")
        return None
    return vocabulary(text)


def _freedoms(top: Table) -> dict[Stage, Freedom]:
    found = {}
    for table in top.tables("freedom"):
        stage = _word(table, table.get("stage", str), Stage)
        freedom = Freedom(
            earlier_days=_natural(table, "earlier_days"), later_days=_natural(table, "later_days")
        )
        table.refuse_others()
        if stage is not None:
            found[stage] = freedom
    return found


def _trench(table: Table) -> Trench:
    found = Trench(
        width_m=table.positive("width_m"),
        depth_m=table.positive("depth_m"),
        lane_width_m=table.positive("lane_width_m"),
        joint_factor=table.positive("joint_factor"),
    )
    table.refuse_others()
    return found


def _people(table: Table) -> People:
    lost = table.table("hours_lost")
    streets = {}
    for row in table.tables("streets"):
        streets[row.get("class", str)] = Passers(
            residents_a_day=row.get("residents_a_day", float),
            pilgrims_a_day=row.get("pilgrims_a_day", float),
            speed_kmh=row.positive("speed_kmh"),
        )
        row.refuse_others()
    if "" not in streets:
        table.fault("streets", "no row for streets of any other class", hint='class = ""')
        streets[""] = Passers(residents_a_day=0.0, pilgrims_a_day=0.0)
    found = People(
        season_factor=table.positive("season_factor"),
        night_share=table.positive("night_share"),
        hours_lost={impact: lost.get(impact.value, float) for impact in Impact},
        streets=streets,
    )
    table.refuse_others()
    return found


def _permits(table: Table, bodies: set[str]) -> PermitTerms:
    found = PermitTerms(
        body=table.get("body", str),
        reinstate_within_days=_natural(table, "reinstate_within_days"),
        warranty_days=_natural(table, "warranty_days"),
        surcharge_percent=_natural(table, "surcharge_percent"),
        emergency_hours=_natural(table, "emergency_hours"),
    )
    table.refuse_others()
    if found.body not in bodies:
        table.fault("body", "no such body", found.body)
    return found


def _workspace(table: Table) -> Workspace:
    sides = table.texts("sides")
    if len(sides) != 2 or sides[0] == sides[-1]:
        table.fault("sides", "a workspace has two sides", list(sides))
    found = Workspace(
        key=table.get("key", str),
        sides=(sides[0], sides[-1]) if sides else ("", ""),
        names=table.names(),
        meets_every_days=_natural(table, "meets_every_days"),
    )
    table.refuse_others()
    return found


def _clock(table: Table, may_consent: bool = False) -> Clock:
    unit = _word(table, table.get("unit", str), TermUnit)
    silence = _word(table, table.get("silence", str), Silence)
    if silence is Silence.CONSENT and not may_consent:
        table.fault("silence", "only the conformity board's silence is consent", silence)
    count = _natural(table, "count")
    term = Term(count=max(count, 1), unit=unit or TermUnit.WORKING_DAYS)
    return Clock(term=term, silence=silence or Silence.REMIND)


def _body(table: Table) -> Body:
    found = Body(
        key=table.get("key", str),
        agency=table.get("agency", str),
        names=table.names(),
        decides=frozenset(
            word for text in table.texts("decides") if (word := _word(table, text, Matter))
        ),
    )
    table.refuse_others()
    return found


def _ladder(table: Table, bodies: set[str]) -> Ladder:
    found = Ladder(
        key=table.get("key", str),
        agencies=table.texts("agencies"),
        names=table.names(),
        rungs=tuple(_rung(row, bodies) for row in table.tables("rungs")),
    )
    table.refuse_others()
    if not found.rungs:
        table.fault("rungs", "a ladder has rungs")
    elif found.rungs[-1].clock.silence is Silence.ESCALATE:
        table.fault("rungs", "the last rung cannot escalate", hint="talk or remind")
    return found


def _rung(table: Table, bodies: set[str]) -> Rung:
    acts = table.get("acts", str, PARTIES)
    if acts != PARTIES and acts not in bodies:
        table.fault("acts", "no such body", acts)
    found = Rung(key=table.get("key", str), acts=acts, names=table.names(), clock=_clock(table))
    table.refuse_others()
    return found
