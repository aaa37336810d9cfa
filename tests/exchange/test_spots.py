from __future__ import annotations

import pytest
import shapely
from shapely.geometry import LineString, Point
from tests.exchange.tables import table_of

from hamgam.exchange.columns import Guess
from hamgam.exchange.spots import find_spots, number_of

MASHHAD = (59.4, 36.1, 59.8, 36.5)
GOOD = [(36.30, 59.60), (36.31, 59.61), (36.29, 59.62), (36.32, 59.58)]
LAT_LON = Guess(columns={"latitude": ("lat",), "longitude": ("lon",)})


def test_columns_of_degrees_become_points() -> None:
    table = table_of(["lat", "lon"], [["۳۶٫۳۰", "59.60"], [36.31, 59.61]])
    spots = find_spots(table, LAT_LON, given_crs=None, city=None)
    assert [shape.coords[0] for shape in spots.shapes] == [(59.60, 36.30), (59.61, 36.31)]


@pytest.mark.parametrize(
    ("lat", "lon", "why"),
    [
        (59.60, 36.30, "swapped"),
        (6.33, 59.60, "digit of the latitude"),
        (36.33, 9.60, "digit of the longitude"),
        (0.03633, 0.0596, "thousand times too small"),
        (0, 0, "stands for none"),
        (36330, 59600, "thousand times too large"),
        (136.3, 259.6, "outside the world"),
    ],
)
def test_an_implausible_place_is_told_with_what_seems_wrong(
    lat: float, lon: float, why: str
) -> None:
    table = table_of(["lat", "lon"], [*GOOD, (lat, lon)])
    spots = find_spots(table, LAT_LON, given_crs=None, city=None)
    (fault,) = spots.faults
    assert (fault.row, fault.kept) == (5, True)
    assert why in fault.reason
    assert spots.shapes[4] is None
    assert all(shape is not None for shape in spots.shapes[:4])


def test_a_far_place_that_no_slip_explains_stays() -> None:
    table = table_of(["lat", "lon"], [*GOOD, (35.7, 51.4)])
    spots = find_spots(table, LAT_LON, given_crs=None, city=None)
    assert spots.faults == []
    assert find_spots(table, LAT_LON, given_crs=None, city=MASHHAD).faults[0].row == 5


@pytest.mark.parametrize(
    "places",
    [
        [(35.1, 44.5), (35.2, 54.5), (35.3, 54.6), (34.9, 60.5)],
        [(49.2, -123.1), (49.3, -123.0), (55.1, -135.5), (55.1, -125.5), (59.3, -123.1)],
        [(59.9, 10.7), (60.4, 5.3), (64.6, 7.7), (64.7, 17.7), (69.6, 18.9), (70.0, 28.0)],
    ],
)
def test_a_country_s_feed_has_no_stray_places(places: list[tuple[float, float]]) -> None:
    spots = find_spots(table_of(["lat", "lon"], places), LAT_LON, given_crs=None, city=None)
    assert spots.faults == []
    assert all(shape is not None for shape in spots.shapes)


def test_a_place_in_iran_is_at_home_in_a_persian_list() -> None:
    persian = Guess(columns=LAT_LON.columns, languages={"fa": 3})
    places = [*GOOD, (38.08, 46.29), (32.65, 51.67), (27.18, 56.27)]
    spots = find_spots(table_of(["lat", "lon"], places), persian, given_crs=None, city=None)
    assert spots.faults == []


def test_places_on_both_sides_of_the_date_line_are_near_one_another() -> None:
    places = [(-16.92, 179.9995), (-16.92, -179.9995), (-16.93, -179.99), (-16.93, 179.99)]
    spots = find_spots(table_of(["lat", "lon"], places), LAT_LON, given_crs=None, city=None)
    assert spots.faults == []


def test_a_file_with_all_axes_swapped_is_turned_round_and_says_so() -> None:
    table = table_of(["lat", "lon"], [(lon, lat) for lat, lon in GOOD])
    spots = find_spots(table, LAT_LON, given_crs=None, city=MASHHAD)
    assert spots.shapes[0].coords[0] == (59.60, 36.30)
    assert "swapped" in spots.notes[0]


def test_metres_in_columns_are_read_in_the_given_zone() -> None:
    guess = Guess(columns={"x": ("X",), "y": ("Y",), "end_x": ("X2",), "end_y": ("Y2",)})
    table = table_of(["X", "Y", "X2", "Y2"], [[733500, 4020000, 733600, 4020100]])
    spots = find_spots(table, guess, given_crs="EPSG:32640", city=None)
    assert spots.shapes[0].geom_type == "LineString"
    assert spots.shapes[0].coords[0] == pytest.approx((59.600, 36.296), abs=0.01)
    refused = find_spots(table, guess, given_crs=None, city=None)
    assert refused.shapes[0] is None
    assert (refused.faults[0].row, "no reference system" in refused.faults[0].reason) == (0, True)


def test_one_cell_with_latitude_and_longitude_is_a_point() -> None:
    table = table_of(["مختصات"], [["36.30, 59.60"], ["۳۶٫۳۱ ، ۵۹٫۶۱"]])
    spots = find_spots(table, Guess(columns={"point": ("مختصات",)}), given_crs=None, city=MASHHAD)
    assert spots.shapes[0].coords[0] == (59.60, 36.30)
    assert spots.shapes[1].coords[0] == (59.61, 36.31)


def test_what_one_column_leaves_out_another_fills() -> None:
    table = table_of(
        ["lat", "lon"], [(36.3, 59.6), (36.31, 59.61)], [LineString([(59, 36), (60, 37)]), None]
    )
    spots = find_spots(table, LAT_LON, given_crs=None, city=None)
    assert [shape.geom_type for shape in spots.shapes] == ["LineString", "Point"]


def test_a_declared_system_is_taken_to_degrees() -> None:
    table = table_of([], [[]], [Point(411000, 5655000)], crs="EPSG:25833")
    spots = find_spots(table, Guess(columns={}), given_crs=None, city=None)
    assert shapely.get_coordinates(spots.shapes[0])[0] == pytest.approx((13.73, 51.04), abs=0.02)


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("۱۲٫۵", 12.5),
        ("12,5", 12.5),
        ("1,234.5", 1234.5),
        ("۱٬۲۳۴", 1234),
        (3, 3),
        ("x", None),
        (True, None),
        (None, None),
    ],
)
def test_numbers_in_every_script(cell: str | float | None, number: float | None) -> None:
    assert number_of(cell) == number
    assert number_of("1,234", thousands=True) == 1234


@pytest.mark.parametrize(
    ("lat", "lon", "why"),
    [
        (6.33, 59.60, "digit of the latitude"),
        (59.60, 36.30, "swapped"),
        (0, 0, "stands for none"),
        (35.7, 51.4, None),
        (52.5, 13.4, None),
    ],
)
def test_a_single_row_of_a_persian_list_is_expected_in_iran(
    lat: float, lon: float, why: str | None
) -> None:
    persian = Guess(columns=LAT_LON.columns, languages={"fa": 2})
    table = table_of(["lat", "lon"], [(lat, lon)])
    spots = find_spots(table, persian, given_crs=None, city=None)
    told = [*(fault.reason for fault in spots.faults), *spots.notes]
    assert (why is None and told == []) or (why is not None and why in told[0])
    assert find_spots(table, LAT_LON, given_crs=None, city=MASHHAD).shapes[0] is None or why in (
        "swapped",
    )
