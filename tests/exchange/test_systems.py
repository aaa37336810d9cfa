from __future__ import annotations

import numpy as np
import pyproj
import pytest

from hamgam.exchange import systems
from hamgam.exchange.systems import Evidence, frame_of, to_degrees

MASHHAD = (59.4, 36.1, 59.8, 36.5)
NOTHING = Evidence(city=None, languages={}, columns=[])


def metres(epsg: int, lon: float, lat: float, *, swapped: bool = False) -> np.ndarray:
    x, y = pyproj.Transformer.from_crs(4326, epsg, always_xy=True).transform(lon, lat)
    return np.asarray([[y, x] if swapped else [x, y]] * 3)


def evidence(
    *, city: systems.Box | None = None, language: str = "", columns: list[str] | None = None
) -> Evidence:
    return Evidence(city=city, languages={language: 3} if language else {}, columns=columns or [])


@pytest.mark.parametrize(
    ("epsg", "place", "swapped", "known"),
    [
        (32640, (59.6, 36.3), False, evidence(city=MASHHAD)),
        (32640, (59.6, 36.3), True, evidence(city=MASHHAD)),
        (32640, (59.6, 36.3), False, evidence(columns=["UTM40 x", "UTM40 y"])),
        (3879, (24.95, 60.17), False, evidence(language="fi")),
        (3346, (25.2, 54.7), True, evidence(language="lt")),
        (2154, (4.85, 45.75), False, evidence(language="fr")),
    ],
)
def test_a_system_is_found_out_where_something_points_to_it(
    epsg: int, place: tuple[float, float], swapped: bool, known: Evidence
) -> None:
    points = metres(epsg, *place, swapped=swapped)
    frame = frame_of(points, None, None, known)
    assert frame.crs is not None, frame.reason
    assert frame.crs.to_epsg() == epsg
    assert frame.swapped is swapped
    assert frame.notes[0].startswith("WARNING")
    assert to_degrees(points, frame)[0] == pytest.approx(place, abs=1e-6)


@pytest.mark.parametrize("known", [NOTHING, evidence(language="fa"), evidence(language="en")])
def test_what_nothing_points_to_is_never_guessed(known: Evidence) -> None:
    frame = frame_of(metres(32640, 59.6, 36.3), None, None, known)
    assert frame.crs is None
    assert "no reference system" in frame.reason


def test_several_zones_that_fit_are_named() -> None:
    frame = frame_of(metres(32640, 56.6, 32.3), None, None, evidence(language="fa"))
    assert frame.crs is None
    assert "EPSG:32639" in frame.reason
    assert "EPSG:32640" in frame.reason


def test_a_given_system_stands_above_a_declared_one() -> None:
    frame = frame_of(metres(32640, 59.6, 36.3), "EPSG:32639", "EPSG:32640", NOTHING)
    assert frame.crs is not None
    assert frame.crs.to_epsg() == 32640
    assert "instead of" in frame.notes[0]


def test_degrees_are_never_read_as_metres() -> None:
    frame = frame_of(np.asarray([[59.6, 36.3]]), None, "EPSG:32640", NOTHING)
    assert to_degrees(np.asarray([[59.6, 36.3]]), frame).tolist() == [[59.6, 36.3]]
    assert "degrees" in frame.notes[0]


def test_metres_under_a_name_in_degrees_are_questioned() -> None:
    known = evidence(city=MASHHAD)
    frame = frame_of(metres(32640, 59.6, 36.3), "EPSG:4326", None, known)
    assert frame.crs is not None
    assert frame.crs.to_epsg() == 32640
    assert frame_of(metres(32640, 59.6, 36.3), "EPSG:4326", None, NOTHING).crs is None


def test_every_candidate_is_used_where_its_box_lies() -> None:
    for system in systems.candidates():
        west, south, east, north = system.bbox
        middle = ((west + east) / 2, (south + north) / 2)
        x, y = metres(system.epsg, *middle)[0]
        back = to_degrees(
            np.asarray([[x, y]]), systems.Frame(crs=pyproj.CRS.from_epsg(system.epsg))
        )
        assert back[0] == pytest.approx(middle, abs=1e-5), system.name


@pytest.mark.parametrize(
    ("place", "zone"),
    [
        ((59.6, 36.3), "Asia/Tehran"),
        ((-9.1, 38.7), "Europe/Lisbon"),
        ((25.1, 54.7), "Europe/Vilnius"),
        ((-123.1, 49.2), "America/Vancouver"),
        ((6.1, 49.6), "Europe/Berlin"),
        ((0.0, -60.0), None),
    ],
)
def test_a_place_has_its_clock(place: tuple[float, float], zone: str | None) -> None:
    assert systems.zone_at(*place) == zone


def test_a_name_that_means_no_system_is_refused() -> None:
    assert systems.system_named("urn:ogc:def:crs:EPSG::25833").to_epsg() == 25833
    assert systems.system_named("32640").to_epsg() == 32640
    with pytest.raises(ValueError, match="no reference system"):
        systems.system_named("Mashhad")
