"""The demo city as the files that several agencies would really hand in, each in its own manner."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from shapely.geometry.base import BaseGeometry

from hamgam.cli.demo_city import writers
from hamgam.cli.demo_city.values import MARK, DemoCity, DemoProject
from hamgam.cli.demo_city.works import ADDRESS, PLANNED_END
from hamgam.engine.calendars.jalali import in_digits, jalali_numbers
from hamgam.engine.works import Activity, Impact, Kind, RoadPart, Stage, Work
from hamgam.exchange.city import City, load_city

Row = dict[str, object]
WORDY_SERIALS: Final = ("3", "7")
"""Last digits of the references whose side street alone is told."""

_STAGES: Final[Mapping[Stage, str]] = {
    Stage.UNKNOWN: "", Stage.WINDOW: "بازه پیشنهادی", Stage.PLANNED: "مصوب",
    Stage.RUNNING: "در حال اجرا", Stage.DONE: "پایان‌یافته", Stage.WITHDRAWN: "لغو",
}  # fmt: skip
_IMPACTS: Final[Mapping[Impact, str]] = {
    Impact.UNKNOWN: "", Impact.NONE: "بدون انسداد", Impact.MINOR: "جزئی",
    Impact.IMPORTANT: "انسداد بخشی", Impact.CLOSURE: "انسداد کامل",
}  # fmt: skip
_KINDS: Final[Mapping[Kind, str]] = {
    Kind.EVENT: "رویداد", Kind.DETOUR: "انحراف مسیر", Kind.BUS_STOP: "ایستگاه اتوبوس",
}  # fmt: skip
_ACTIVITIES: Final[Mapping[Activity, str]] = {
    Activity.EXCAVATION: "حفاری", Activity.CONNECTION: "انشعاب", Activity.PAVING: "روکش آسفالت",
    Activity.STRUCTURE: "احداث زیرگذر", Activity.LANDSCAPE: "فضای سبز", Activity.OTHER: "سایر",
}  # fmt: skip
_ROAD_PARTS: Final[Mapping[RoadPart, str]] = {
    RoadPart.CARRIAGEWAY: "سواره‌رو", RoadPart.FOOTWAY: "پیاده‌رو", RoadPart.VERGE: "رفیوژ",
}  # fmt: skip


def write_demo_files(demo: DemoCity, folder: Path) -> list[Path]:
    """The files written into the folder, each marked «داده نمایشی», the projects' last.

    Every work stands in one of them: the water company's permits tell places by addresses alone,
    the gas company's in UTM, others in degrees or as drawn. The shapefile needs pyogrio; without
    it the same list is GeoJSON.
    """
    folder.mkdir(parents=True, exist_ok=True)
    city = load_city("mashhad")
    owner = {agency.names["fa"]: agency.key for agency in city.agencies}
    lists: dict[str, list[Work]] = {}
    for work in demo.works:
        own = lists.setdefault(_list_of(work, owner), [])
        own.append(work)
    gas = "gas-network.zip" if find_spec("pyogrio") else "gas-network.geojson"
    lists[gas] = lists.pop("gas", [])
    paths = []
    for name, works in sorted(lists.items()):
        if works:
            paths.append(folder / name)
            _writer(name)(folder / name, works, city)
    paths.append(folder / "projects.xlsx")
    _projects(paths[-1], demo.projects, city)
    return paths


def _list_of(work: Work, owner: Mapping[str, str]) -> str:
    """The file in which a work is handed in."""
    key = owner.get(work.agency or "", "")
    own = {
        "water": "water-permits.xlsx" if _is_told_in_words(work) else "water-connections.csv",
        "gas": "gas",
        "electricity": "electricity-cables.csv",
        "telecom": "telecom-fibre.csv",
        "urban_rail": "urban-rail.kml",
        "bus": "events-and-bus.xlsx",
    }
    if work.kind is Kind.EVENT:
        return "events-and-bus.xlsx"
    return own.get(key, "municipality-and-others.geojson")


def _is_told_in_words(work: Work) -> bool:
    """Whether the water company tells the place by address: on main streets, and now and then."""
    return "حدفاصل" in work.told.get(ADDRESS, "") or work.ref.endswith(WORDY_SERIALS)


def _writer(name: str) -> Callable[[Path, Sequence[Work], City], None]:
    return {
        "water-permits.xlsx": _water,
        "water-connections.csv": _by_degrees,
        "gas-network.zip": _gas,
        "gas-network.geojson": _gas_without_gdal,
        "electricity-cables.csv": _electricity,
        "telecom-fibre.csv": _by_degrees,
        "urban-rail.kml": _urban_rail,
        "events-and-bus.xlsx": _events,
        "municipality-and-others.geojson": _municipality,
    }[name]


def _row(work: Work) -> Row:
    """What every list tells of a work, by Persian column names; dates are Jalali."""
    return {
        "شماره مجوز": work.ref,
        "دستگاه متقاضی": work.agency or "",
        "شرح عملیات": work.title,
        "نوع": _KINDS.get(work.kind, "حفاری" if work.kind is Kind.WORK else ""),
        "نوع عملیات": _ACTIVITIES[work.activity],
        "تاریخ درخواست": _day(work.submitted),
        "تاریخ شروع": _day(work.begins),
        "تاریخ پایان": _day(work.ends),
        PLANNED_END: work.told.get(PLANNED_END, ""),
        "وضعیت": _STAGES[work.stage],
        "اثر بر ترافیک": _IMPACTS[work.impact],
        "اضطراری": "بله" if work.emergency else "خیر",
        "استعلام از": _listed(work.asked),
        "پاسخ استعلام": _listed(work.answered),
        "طرح": work.project or "",
        "یادداشت": MARK["fa"],
    }


def _day(day: date | None) -> str:
    """A Jalali date in numbers, empty when there is none."""
    return "" if day is None else jalali_numbers(day).replace("-", "/")


def _listed(agencies: Sequence[str]) -> str:
    """Agencies in one cell; a name's own comma would part it."""
    return "؛ ".join(agency.partition("،")[0] for agency in agencies)


