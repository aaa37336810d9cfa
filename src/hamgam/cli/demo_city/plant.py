"""Cases planted among the demo city's works, so that every kind of finding can be seen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import numpy as np

from hamgam.cli.demo_city.ground import Ground, plain_name
from hamgam.cli.demo_city.works import ADDRESS
from hamgam.engine.calendars.jalali import jalali_of
from hamgam.engine.calendars.seasons import Closure, SeasonWindow
from hamgam.engine.geometry import WGS84, reproject
from hamgam.engine.works import (
    Activity,
    Certainty,
    Impact,
    Kind,
    RoadPart,
    Stage,
    Surface,
    Work,
    ZoneKind,
)  # fmt: skip
from hamgam.exchange.city import City

Pair = tuple[str, str | None]
OF_EACH_KIND = 4
LENGTH_M = 80.0
FIRST_SERIAL = 900_001
"""Above the serial numbers that drawn works reach."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Planted:
    """The works planted, and by kind of case the references that must be found."""

    works: list[Work]
    cases: dict[str, tuple[Pair, ...]]


def plant(
    city: City, ground: Ground, today: date, windows: Sequence[SeasonWindow],
    dice: np.random.Generator,
) -> Planted:  # fmt: skip
    """A few cases of every kind, on parts of well-known streets."""
    bed = _Bed(
        ground=ground,
        today=today,
        names={agency.key: agency.names["fa"] for agency in city.agencies},
        quiet=_quiet_day(today, windows),
        windows=windows,
        parts=_open_parts(ground, dice),
    )
    cases = {kind: tuple(case(bed) for _ in range(OF_EACH_KIND)) for kind, case in _CASES.items()}
    return Planted(works=bed.works, cases=cases)


def _open_parts(ground: Ground, dice: np.random.Generator) -> list[int]:
    """Parts long enough on streets that are no freeways, in random order, taken from the end."""
    parts = ground.parts
    fitting = [
        part
        for part, street in enumerate(parts.street.tolist())
        if parts.ends[part] - parts.begins[part] >= LENGTH_M + 20
        and ground.classes[street] in {"arterial", "collector"}
        and ground.districts[street]
    ]
    order = dice.permutation(len(fitting))
    return [fitting[place] for place in order]


def _quiet_day(today: date, windows: Sequence[SeasonWindow]) -> date:
    """The first day after today from which 60 days pass without the city closing."""
    day = today + timedelta(days=21)
    for window in sorted(_closing(windows), key=lambda window: window.begins):
        if window.begins <= day + timedelta(days=60) and window.ends >= day:
            day = window.ends + timedelta(days=1)
    return day


def _closing(windows: Sequence[SeasonWindow]) -> list[SeasonWindow]:
    """The windows that close the whole city to every work."""
    return [
        window
        for window in windows
        if window.zone == ZoneKind.CITY
        and window.closure is Closure.CLOSED
        and not window.activities
    ]


@dataclass(slots=True, kw_only=True)
class _Bed:
    """Where the cases are planted: free parts of streets, quiet days, and the works so far."""

    ground: Ground
    today: date
    names: dict[str, str]
    quiet: date
    windows: Sequence[SeasonWindow]
    parts: list[int]
    works: list[Work] = field(default_factory=list)

    def free_part(self) -> int:
        """A part between crossings that no other case lies on, while there are any."""
        part = self.parts.pop()
        self.parts.insert(0, part)
        return part

    def work(
        self, agency: str | None, title: str, part: int, days: tuple[date, int], **told: Any
    ) -> str:
        """Adds a work of that many days on the middle of a part and tells its reference.

        It is a trench of an agency in time to notify it, unless `told` says otherwise.
        """
        begins, count = days
        street = self.ground.parts.street[part]
        middle = (self.ground.parts.begins[part] + self.ground.parts.ends[part]) / 2
        span = np.asarray([[middle - LENGTH_M / 2], [middle + LENGTH_M / 2]])
        cut = self.ground.cut(np.asarray([street]), span[0], span[1], np.zeros(1))
        shape = reproject(cut, self.ground.epsg, WGS84)[0]
        name = self.ground.names[street]
        ref = f"{agency or 'unknown'}-{jalali_of(begins)[0]}-{FIRST_SERIAL + len(self.works)}"
        values: dict[str, Any] = {
            "agency": self.names[agency] if agency else None,
            "title": f"{title}، {plain_name(name)}",
            "activity": Activity.EXCAVATION,
            "certainty": Certainty.DRAWN,
            "impact": Impact.IMPORTANT,
            "stage": Stage.PLANNED,
            "submitted": begins - timedelta(days=45),
            "length_m": LENGTH_M,
            "width_m": 0.8,
            "depth_m": 1.5,
            "road_part": RoadPart.CARRIAGEWAY,
            "told": {ADDRESS: self._address(part)},
            **told,
        }
        ends = begins + timedelta(days=count - 1)
        self.works.append(
            Work(ref=ref, geometry=shape, begins=begins, ends=ends, street=name, **values)
        )
        return ref

    def _address(self, part: int) -> str:
        street, parts = self.ground.names[self.ground.parts.street[part]], self.ground.parts
        return f"{street}، حدفاصل {parts.first_name[part]} تا {parts.last_name[part]}"

    def next_window(self, season: str) -> SeasonWindow:
        """The next time that a season closes the city."""
        return min(
            (w for w in _closing(self.windows) if w.season == season and w.begins > self.today),
            key=lambda window: window.begins,
        )


