"""A city's folder: Hamgam's own Mashhad is consistent, and a faulty folder tells every fault."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

import pytest

from hamgam.engine.geometry import WGS84, reproject
from hamgam.engine.works import ZoneKind
from hamgam.exchange.city import LANGUAGES, City, CityError, Names, load_city
from hamgam.exchange.city.folders import OWN_CITIES


@lru_cache(maxsize=1)
def mashhad() -> City:
    return load_city("mashhad")


def all_names(city: City) -> Iterable[tuple[str, Names]]:
    yield city.key, city.names
    yield "attribution", city.attribution
    for zone in city.zones:
        yield zone.key, zone.names
    for street in city.streets:
        yield street.key, street.names
    for place in city.landmarks:
        yield place.kind, place.names
    for agency in city.agencies:
        yield agency.key, agency.names
        for post in agency.posts:
            yield f"{agency.key}.{post.key}", post.names
    for price in city.price_book.prices.values():
        yield price.key, price.names
    for obstacle in city.obstacles:
        yield obstacle.code, obstacle.names
        yield from obstacle.sub_codes.items()


def test_everything_has_a_name_in_three_languages() -> None:
    for key, names in all_names(mashhad()):
        assert set(names) == set(LANGUAGES), key
        assert all(name == name.strip() and name for name in names.values()), key


def test_persian_names_use_persian_letters_and_arabic_names_arabic_ones() -> None:
    for key, names in all_names(mashhad()):
        assert not set(names["fa"]) & set("يكة"), key
        assert not set(names["ar"]) & set("یکگچپژ"), key


def test_the_city_is_marked_a_drawing() -> None:
    assert mashhad().is_schematic
    assert "شماتیک" in mashhad().attribution["fa"]
    assert "schematic" in mashhad().attribution["en"]
    assert "ODbL" in mashhad().attribution["ar"]
    assert all(zone.schematic for zone in mashhad().zones)


def test_zones_are_areas_of_every_kind_and_the_city_holds_its_districts() -> None:
    assert {zone.kind for zone in mashhad().zones} == set(ZoneKind)
    for zone in mashhad().zones:
        assert zone.geometry.is_valid
        assert zone.geometry.area > 0, zone.key
    whole = next(zone.geometry for zone in mashhad().zones if zone.kind is ZoneKind.CITY)
    for zone in mashhad().zones:
        if zone.kind is ZoneKind.DISTRICT:
            assert whole.buffer(1e-9).contains(zone.geometry)


def test_a_zone_drawn_as_a_line_is_widened_in_metres() -> None:
    route = next(zone for zone in mashhad().zones if zone.key == "entry_fariman")
    band = reproject([route.geometry], WGS84, 32640)[0]
    # A band of width w around a line of length l has the area w·l, but for its few bends.
    length = sum(
        reproject([street.line], WGS84, 32640)[0].length
        for street in mashhad().streets
        if street.key == "fariman"
    )
    assert band.area / length == pytest.approx(60, rel=0.03)


def test_the_tree_of_agencies_has_twelve_that_work_and_one_municipality() -> None:
    by_key = {agency.key: agency for agency in mashhad().agencies}
    assert sum(agency.does_works for agency in by_key.values()) == 12
    assert by_key["district_9"].parent == "municipality"
    assert by_key["governorate"].parent == "governor_general"
    assert sum(agency.kind == "district" for agency in by_key.values()) == 13
    assert all(agency.posts for agency in by_key.values())
    aliases = [alias for agency in by_key.values() for alias in agency.aliases]
    assert len(aliases) == len(set(aliases))


def test_the_taxonomy_has_its_codes_and_prices_their_base() -> None:
    obstacles = mashhad().obstacles
    assert [obstacle.code for obstacle in obstacles] == list("FLUPCDKGMSWN")
    assert sum(len(obstacle.sub_codes) for obstacle in obstacles) == 62
    assert obstacles[-1].prior_days is None
    assert all(
        sub.startswith(obstacle.code) for obstacle in obstacles for sub in obstacle.sub_codes
    )
    book = mashhad().price_book
    assert (book.base_year, book.base_quarter) == (1405, 2)
    assert all(price.is_assumed and price.rials > 0 for price in book.prices.values())


def test_streets_know_their_width_and_districts() -> None:
    streets = {street.key: street for street in mashhad().streets}
    assert len(streets) == 116
    assert streets["vakilabad"].width_m == pytest.approx(26)
    assert streets["shandiz"].districts == ()
    assert [key for key, street in streets.items() if street.is_half_finished] == ["south_belt"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(OWN_CITIES / "mashhad", tmp_path / "city"))


def faults(folder: Path) -> set[tuple[str, str, str]]:
    with pytest.raises(CityError) as told:
        load_city(folder)
    assert all(fault.where in str(told.value) for fault in told.value.faults)
    return {(fault.where, fault.field, fault.reason) for fault in told.value.faults}


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_any_folder_of_the_form_is_a_city(folder: Path) -> None:
    assert load_city(folder) == mashhad()
    assert load_city(str(folder)).streets == mashhad().streets


@pytest.mark.parametrize("name", ["atlantis", "../mashhad", "", "/nowhere"])
def test_an_unknown_city_is_refused_with_the_known_ones(name: str) -> None:
    with pytest.raises(CityError, match="mashhad") as told:
        load_city(name or "no_such")
    assert len(told.value.faults) == 1


def test_every_missing_file_is_told_at_once(folder: Path) -> None:
    for path in folder.iterdir():
        path.unlink()
    told = {where for where, _, reason in faults(folder) if reason == "missing" and where}
    assert {
        "city.toml", "agencies.toml", "streets.csv", "places.csv", "zones.geojson",
        "pricebook.toml", "obstacles.toml",
    } <= told  # fmt: skip


@pytest.mark.parametrize(
    ("file", "old", "new", "field", "reason"),
    [
        ("city.toml", "epsg = 32640", 'epsg = "x"', "epsg", "of the wrong type"),
        ("city.toml", "epsg = 32640", "epsg = 4326", "epsg", "no metric reference system"),
        ("city.toml", "schematic = true", "schemtic = true", "schemtic", "unknown key"),
        ("city.toml", 'en = "Mashhad"', 'en = ""', "names.en", "has no name in this language"),
        ("city.toml", "node_tolerance_m = 150", "node_tolerance_m = -1",
         "addresses.node_tolerance_m", "not a positive number"),
        ("city.toml", '"imam_reza"', '"imam_rez"', "zones[2].streets", "no such street"),
        ("city.toml", 'union_of = "district"', 'union_of = "moon"',
         "zones[1].union_of", "made of nothing"),
        ("city.toml", 'kind = "city"', 'kind = "town"', "zones[1].kind", "unknown kind of zone"),
        ("agencies.toml", 'parent = "municipality"', 'parent = "kremlin"',
         "agencies[2].parent", "no such agency"),
        ("agencies.toml", 'key = "municipality"', 'key = "municipality"\nparent = "civil"',
         "agencies[2].parent", "goes round in a circle"),
        ("agencies.toml", "works = true\naliases", "works = 1\naliases",
         "agencies[2].works", "of the wrong type"),
        ("pricebook.toml", "base_quarter = 2", "base_quarter = 5",
         "base_quarter", "no quarter of a year"),
        ("pricebook.toml", "rials = 4_500_000", "rials = 0",
         "prices[1].rials", "not a positive number of rials"),
        ("obstacles.toml", 'usual_owner = "finance"', 'usual_owner = "x"',
         "obstacles[1].usual_owner", "no such agency"),
        ("obstacles.toml", 'code = "L"', 'code = "F"', "code", "stands there twice"),
        ("streets.csv", "LINESTRING (59.544 36.313, 59.543 36.326,", "LINESTRING (59.5 336.3,",
         "wkt", "no LINESTRING in degrees"),
        ("streets.csv", "freeway,8", "freeway,many", "lanes", "no number of lanes"),
        ("streets.csv", ",in use,1;2;10;11,", ",in use,1;99,", "districts", "no such zone"),
        ("streets.csv", "name_ar", "name_xx", "name_ar", "missing column"),
        ("places.csv", "59.616,36.288", "east,36.288", "lon, lat", "no degrees"),
        ("zones.geojson", '"kind": "shrine_core"', '"kind": "shrine"',
         "kind", "unknown kind of zone"),
        ("zones.geojson", '"name_en": "Shrine core (schematic)"', '"name_en": ""',
         "name_en", "has no name in this language"),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_its_file_and_key(
    folder: Path, file: str, old: str, new: str, field: str, reason: str
) -> None:
    edit(folder / file, old, new)
    assert (file, field, reason) in faults(folder)


def test_broken_toml_and_json_are_told_with_the_reason(folder: Path) -> None:
    (folder / "city.toml").write_text("key = ", encoding="utf-8")
    (folder / "zones.geojson").write_text("[1, 2", encoding="utf-8")
    told = {where: reason for where, field, reason in faults(folder) if not field}
    assert "cannot be read" in told["city.toml"]
    assert "no GeoJSON" in told["zones.geojson"]


def test_a_zone_that_crosses_itself_is_refused(folder: Path) -> None:
    path = folder / "zones.geojson"
    drawn = json.loads(path.read_text(encoding="utf-8"))
    ring = [[59.6, 36.2], [59.7, 36.3], [59.7, 36.2], [59.6, 36.3], [59.6, 36.2]]
    drawn["features"][0]["geometry"]["coordinates"] = [ring]
    drawn["features"][1]["geometry"] = None
    path.write_text(json.dumps(drawn), encoding="utf-8")
    reasons = [reason for _, field, reason in faults(folder) if field == "geometry"]
    assert any("Self-intersection" in reason for reason in reasons)
    assert any("no geometry" in reason for reason in reasons)
