from __future__ import annotations

from datetime import date

from shapely.geometry import LineString, Point, Polygon, box

from hamgam.engine.works import Certainty, Work
from hamgam.exchange.joining import join_parts, tie_projects, unique

DAYS = {"begins": date(2026, 7, 1), "ends": date(2026, 7, 9)}
POINT, LINE = Point(59.6, 36.3), LineString([(59.6, 36.3), (59.61, 36.3)])


def work(ref: str, agency: str | None = "آبفا", **more: object) -> Work:
    return Work(**{"ref": ref, "agency": agency, "geometry": POINT, **DAYS, **more})


def test_rows_of_one_work_become_one_with_the_shape_of_all() -> None:
    joined = join_parts([work("7"), work("8"), work("7", geometry=LINE)])
    assert [one.ref for one in joined.works] == ["7", "8"]
    shape = joined.works[0].geometry
    assert shape is not None
    assert {part.geom_type for part in shape.geoms} == {"Point", "LineString"}
    assert "parts of one work" in joined.notes[0]


def test_rows_that_differ_in_agency_or_dates_stay_apart() -> None:
    works = [work("7"), work("7", agency="گاز"), work("7", ends=date(2026, 8, 1))]
    assert join_parts(works).works == works
    assert join_parts(works).notes == []


def test_a_register_with_unique_references_is_never_touched() -> None:
    works = [work(str(number)) for number in range(20)]
    assert join_parts(works).works == works


def test_the_same_shape_twice_is_there_once_and_areas_add_up() -> None:
    same = join_parts([work("7", area_m2=4.0), work("7", area_m2=4.0)]).works[0]
    assert (same.geometry, same.area_m2) == (POINT, 4.0)
    parts = [
        work("7", geometry=box(0, 0, 1, 1), area_m2=4.0),
        work("7", geometry=box(1, 0, 2, 1), area_m2=6.0),
    ]
    joined = join_parts(parts).works[0]
    assert isinstance(joined.geometry, Polygon)
    assert joined.area_m2 == 10.0


def test_a_work_is_as_sure_as_its_least_sure_part_and_may_lack_a_place() -> None:
    unsure = work("7", geometry=LINE, certainty=Certainty.STREET_ONLY)
    assert join_parts([work("7"), unsure]).works[0].certainty is Certainty.STREET_ONLY
    bare = work("7", geometry=None)
    assert join_parts([bare, work("7", geometry=None, title="x")]).works[0].geometry is None


def test_a_project_named_by_reference_takes_in_the_work_of_that_name() -> None:
    works = tie_projects([work("7"), work("8", project="7"), work("9", project="عمران")])
    assert [one.project for one in works] == ["7", "7", "عمران"]


def test_references_become_unique_in_order() -> None:
    works = [work("7"), work("7", agency="گاز"), work("7#2"), work("7", agency="برق")]
    made = unique(works)
    assert [one.ref for one in made.works] == ["7", "7#3", "7#2", "7#4"]
    assert "more than once" in made.notes[0]