def _collision(bed: _Bed) -> Pair:
    part = bed.free_part()
    one = bed.work("water", "بازسازی شبکه توزیع آب", part, (bed.quiet, 20))
    two = bed.work("gas", "تعویض خط گاز", part, (bed.quiet + timedelta(days=8), 14))
    return one, two


def _chance(bed: _Bed) -> Pair:
    part = bed.free_part()
    one = bed.work("electricity", "کابل‌کشی زمینی ۲۰ کیلوولت", part, (bed.quiet, 12))
    two = bed.work("telecom", "توسعه کانال فیبر نوری", part, (bed.quiet + timedelta(days=40), 9))
    return one, two


def _unanswered(bed: _Bed) -> Pair:
    asked = (bed.names["gas"], bed.names["electricity"])
    told = {"asked": asked, "answered": asked[:1]}
    part = bed.free_part()
    return bed.work("water", "اجرای خط اصلی فاضلاب", part, (bed.quiet, 25), **told), None


def _ownerless(bed: _Bed) -> Pair:
    part = bed.free_part()
    title = "گودبرداری رهاشده"
    return bed.work(None, title, part, (bed.quiet, 10)), None


def _untaken(bed: _Bed) -> Pair:
    part = bed.free_part()
    district = bed.names[bed.ground.districts[bed.ground.parts.street[part]]]
    begins = bed.today - timedelta(days=120)
    told = {"handover_to": district, "taken_over": False, "stage": Stage.DONE}
    told["activity"] = Activity.LANDSCAPE
    return bed.work("parks", "بازپیرایی رفیوژ میانی", part, (begins, 40), **told), None


def _protection(bed: _Bed) -> Pair:
    part = bed.free_part()
    laid = bed.today - timedelta(days=200)
    told = {"kind": Kind.SURFACE, "activity": Activity.PAVING, "surface": Surface.ASPHALT}
    told |= {"stage": Stage.DONE, "impact": Impact.UNKNOWN}
    surface = bed.work("civil", "آسفالت تازه", part, (laid, 1), **told)
    return surface, bed.work("water", "اصلاح خط انتقال آب", part, (bed.quiet, 15))


def _safar(bed: _Bed) -> Pair:
    begins = bed.next_window("safar").begins - timedelta(days=6)
    part = bed.free_part()
    return bed.work("gas", "اجرای شبکه پلی‌اتیلن گاز", part, (begins, 18)), None


def _nowruz(bed: _Bed) -> Pair:
    begins = bed.next_window("nowruz").begins - timedelta(days=10)
    part = bed.free_part()
    return bed.work("water", "اجرای شبکه جمع‌آوری فاضلاب", part, (begins, 30)), None


def _notice(bed: _Bed) -> Pair:
    told = {"submitted": bed.quiet - timedelta(days=3)}
    part = bed.free_part()
    return bed.work("telecom", "حفاری فیبر نوری منازل", part, (bed.quiet, 7), **told), None


_CASES: dict[str, Callable[[_Bed], Pair]] = {
    "collision": _collision,
    "chance": _chance,
    "gap_answer": _unanswered,
    "gap_owner": _ownerless,
    "gap_handover": _untaken,
    "protection": _protection,
    "blackout_safar": _safar,
    "blackout_nowruz": _nowruz,
    "notice": _notice,
}
