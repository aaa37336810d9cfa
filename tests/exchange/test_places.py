"""Addresses as Iranian lists write them: each way of writing, and a noisy list of 300 rows."""

from __future__ import annotations

import json
import os
import pathlib
import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import LineString
from shapely.geometry.base import BaseGeometry
from shapely.ops import substring

from hamgam.engine.geometry import WGS84, reproject
from hamgam.engine.works import Certainty
from hamgam.exchange.city import City, load_city
from hamgam.exchange.places import Located, StreetIndex, locate


@lru_cache(maxsize=1)
def city() -> City:
    return load_city("mashhad")


@lru_cache(maxsize=1)
def index() -> StreetIndex:
    return StreetIndex(city())


def metres(geometry: BaseGeometry) -> BaseGeometry:
    moved: BaseGeometry = reproject([geometry], WGS84, 32640)[0]
    return moved


def line_of(key: str) -> LineString:
    line = metres(next(street.line for street in city().streets if street.key == key))
    assert isinstance(line, LineString)
    return line


def found(address: str) -> Located:
    place = locate(address, index())
    assert isinstance(place, Located), f"{address}: {place}"
    return place


VAKILABAD = "بلوار وکیل‌آباد"


@pytest.mark.parametrize(
    "address",
    [
        "بلوار وکیل‌آباد، حدفاصل بلوار هفت تیر تا بلوار هنرستان",
        "بلوار وكيل آباد حد فاصل هفت‌تیر و هنرستان",
        "وکیلاباد بین هنرستان تا ۷ تیر",
        "مشهد - منطقه ۹ - بولوار وکیل آباد - از هفت تیر الی هنرستان",
        "بل. وکیل‌آباد مابین بلوار هفت‌تير و بلوار هنرستان، پلاک ۲۵۰",
        "خیابان وکیل ابدا حدفاصل بلوار هفت تیر تا هنرستان",
    ],
)
def test_the_part_between_two_crossings_is_cut_out(address: str) -> None:
    place = found(address)
    line = line_of("vakilabad")
    measures = sorted(
        line.project(line.intersection(line_of(k))) for k in ("haft_bl", "honarestan")
    )
    expected = substring(line, *measures)
    assert place.certainty is Certainty.BETWEEN_CROSSINGS
    assert place.street == VAKILABAD
    assert metres(place.geometry).hausdorff_distance(expected) < 1


def test_a_side_moves_the_part_by_half_the_road_to_that_side() -> None:
    plain = metres(found(f"{VAKILABAD} حدفاصل هفت تیر تا هنرستان").geometry)
    for word, sign in (("شمالی", 1), ("جنوبی", -1)):
        sided = metres(found(f"{VAKILABAD} حدفاصل هفت تیر تا هنرستان، ضلع {word}").geometry)
        assert sided.distance(plain) == pytest.approx(13, abs=0.5)
        assert sign * (sided.centroid.y - plain.centroid.y) > 5


def test_a_side_along_the_street_is_said_not_to_fit() -> None:
    place = found(f"{VAKILABAD} حدفاصل هفت تیر تا هنرستان، ضلع غربی")
    assert "نمی‌خواند" in place.reading


def test_a_stated_length_counts_from_the_first_crossing() -> None:
    place = found("بلوار وکیل‌آباد، حدفاصل بلوار هفت تیر تا بلوار هنرستان، ضلع شمالی، ۱۲۰ متر")
    assert metres(place.geometry).length == pytest.approx(120, abs=1)
    assert metres(place.geometry).distance(line_of("haft_bl")) < 15
    back = found("بلوار وکیل‌آباد، حدفاصل بلوار هنرستان تا بلوار هفت تیر، به طول ۱۲۰ متر")
    assert metres(back.geometry).distance(line_of("honarestan")) < 1


def test_width_and_depth_are_no_length() -> None:
    place = found(f"{VAKILABAD} حدفاصل هفت تیر تا هنرستان، عرض ۲ متر، عمق ۱٫۵ متر، طول ۰٫۱ کیلومتر")
    assert metres(place.geometry).length == pytest.approx(100, abs=1)


