"""A city's folder, read whole: what `--city NAME|PATH` means."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pyproj
import shapely
from shapely.geometry import LineString, Point

from hamgam.exchange.city.folders import city_folder
from hamgam.exchange.city.tables import Faults, Table, read_rows, read_toml
from hamgam.exchange.city.values import (
    Agency,
    City,
    CityError,
    Landmark,
    Names,
    Obstacle,
    Post,
    Price,
    PriceBook,
    Street,
)
from hamgam.exchange.city.zones import drawn_zones, made_zones

STAND_IN_EPSG = 3857
"""Lets the rest of a folder be read when its own system is faulty."""
STREET_COLUMNS = (
    "id", "name_fa", "name_en", "name_ar", "class", "lanes", "wkt", "status", "districts",
)  # fmt: skip
PLACE_COLUMNS = ("name_fa", "name_en", "name_ar", "kind", "lon", "lat")


def load_city(name_or_path: str | Path) -> City:
    """The city of that name among Hamgam's own, or of any folder of the same form.

    Raises CityError with every fault of the folder, each with its file and key or row.
    """
    folder = city_folder(name_or_path)
    faults = Faults()
    city = _city(folder, faults)
    if faults.told:
        raise CityError(faults.told)
    return city


def _city(folder: Path, faults: Faults) -> City:
    top = read_toml(folder, "city.toml", faults)
    epsg = _metric_epsg(top)
    addresses, widths = top.table("addresses"), top.table("zone_widths_m")
    streets = _streets(folder, top.table("streets").positive("lane_width_m"), faults)
    drawn = drawn_zones(folder, widths, epsg, faults)
    is_schematic = top.get("schematic", bool, False)
    made = made_zones(top.tables("zones"), drawn, streets, widths, epsg)
    zones = [*(replace(zone, schematic=is_schematic) for zone in made), *drawn]
    agencies = _agencies(folder, faults)
    city = City(
        key=top.get("key", str),
        names=top.names(),
        epsg=epsg,
        rulepack=top.get("rulepack", str),
        is_schematic=is_schematic,
        attribution=top.names("attribution"),
        node_tolerance_m=addresses.positive("node_tolerance_m"),
        landmark_reach_m=addresses.positive("landmark_reach_m"),
        zones=tuple(zones),
        streets=streets,
        landmarks=_landmarks(folder, faults),
        agencies=agencies,
        price_book=_price_book(folder, faults),
        obstacles=_obstacles(folder, {agency.key for agency in agencies}, faults),
    )
    for table in (top, addresses):
        table.refuse_others()
    _refuse_twins("zones.geojson", "id", [zone.key for zone in zones], faults)
    _refuse_strays(streets, {zone.key for zone in zones}, faults)
    return city


def _metric_epsg(top: Table) -> int:
    epsg = top.get("epsg", int)
    try:
        system = pyproj.CRS.from_epsg(epsg)
    except pyproj.exceptions.CRSError:
        system = None
    if system is None or not system.is_projected or system.axis_info[0].unit_name != "metre":
        top.fault("epsg", "no metric reference system", epsg, "32640 in the region of Mashhad")
        return STAND_IN_EPSG
    return epsg


def _refuse_twins(file: str, field: str, keys: list[str], faults: Faults) -> None:
    for key in sorted({key for key in keys if keys.count(key) > 1}):
        faults.add(file, field, "stands there twice", value=key)


def _refuse_strays(streets: tuple[Street, ...], zones: set[str], faults: Faults) -> None:
    for row, street in enumerate(streets, start=1):
        for district in street.districts:
            if district not in zones:
                faults.add("streets.csv", "districts", "no such zone", row=row, value=district)


def _row_names(file: str, row: int, told: dict[str, str], faults: Faults) -> Names:
    names = {code: told[f"name_{code}"] for code in ("fa", "en", "ar")}
    for code, name in names.items():
        if not name:
            faults.add(file, f"name_{code}", "has no name in this language", row=row)
    return names


def _streets(folder: Path, lane_width_m: float, faults: Faults) -> tuple[Street, ...]:
    file, streets = "streets.csv", []
    for row, told in read_rows(folder, file, STREET_COLUMNS, faults):
        line, lanes = _line(told["wkt"]), told["lanes"]
        if line is None:
            faults.add(file, "wkt", "no LINESTRING in degrees", row=row, value=told["wkt"][:60])
        elif not re.fullmatch(r"[1-9]\d?", lanes):
            faults.add(file, "lanes", "no number of lanes", row=row, value=lanes)
        else:
            streets.append(
                Street(
                    key=told["id"],
                    names=_row_names(file, row, told, faults),
                    street_class=told["class"],
                    lanes=int(lanes),
                    width_m=int(lanes) * lane_width_m,
                    line=line,
                    districts=_districts(told["districts"]),
                    is_half_finished=told["status"] == "half-finished",
                )
            )
    _refuse_twins(file, "id", [street.key for street in streets], faults)
    return tuple(streets)


def _districts(text: str) -> tuple[str, ...]:
    """Keys of zones from "1;2;samen"; a street outside every district tells "outside"."""
    parts = [part.strip() for part in text.split(";") if part.strip() not in {"", "outside"}]
    return tuple(f"district_{part}" if part.isdecimal() else part for part in parts)


def _line(wkt: str) -> LineString | None:
    line = shapely.from_wkt(wkt, on_invalid="ignore")
    if not isinstance(line, LineString) or line.length == 0:
        return None
    west, south, east, north = line.bounds
    return line if west >= -180 and east <= 180 and south >= -90 and north <= 90 else None


def _landmarks(folder: Path, faults: Faults) -> tuple[Landmark, ...]:
    file, landmarks = "places.csv", []
    for row, told in read_rows(folder, file, PLACE_COLUMNS, faults):
        try:
            point = Point(float(told["lon"]), float(told["lat"]))
        except ValueError:
            value = f"{told['lon']}, {told['lat']}"
            faults.add(file, "lon, lat", "no degrees", row=row, value=value)
            continue
        names = _row_names(file, row, told, faults)
        landmarks.append(Landmark(names=names, kind=told["kind"], point=point))
    return tuple(landmarks)


def _agencies(folder: Path, faults: Faults) -> tuple[Agency, ...]:
    file = "agencies.toml"
    top = read_toml(folder, file, faults)
    tables = top.tables("agencies")
    agencies = [_agency(table) for table in tables]
    top.refuse_others()
    _refuse_twins(file, "key", [agency.key for agency in agencies], faults)
    parents = {agency.key: agency.parent for agency in agencies}
    for agency, table in zip(agencies, tables, strict=True):
        if agency.parent is not None and agency.parent not in parents:
            table.fault("parent", "no such agency", agency.parent)
        elif _is_own_ancestor(agency.key, parents):
            table.fault("parent", "goes round in a circle", agency.parent or "")
    return tuple(agencies)


def _is_own_ancestor(key: str, parents: dict[str, str | None]) -> bool:
    seen: set[str] = set()
    above = parents[key]
    while above is not None and above not in seen:
        if above == key:
            return True
        seen.add(above)
        above = parents.get(above)
    return False


def _agency(table: Table) -> Agency:
    agency = Agency(
        key=table.get("key", str),
        names=table.names(),
        kind=table.get("kind", str),
        parent=table.get("parent", str, "") or None,
        posts=tuple(
            Post(key=post.get("key", str), names=post.names()) for post in table.tables("posts")
        ),
        aliases=table.texts("aliases"),
        does_works=table.get("works", bool, False),
    )
    table.refuse_others()
    return agency


def _price_book(folder: Path, faults: Faults) -> PriceBook:
    top = read_toml(folder, "pricebook.toml", faults)
    year, quarter = top.get("base_year", int), top.get("base_quarter", int)
    if not 1300 <= year <= 1500:
        top.fault("base_year", "no Jalali year", year)
    if not 1 <= quarter <= 4:
        top.fault("base_quarter", "no quarter of a year", quarter, "1 to 4")
    prices = [_price(table) for table in top.tables("prices")]
    top.refuse_others()
    _refuse_twins("pricebook.toml", "key", [price.key for price in prices], faults)
    return PriceBook(
        base_year=year, base_quarter=quarter, prices={price.key: price for price in prices}
    )


def _price(table: Table) -> Price:
    price = Price(
        key=table.get("key", str),
        names=table.names(),
        unit=table.get("unit", str),
        rials=table.get("rials", int),
        is_assumed=table.get("assumed", bool, False),
    )
    if price.rials <= 0:
        table.fault("rials", "not a positive number of rials", price.rials)
    table.refuse_others()
    return price


def _obstacles(folder: Path, agencies: set[str], faults: Faults) -> tuple[Obstacle, ...]:
    file = "obstacles.toml"
    top = read_toml(folder, file, faults)
    obstacles = [_obstacle(table, agencies) for table in top.tables("obstacles")]
    top.refuse_others()
    codes = [obstacle.code for obstacle in obstacles]
    codes += [code for obstacle in obstacles for code in obstacle.sub_codes]
    _refuse_twins(file, "code", codes, faults)
    return tuple(obstacles)


def _obstacle(table: Table, agencies: set[str]) -> Obstacle:
    owner = table.get("usual_owner", str, "") or None
    if owner is not None and owner not in agencies:
        table.fault("usual_owner", "no such agency", owner)
    obstacle = Obstacle(
        code=table.get("code", str),
        names=table.names(),
        usual_owner=owner,
        prior_days=table.get("prior_days", int, 0) or None,
        sub_codes={sub.get("code", str): sub.names() for sub in table.tables("sub_codes")},
    )
    table.refuse_others()
    return obstacle
