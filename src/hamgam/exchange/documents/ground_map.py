"""Works, findings, streets and zones as paths of one drawing in metres, north up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from hamgam.engine.geometry import WGS84, metric_epsg, reproject
from hamgam.engine.works import ZoneKind
from hamgam.exchange.city.values import Street
from hamgam.exchange.findings_out.report import Report

Frame = tuple[float, float, float, float]
"""x, y, width and height in metres; y runs down."""

MARGIN = 0.06
LEAST_SPAN_M = 300.0
STREET_RANKS = {"freeway": 0, "arterial": 1, "shrine approach": 1}
"""0 is named from far, 1 from nearer, everything else (2) from near."""
DRAWN_ZONES = frozenset({ZoneKind.SHRINE_CORE, ZoneKind.CITY, ZoneKind.DISTRICT})


@dataclass(frozen=True, slots=True)
class Sheet:
    """The sheet that the map is drawn on: metres from a corner, y down."""

    epsg: int
    left: float
    top: float
    frame: Frame

    def to_sheet(self, geometries: Sequence[BaseGeometry]) -> npt.NDArray[np.object_]:
        """Geometries in degrees as geometries on the sheet, to a tenth of a metre."""
        moved = reproject(geometries, WGS84, self.epsg)
        corner = np.array([self.left, self.top])
        placed: npt.NDArray[np.object_] = shapely.transform(
            moved, lambda xy: np.round((xy - corner) * (1, -1), 1)
        )
        return placed


def sheet_for(report: Report) -> Sheet:
    """The sheet on which nearly all works lie; single strays may lie beyond its edge."""
    placed = [
        work.geometry for work in report.works if work.geometry and not work.geometry.is_empty
    ]
    grounds = placed or [street.line for street in (report.city.streets if report.city else ())]
    epsg = report.city.epsg if report.city else metric_epsg(grounds)
    if not grounds:
        return Sheet(epsg, 0.0, 0.0, (0.0, 0.0, LEAST_SPAN_M, LEAST_SPAN_M))
    xy = shapely.get_coordinates(reproject(grounds, WGS84, epsg))
    low, high = np.percentile(xy, [0.5, 99.5], axis=0)
    span = np.maximum(high - low, LEAST_SPAN_M)
    middle = (low + high) / 2
    half = span * (0.5 + MARGIN)
    left, top = float(middle[0] - half[0]), float(middle[1] + half[1])
    width, height = (float(round(side, 1)) for side in half * 2)
    return Sheet(epsg, left, top, (0.0, 0.0, width, height))


def _number(value: float) -> str:
    text = f"{value:.1f}"
    return text[:-2] if text.endswith(".0") else text


def _run(xy: npt.NDArray[np.float64], closes: bool) -> str:
    steps = np.round(np.diff(xy, axis=0), 1)
    start = f"M{_number(xy[0, 0])} {_number(xy[0, 1])}"
    if not len(steps):
        return f"{start}h0"
    moves = " ".join(f"{_number(dx)} {_number(dy)}" for dx, dy in steps)
    return f"{start}l{moves}{'z' if closes else ''}"


def path(geometry: BaseGeometry) -> str:
    """The `d` of an SVG path; a point is a line of no length, drawn by its round ends."""
    runs = []
    for part in shapely.get_parts(geometry):
        if part.geom_type == "Polygon":
            runs += [_run(shapely.get_coordinates(ring), True) for ring in shapely.get_rings(part)]
        elif hasattr(part, "geoms"):
            runs.append(path(part))
        elif not part.is_empty:
            runs.append(_run(shapely.get_coordinates(part), False))
    return "".join(runs)


def is_area(geometry: BaseGeometry) -> bool:
    """Whether it is drawn filled."""
    return bool(shapely.get_dimensions(geometry) == 2)


def street_rank(street: Street) -> int:
    """From how far its name is read: 0 far, 2 near."""
    return STREET_RANKS.get(street.street_class, 2)


def label_spot(line: BaseGeometry) -> tuple[float, float, float]:
    """x, y and turn in degrees (-90 to 90) of a name along a line: at its middle."""
    length = line.length
    before, at, after = (
        shapely.get_coordinates(shapely.line_interpolate_point(line, length * share))[0]
        for share in (0.45, 0.5, 0.55)
    )
    turn = float(np.degrees(np.arctan2(after[1] - before[1], after[0] - before[0])))
    turn = turn - 180 if turn > 90 else turn + 180 if turn < -90 else turn
    return float(at[0]), float(at[1]), round(turn, 1)


def scale_length(width_m: float) -> int:
    """A round length of 1, 2 or 5 times a power of ten, about an eighth of the width."""
    wanted = width_m / 8
    power = 10 ** int(np.floor(np.log10(wanted)))
    return int(max(step * power for step in (1, 2, 5) if step * power <= wanted))