@pytest.mark.parametrize(
    ("address", "streets"),
    [
        ("تقاطع بلوار فردوسی و بلوار خیام", ("ferdowsi_bl", "khayyam_bl")),
        ("بلوار سجاد تقاطع خیام", ("sajjad", "khayyam_bl")),
        ("خیابان امام خمینی نبش خیابان خسروی", ("emam_kh", "khosravi")),
        ("احمدآباد سر نبش کوهسنگی", ("ahmadabad", "kuhsangi")),
        ("بلوار وکیل‌آباد-ابتدای بلوار حافظ", ("vakilabad", "hafez_bl")),
        ("طبرسی جنوبی، تقاطع بلوار ناشناس و بلوار وحدت", ("tabarsi", "vahdat")),
    ],
)
def test_a_crossing_is_a_point_near_both_streets(address: str, streets: tuple[str, str]) -> None:
    place = found(address)
    assert place.geometry.geom_type == "Point"
    assert all(metres(place.geometry).distance(line_of(key)) <= 150 for key in streets)


def test_a_length_at_a_corner_reaches_to_either_side() -> None:
    place = found("بلوار سجاد نبش خیام، ۵۰ متر")
    assert metres(place.geometry).length == pytest.approx(100, abs=1)


def test_a_landmark_is_stood_on_the_street() -> None:
    place = found("خیابان کوهسنگی روبه‌روی پارک کوهسنگی")
    park = next(p.point for p in city().landmarks if p.names["fa"] == "پارک کوهسنگی")
    assert metres(place.geometry).distance(metres(park)) < 50
    assert metres(place.geometry).distance(line_of("kuhsangi")) < 1


@pytest.mark.parametrize(
    ("address", "street", "landmark"),
    [
        ("بلوار احمدآباد-میدان دکتر شریعتی(تقی‌آباد)", "ahmadabad", "میدان دکتر شریعتی (تقی‌آباد)"),
        ("میدان آزادی-ابتدا بلوار ملک آباد", "malekabad", "میدان آزادی (فلکه پارک)"),
        ("بلوار طبرسی شمالی-تقاطع غیر همسطح فجر", "tabarsi_n", "تقاطع غیرهمسطح فجر"),
        ("فداییان اسلام، بین ناکجا و کوشش، چهارراه نخریسی", "fadaian", "چهارراه نخریسی"),
    ],
)
def test_a_landmark_behind_the_street_narrows_it_down(
    address: str, street: str, landmark: str
) -> None:
    place = found(address)
    point = next(p.point for p in city().landmarks if p.names["fa"] == landmark)
    assert place.certainty is Certainty.BETWEEN_CROSSINGS
    assert metres(place.geometry).distance(metres(point)) < 150
    assert metres(place.geometry).distance(line_of(street)) < 1


def test_a_landmark_before_the_street_only_leads_there() -> None:
    place = found("میدان شریعتی، خیابان کوهسنگی، پلاک ۲۰۰")
    assert (place.certainty, place.street) == (Certainty.STREET_ONLY, "خیابان کوهسنگی")


SHARED = pathlib.Path(os.environ.get("HAMGAM_SHARED", "../shared"))


@pytest.mark.shared_data
@pytest.mark.skipif(not (SHARED / "data").is_dir(), reason="shared data not present")
def test_real_addresses_of_metro_stations_lead_to_their_positions() -> None:
    """What places by crossings is near the station; a whole street passes it, or is another's."""
    path = SHARED / "data" / "iran" / "mashhad_metro_stations.geojson"
    away: dict[Certainty, list[float]] = {certainty: [] for certainty in Certainty}
    for feature in json.loads(path.read_text(encoding="utf-8"))["features"]:
        place = found(feature["properties"]["address"])
        station = metres(shapely.from_geojson(json.dumps(feature["geometry"])))
        away[place.certainty].append(metres(place.geometry).distance(station))
    surely, only = away[Certainty.BETWEEN_CROSSINGS], away[Certainty.STREET_ONLY]
    assert len(surely) > 15
    # The point of the station named after Fajr interchange is known to be wrong in the source.
    assert sorted(surely)[-2] < 300
    assert sum(distance < 500 for distance in only) >= len(only) - 1


def test_a_street_that_joins_two_squares_need_not_be_named() -> None:
    place = found("از میدان آزادی تا میدان فلسطین")
    assert place.street == "بلوار ملک‌آباد"
    assert metres(place.geometry).hausdorff_distance(line_of("malekabad")) < 1


def test_a_landmark_alone_is_a_point() -> None:
    place = found("چهارراه خسروی")
    assert (place.street, place.geometry.geom_type) == ("", "Point")
    assert found("میدان شهدا").geometry.distance(found("چهارراه شهدا").geometry) > 0.001