def _sizes(work: Work) -> Row:
    return {
        "طول (متر)": work.length_m,
        "عمق (متر)": work.depth_m,
        "بخش معبر": _ROAD_PARTS[work.road_part] if work.road_part else "",
    }


def _in_persian_digits(row: Row) -> Row:
    return {
        name: in_digits(value, "fa") if name.startswith(("تاریخ", "پایان")) else value
        for name, value in row.items()
        if isinstance(value, str)
    } | {name: value for name, value in row.items() if not isinstance(value, str)}


def _water(path: Path, works: Sequence[Work], city: City) -> None:
    """A workbook without coordinates: places are addresses, dates are written in Persian digits."""
    rows = [
        _in_persian_digits({**_row(work), **_sizes(work)}) | {ADDRESS: work.told.get(ADDRESS, "")}
        for work in works
    ]
    title = f"فهرست مجوزهای حفاری — {city.names['fa']} ({MARK['fa']})"
    writers.write_workbook(path, rows, sheet="مجوزها", title=title)


def _shapes(works: Sequence[Work]) -> list[BaseGeometry]:
    return [work.geometry for work in works if work.geometry is not None]


def _latin(work: Work) -> Row:
    """The row under the short Latin names that a shapefile has room for."""
    return {
        "PERMIT_NO": work.ref,
        "OWNER": work.agency or "",
        "TITLE": work.title,
        "ACTIVITY": _ACTIVITIES[work.activity],
        "SUBMITTED": _day(work.submitted),
        "START_DATE": _day(work.begins),
        "END_DATE": _day(work.ends),
        "STATUS": _STAGES[work.stage],
        "IMPACT": _IMPACTS[work.impact],
        "EMERGENCY": "بله" if work.emergency else "خیر",
        "ASKED": _listed(work.asked),
        "ANSWERED": _listed(work.answered),
        "LENGTH": work.length_m or 0.0,
        "DEPTH": work.depth_m or 0.0,
        "SCHEME": work.project or "",
        "NOTE": MARK["fa"],
    }


def _gas(path: Path, works: Sequence[Work], city: City) -> None:
    """A zipped shapefile in the city's metric system."""
    writers.write_shapefile(path, [_latin(work) for work in works], _shapes(works), city.epsg)


