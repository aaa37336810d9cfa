from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest
from tests.toy_report import HOSTILE, ruled

from hamgam.exchange.findings_out.geojson import geojson
from hamgam.exchange.findings_out.words import words

SHARED = Path(os.environ.get("HAMGAM_SHARED", "../shared"))


def layer(language: str = "fa", **more: Any) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(geojson(ruled(**more), words(language)))
    return told


def test_one_feature_for_each_finding_with_both_works() -> None:
    features = layer()["features"]
    assert len(features) == len(ruled().findings)
    told = [feature["properties"] for feature in features]
    pair = next(p for p in told if (p["a_ref"], p.get("b_ref")) == ("G-1", "W-1"))
    assert pair["a_title"] == HOSTILE
    assert pair["a_begins"] == "2026-12-10"
    assert pair["a_begins_jalali"] == "۱۹ آذر ۱۴۰۵"
    assert pair["statement"].startswith("گاز و آبفا ۱۱ روز")


def test_no_property_can_be_taken_for_a_gregorian_date() -> None:
    """Readers turn a text like 1405-09-03 into a day of the year 1405."""
    for feature in layer("en")["features"]:
        for name, value in feature["properties"].items():
            if name.endswith("_jalali"):
                assert not re.fullmatch(r"\d{3,4}[-/.]\d+[-/.]\d+", value)


def test_the_demo_is_marked() -> None:
    marks = {f["properties"].get("mark") for f in layer(is_demo=True)["features"]}
    assert marks == {"داده نمایشی"}
    assert "mark" not in layer()["features"][0]["properties"]


def test_a_second_reader_reads_it(tmp_path: Path) -> None:
    raw = pytest.importorskip("pyogrio.raw")
    path = tmp_path / "findings.geojson"
    path.write_bytes(geojson(ruled(), words("fa")))
    meta, _, geometries, fields = raw.read(path)
    assert len(geometries) == len(ruled().findings)
    assert "EPSG:4326" in meta["crs"]
    columns = dict(zip(meta["fields"], fields, strict=True))
    assert "۱۹ آذر ۱۴۰۵" in list(columns["a_begins_jalali"])


@pytest.mark.shared_data
@pytest.mark.skipif(not (SHARED / "standards").is_dir(), reason="shared data not present")
def test_it_keeps_the_schema_of_geojson() -> None:
    jsonschema = pytest.importorskip("jsonschema")
    schemas = SHARED / "standards" / "geojson" / "schema"
    schema = json.loads((schemas / "FeatureCollection.json").read_text(encoding="utf-8"))
    jsonschema.Draft7Validator(schema).validate(layer())