@pytest.mark.parametrize(
    ("address", "street"),
    [
        ("خیابان شیرازی", "خیابان آیت‌الله شیرازی (بالاخیابان)"),
        ("بالاخیابان", "خیابان آیت‌الله شیرازی (بالاخیابان)"),
        ("بزرگراه همت", "بزرگراه شهید میرزایی (همت)"),
        ("بلوار شهید حجاب", "بلوار حجاب"),
        ("۲۰ متری طلاب", "بیست‌متری طلاب"),
        ("خیابان ۱۷ شهریور", "خیابان هفده شهریور"),
        ("بلوار ابوذر", "بلوار ابوذر"),
        ("ابوذر غفاری", "بلوار ابوذر غفاری"),
        ("وکیل‌آباد ۲۳، پلاک ۱۲", VAKILABAD),
        ("منطقه ۹، بلوار هاشمیه، هاشمیه ۱۵", "بلوار هاشمیه"),
        ("بلوار ملک‌آباد، ملک‌آباد ۵", "بلوار ملک‌آباد"),
        ("جاده قدیم نیشابور، ملک‌آباد ۵", "جاده قدیم نیشابور (ملک‌آباد)"),
        ("بلوار معلم حدفاصل معلم ۱۰ تا معلم ۲۰", "بلوار معلم"),
        ("بلوار پیروزی، نرسیده به مسجد", "بلوار پیروزی"),
    ],
)
def test_what_tells_only_the_street_is_the_whole_street(address: str, street: str) -> None:
    place = found(address)
    assert (place.certainty, place.street) == (Certainty.STREET_ONLY, street)


@pytest.mark.parametrize(
    ("address", "part"),
    [
        ("بلوار طبرسی", "equally well"),
        ("خیابان ناشناس پرت", "no street or place of the name"),
        ("", "empty"),
        ("۱۲۰ متر", "empty"),
        ("میدان ناشناس", "no street or place of the name"),
        ("از میدان ناشناس تا میدان دیگر", "no street or place that is known"),
        ("تقاطع ناکجا و هیچستان", "no street or place that is known"),
        ("خیابان ناشناس حدفاصل میدان آزادی تا میدان فلسطین", "no street or place of the name"),
        ("خیابان ناشناس، میدان سعدی", "no street or place of the name"),
    ],
)
def test_what_cannot_be_told_is_refused_with_the_reason(address: str, part: str) -> None:
    reason = locate(address, index())
    assert isinstance(reason, str)
    assert part in reason


def test_a_misspelt_name_near_two_streets_is_not_guessed() -> None:
    streets = [
        replace(city().streets[0], key=key, names={"fa": name, "en": key, "ar": key})
        for key, name in (("a", "خیابان گلستانی"), ("b", "خیابان بلستانی"))
    ]
    two = StreetIndex(replace(city(), streets=tuple(streets)))
    assert "equally well" in str(locate("خیابان دلستانی", two))
    assert isinstance(locate("خیابان گلستانی", two), Located)


def test_a_misspelt_name_needs_a_lead_over_the_next() -> None:
    names = {"a": "خیابان سپیدارستان کهن‌دژ باختری", "b": "خیابان سپیدارستان کهن‌دژ باختران"}
    streets = [
        replace(city().streets[0], key=key, names={"fa": name, "en": key, "ar": key})
        for key, name in names.items()
    ]
    two = StreetIndex(replace(city(), streets=tuple(streets)))
    # One edit from the first and two from the second, of more than twenty letters.
    assert "equally well" in str(locate("خیابان سپیدارستان کهن‌دژ باختریی", two))
    assert isinstance(locate("خیابان سپیدارستان کهن‌دژ باختری", two), Located)


def test_streets_that_cross_do_not_cross_again_where_they_nearly_meet() -> None:
    place = found("بیست‌متری طلاب، حدفاصل بلوار شهید مفتح تا بلوار گلشهر، ۸۰ متر")
    begins = line_of("tollab20").intersection(line_of("mofatteh_bl"))
    assert metres(place.geometry).distance(begins) < 1


def test_crossings_tell_two_streets_of_one_name_apart() -> None:
    place = found("بلوار طبرسی نبش بلوار وحدت")
    assert place.street == "بلوار طبرسی جنوبی"


@given(st.text(max_size=60))
@settings(max_examples=150, deadline=None)
def test_any_text_is_placed_or_refused(text: str) -> None:
    place = locate(text, index())
    assert isinstance(place, str) or not place.geometry.is_empty


WORDS = ["بلوار", "وکیل‌آباد", "از", "تا", "و", "تقاطع", "نبش", "،", "۱۲"]
WORDS += ["متر", "ضلع شمالی", "میدان", "آزادی", "حدفاصل", "ک", "-", "(", ")"]