def _gas_without_gdal(path: Path, works: Sequence[Work], city: City) -> None:
    writers.write_geojson(path, [_latin(work) for work in works], _shapes(works), MARK["fa"])


def _electricity(path: Path, works: Sequence[Work], city: City) -> None:
    """A text table with the ends of cables in metres of UTM."""
    rows = []
    for work, shape in zip(works, writers.in_metres(_shapes(works), city.epsg), strict=True):
        (x, y), (end_x, end_y) = writers.two_ends(shape)
        ends = {"x شروع": x, "y شروع": y, "x پایان": end_x, "y پایان": end_y}
        rows.append({**_row(work), **_sizes(work), **{k: round(v, 2) for k, v in ends.items()}})
    writers.write_csv(path, rows, delimiter=";")


def _by_degrees(path: Path, works: Sequence[Work], city: City) -> None:
    """A text table with the ends of trenches as latitude and longitude."""
    rows = []
    for work, shape in zip(works, _shapes(works), strict=True):
        (lon, lat), (end_lon, end_lat) = writers.two_ends(shape)
        ends = {
            "عرض جغرافیایی": lat, "طول جغرافیایی": lon,
            "عرض جغرافیایی پایان": end_lat, "طول جغرافیایی پایان": end_lon,
        }  # fmt: skip
        rows.append({**_row(work), **_sizes(work), **{k: round(v, 7) for k, v in ends.items()}})
    writers.write_csv(path, rows, delimiter=",")


def _urban_rail(path: Path, works: Sequence[Work], city: City) -> None:
    rows = [{**_row(work), **_sizes(work)} for work in works]
    writers.write_kml(path, rows, _shapes(works), MARK["fa"])


def _events(path: Path, works: Sequence[Work], city: City) -> None:
    """A workbook that tells its shapes as WKT."""
    rows = [
        {**_row(work), **_sizes(work), "هندسه": shape.wkt}
        for work, shape in zip(works, _shapes(works), strict=True)
    ]
    title = f"رویدادها و تغییر خطوط اتوبوس ({MARK['fa']})"
    writers.write_workbook(path, rows, sheet="رویدادها", title=title)


def _municipality(path: Path, works: Sequence[Work], city: City) -> None:
    rows = [
        {**_row(work), **_sizes(work), "تحویل به": work.handover_to or "", **_taken(work)}
        for work in works
    ]
    writers.write_geojson(path, rows, _shapes(works), MARK["fa"])


def _taken(work: Work) -> Row:
    words = {True: "بله", False: "خیر", None: ""}
    return {"تحویل شده": words[work.taken_over]}


def _projects(path: Path, projects: Sequence[DemoProject], city: City) -> None:
    """The half-finished projects as the planner's workbook has them; money in billions of rials."""
    zones = {zone.key: zone.names["fa"].partition(" (")[0] for zone in city.zones}
    waits = {
        code: names["fa"]
        for obstacle in city.obstacles
        for code, names in obstacle.sub_codes.items()
    }
    rows: list[Row] = [
        {
            "شناسه": project.ref,
            "پروژه": project.title,
            "دستگاه": project.agency,
            "پهنه": zones.get(project.zone, project.zone),
            "پیشرفت فیزیکی (٪)": project.physical_percent,
            "پیشرفت مالی (٪)": project.paid_percent,
            "هزینهٔ باقی‌مانده (میلیارد ریال)": project.remaining_rials / 1e9,
            "سال پایهٔ قیمت": project.price_base[0],
            "اعتبار مصوب به تفکیک سال (میلیارد ریال)": "؛ ".join(
                f"{year}: {rials / 1e9:g}" for year, rials in project.credit_rials.items()
            ),
            "تاریخ وعده": _day(project.promised),
            "فایدهٔ ماهانه برای مردم (میلیارد ریال)": project.benefit_rials_per_month / 1e9,
            "در انتظارِ": "، ".join(waits[code] for code in project.obstacles),
            "آغاز تازه؟": "بله" if project.began is None else "خیر",
            "یادداشت": MARK["fa"],
        }
        for project in projects
    ]
    writers.write_workbook(path, rows, sheet="پروژه‌ها", title="")
