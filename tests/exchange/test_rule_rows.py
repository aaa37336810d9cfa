"""Every row of the known coordination rules stands on the page, and its examples come out."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import shapely

from hamgam.engine.calendars.seasons import Closure, SeasonWindow
from hamgam.engine.geometry import reproject
from hamgam.engine.overlaps.find import Ground, find
from hamgam.engine.overlaps.rules import RulePack
from hamgam.engine.works import (
    Activity,
    Certainty,
    Impact,
    Kind,
    RoadPart,
    Stage,
    Surface,
    Work,
    Zone,
    ZoneKind,
)
from hamgam.exchange.rulepack import load_pack

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "reference" / "rules.md"
ROWS: list[dict[str, Any]] = tomllib.loads(
    Path(__file__).with_name("rule_rows.toml").read_text(encoding="utf-8")
)["rows"]
COUNTS = {"B1": 12, "B2": 4, "B3": 11, "B4": 6, "B5": 8, "B6": 10}
IS = {"pair": "pair predicate", "single": "single-work predicate", "duty": "duty (with the cases)"}
EXAMPLES = [
    pytest.param(example, id=f"{row['row']}-{example['rule']}-{number}")
    for row in ROWS
    for number, example in enumerate(row.get("examples", []))
]
WORDS = {
    "kind": Kind,
    "activity": Activity,
    "impact": Impact,
    "stage": Stage,
    "certainty": Certainty,
    "surface": Surface,
    "road_part": RoadPart,
}
ORIGIN = (732_000.0, 4_020_000.0)
EPSG = 32640


def in_degrees(shape: shapely.Geometry) -> Any:
    moved = shapely.transform(shape, lambda metres: metres + ORIGIN)
    return reproject([moved], EPSG, 4326)[0]


def work(position: int, spec: Mapping[str, Any]) -> Work:
    x, y, length = (spec.get(key, default) for key, default in (("x", 0), ("y", 0), ("line", 40)))
    known = {row.name for row in fields(Work)} | {"x", "y", "line"}
    assert set(spec) <= known
    told = {key: value for key, value in spec.items() if key not in ("x", "y", "line")}
    base: dict[str, Any] = {
        "ref": f"w{position}",
        "agency": f"agency {position}",
        "activity": Activity.EXCAVATION,
        "begins": date(2027, 5, 3),
        "ends": date(2027, 5, 12),
        "geometry": in_degrees(shapely.LineString([(x, y), (x + length, y)])),
    }
    return Work(**base | {key: WORDS.get(key, lambda v: v)(value) for key, value in told.items()})


def zone(spec: Mapping[str, Any]) -> Zone:
    shape = in_degrees(shapely.segmentize(shapely.box(*spec["box"]), 50))
    return Zone(key=spec["key"], kind=ZoneKind.DISTRICT, names={}, geometry=shape)


def window(spec: Mapping[str, Any]) -> SeasonWindow:
    rest = {key: spec[key] for key in ("zone", "begins", "ends")}
    closure = Closure(spec["closure"])
    return SeasonWindow(season=spec["key"], closure=closure, is_confirmed=True, **rest)


pack = cache(load_pack)


def consequences(example: Mapping[str, Any], works: Sequence[Mapping[str, Any]]) -> list[str]:
    """The consequences of the example's rule on the works."""
    key, rule = example["rule"].split(":")
    ground: Ground = {
        "zones": [zone(spec) for spec in example.get("zones", [])],
        "windows": [window(spec) for spec in example.get("seasons", [])],
        "epsg": EPSG,
    }
    listed = [work(position, spec) for position, spec in enumerate(works)]
    found = find(listed, pack(key), today=date(2026, 11, 24), **ground)
    return [str(finding.consequence) for finding in found if finding.rule == rule]


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_failing_example_is_found_once(example: Mapping[str, Any]) -> None:
    found = consequences(example, example["fails"]["works"])
    assert len(found) == 1
    assert found == [example.get("consequence", found[0])]


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_passing_example_is_not_found(example: Mapping[str, Any]) -> None:
    assert consequences(example, example["passes"]["works"]) == []


def test_every_row_of_every_table_is_there() -> None:
    wanted = [f"{part}.{n}" for part, count in COUNTS.items() for n in range(1, count + 1)]
    assert [row["row"] for row in ROWS] == wanted


def test_a_predicate_has_examples_and_a_duty_has_none() -> None:
    assert [row["row"] for row in ROWS if (row["is"] == "duty") == bool(row.get("examples"))] == []


def page_rows() -> dict[str, list[str]]:
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    cells = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in lines
        if re.match(r"\| B\d\.\d+ \|", line)
    ]
    return {row[0]: row[1:] for row in cells}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["row"])
def test_the_page_tells_the_row_with_its_rules_and_examples(row: dict[str, Any]) -> None:
    where, says, what, rules, examples = page_rows()[row["row"]]
    assert (where, says, what) == (row["where"], row["says"], IS[row["is"]])
    for example in row.get("examples", []):
        assert f"`{example['rule']}`" in rules
        assert example["fails"]["says"] in examples
        assert example["passes"]["says"] in examples


def test_the_page_tells_no_row_that_is_not_tested() -> None:
    assert set(page_rows()) == {row["row"] for row in ROWS}


def all_packs() -> dict[str, RulePack]:
    return {name: pack(name) for name in ("default", "ir-mashhad", "be-flanders", "world")}


def test_flanders_never_blocks() -> None:
    assert {str(rule.consequence) for rule in pack("be-flanders").rules} <= {"warn", "inform"}


def test_every_rule_of_the_world_is_tried_by_an_example() -> None:
    tried = {example["rule"] for row in ROWS for example in row.get("examples", [])}
    assert {f"world:{rule.id}" for rule in pack("world").rules} <= tried


@pytest.mark.parametrize("name", list(all_packs()))
def test_sentences_fill_in_every_language(name: str) -> None:
    for rule in pack(name).rules:
        assert set(rule.sentence) == {"fa", "en", "ar"}
        assert rule.source.publisher