@given(st.lists(st.sampled_from(WORDS)))
@settings(max_examples=150, deadline=None)
def test_any_order_of_address_words_is_placed_or_refused(words: list[str]) -> None:
    place = locate(" ".join(words), index())
    assert isinstance(place, str) or not place.geometry.is_empty


# A list of 300 rows, written and then spoilt as such lists are; the truth is known.


@dataclass(frozen=True)
class Row:
    address: str
    truth: BaseGeometry
    """In metres."""


def crossings_of(key: str) -> list[tuple[float, str]]:
    """Measure and Persian name of every street that meets this one, found by plain geometry."""
    line = line_of(key)
    met = []
    for street in city().streets:
        other = line_of(street.key)
        if street.key != key and line.intersects(other):
            point = line.intersection(other)
            if point.geom_type == "Point":
                met.append((line.project(point), street.names["fa"]))
    return sorted(met)


def spoil(text: str, dice: random.Random) -> str:
    spoilers: list[Callable[[str], str]] = [
        lambda t: t.replace("\u200c", ""),
        lambda t: t.replace("\u200c", " "),
        lambda t: t.replace("ی", "ي").replace("ک", "ك"),
        lambda t: t.replace("بلوار", "بولوار"),
        lambda t: t.replace("خیابان", "خ"),
        lambda t: t.replace("شهید ", "").replace("آیت‌الله ", ""),
        lambda t: t.replace("آ", "ا"),
        lambda t: t.replace("،", " "),
        lambda t: t.translate(str.maketrans("۰۱۲۳۴۵۶۷۸۹", "0123456789")),
        lambda t: t.replace("حدفاصل", "حد فاصل").replace(" تا ", " الی "),
    ]
    for spoiler in dice.sample(spoilers, 3):
        text = spoiler(text)
    return text


def misspell(name: str, dice: random.Random) -> str:
    """One letter of a long word doubled, lost or swapped with its neighbour."""
    words = name.split(" ")
    long = [i for i, word in enumerate(words) if len(word) >= 6 and i > 0]
    if not long:
        return name
    i = dice.choice(long)
    at = dice.randrange(1, len(words[i]) - 2)
    word = words[i]
    words[i] = dice.choice(
        [
            word[:at] + word[at] + word[at:],
            word[:at] + word[at + 1 :],
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        ]
    )
    return " ".join(words)


def persian_list(count: int, seed: int) -> list[Row]:
    dice = random.Random(seed)
    keys = [street.key for street in city().streets]
    known = {key: met for key in keys if len(met := crossings_of(key)) >= 2}
    names = {street.key: street.names["fa"] for street in city().streets}
    rows: list[Row] = []
    while len(rows) < count:
        key = dice.choice(sorted(known))
        (begin, a), (end, b) = dice.sample(known[key], 2)
        if abs(begin - end) < 300:
            continue
        name = names[key]
        if dice.random() < 0.2:
            name = misspell(name, dice)
        form = dice.randrange(4)
        if form == 0:
            text, cut = f"{name}، حدفاصل {a} تا {b}", (begin, end)
        elif form == 1:
            length = dice.randrange(40, 280, 20)
            text = f"{name}، حدفاصل {a} تا {b}، {length} متر"
            cut = (begin, begin + length * (1 if end > begin else -1))
        elif form == 2:
            text, cut = f"{name} نبش {a}", (begin, begin)
        else:
            text, cut = f"از {a} تا {b}، {name}", (begin, end)
        rows.append(Row(spoil(text, dice), substring(line_of(key), *cut)))
    return rows


def test_a_noisy_list_of_300_rows_is_placed_where_it_lies() -> None:
    rows = persian_list(300, seed=1405)
    near = wrong = 0
    for row in rows:
        place = locate(row.address, index())
        if isinstance(place, Located) and place.certainty is not Certainty.STREET_ONLY:
            away = metres(place.geometry).hausdorff_distance(row.truth)
            near += away <= 150
            wrong += away > 150
    assert near >= 0.95 * len(rows)
    assert wrong <= 0.01 * len(rows)


def test_the_index_knows_every_crossing_that_geometry_knows() -> None:
    keys = [street.key for street in city().streets]
    for number, key in enumerate(keys):
        line = line_of(key)
        for other, other_key in enumerate(keys):
            if other != number and line.intersects(line_of(other_key)):
                touched = line.intersection(line_of(other_key)).centroid
                measures = index().crossings(number, other)
                assert min(abs(measure - line.project(touched)) for measure in measures) < 310
