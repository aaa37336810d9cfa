from __future__ import annotations

import pytest
from shapely.geometry import GeometryCollection, LineString, MultiPolygon, Point, Polygon, box
from tests.toy_report import mashhad, ruled, unruled, work, works

from hamgam.exchange.documents.agency_marks import SLOTS, agency_marks
from hamgam.exchange.documents.ground_map import label_spot, path, scale_length, sheet_for
from hamgam.exchange.documents.page_map import map_view

HOLED = Polygon([(0, 0), (9, 0), (9, 9)], [[(5, 1), (6, 1), (6, 2)]])


@pytest.mark.parametrize(
    ("geometry", "drawn"),
    [
        (Point(1, 2), "M1 2h0"),
        (LineString([(0, 0), (3, 4.5), (3, 5)]), "M0 0l3 4.5 0 0.5"),
        (HOLED, "M0 0l9 0 0 9 -9 -9zM5 1l1 0 0 1 -1 -1z"),
        (MultiPolygon([box(0, 0, 1, 1)]), "M1 0l0 1 -1 0 0 -1 1 0z"),
        (GeometryCollection([Point(0, 0), GeometryCollection([Point(1, 1)])]), "M0 0h0M1 1h0"),
        (LineString(), ""),
    ],
)
def test_geometry_becomes_a_path(geometry: object, drawn: str) -> None:
    assert path(geometry) == drawn


def test_the_sheet_is_in_metres_with_north_up() -> None:
    sheet = sheet_for(ruled())
    west, east = sheet.to_sheet([Point(59.55, 36.30), Point(59.552, 36.30)])
    assert east.x - west.x == pytest.approx(179.6, abs=0.5)
    south, north = sheet.to_sheet([Point(59.55, 36.30), Point(59.55, 36.31)])
    assert north.y < south.y


def test_a_stray_does_not_shrink_the_city() -> None:
    near = [work(str(n), "x", None, None, geometry=Point(59.5 + n / 1e4, 36.3)) for n in range(500)]
    stray = [work("stray", "x", None, None, geometry=Point(12.0, 48.0))]
    assert sheet_for(ruled(near + stray)).frame[2] < 20_000


def test_no_place_at_all_is_still_a_sheet() -> None:
    assert sheet_for(ruled([])).frame[2] > 0
    assert sheet_for(ruled([], city=mashhad())).frame[2] > 10_000


def test_names_run_along_their_street_and_never_upside_down() -> None:
    assert label_spot(LineString([(10, 0), (0, 0)]))[:2] == (5, 0)
    assert abs(label_spot(LineString([(10, 0), (0, 0)]))[2]) in {0, 180}
    assert label_spot(LineString([(0, 0), (-10, -10)]))[2] == pytest.approx(45)


def test_scales_are_round() -> None:
    assert [scale_length(width) for width in (100, 900, 20_000)] == [10, 100, 2000]


def test_agencies_share_the_last_colour_when_there_are_too_many() -> None:
    listed = [work(str(n), f"a{n:02}", None, None) for n in range(14)] + [
        work("x", "a03", None, None)
    ]
    marks = agency_marks(listed)
    assert (marks[0].name, marks[0].slot, marks[0].works) == ("a03", 1, 2)
    assert [mark.slot for mark in marks[11:]] == [SLOTS, SLOTS, SLOTS]


def test_every_placed_finding_has_its_mark_and_every_placed_work_its_line() -> None:
    report = unruled()
    view = map_view(report, report.findings, agency_marks(report.works))
    assert {mark["i"] for mark in view.marks} == set(range(len(report.findings)))
    assert len(view.works) == sum(one.is_placed for one in works())
    assert view.left_out_works == 0
