from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from shapely.geometry import shape
from tests.toy_report import ruled, unruled, works

from hamgam.exchange.documents.overlaps_page import MOST_FINDINGS
from hamgam.exchange.documents.page_map import MOST_WORKS
from hamgam.exchange.findings_out.plain import FINDING_KEYS, plain_json
from hamgam.exchange.findings_out.rows import FINDING_COLUMNS, MISREAD_COLUMNS

ROOT = Path(__file__).parents[3]


def told(content: bytes) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(content)
    return answer


def test_one_object_with_exactly_the_promised_keys() -> None:
    answer = told(plain_json(ruled()))
    assert list(answer) == ["works", "misread", "findings"]
    assert answer["works"] == len(works())
    assert answer["misread"][0]["row"] == 7
    assert {tuple(finding) for finding in answer["findings"]} == {FINDING_KEYS}


def test_the_plain_search_knows_no_rule() -> None:
    found = told(plain_json(unruled()))["findings"]
    pairs = {frozenset((finding["a"], finding["b"])): finding for finding in found}
    assert {finding["rule"] for finding in found} == {finding["severity"] for finding in found}
    assert {finding["rule"] for finding in found} == {None}
    meeting, waiting = pairs[frozenset({"W-1", "G-1"})], pairs[frozenset({"W-1", "G-2"})]
    assert (meeting["kind"], meeting["overlap_days"], meeting["gap_days"]) == (
        "collision",
        11,
        None,
    )
    assert (waiting["kind"], waiting["overlap_days"], waiting["gap_days"]) == ("chance", 0, 31)
    assert meeting["distance_m"] == 0


def test_places_are_geometry_in_degrees_or_null() -> None:
    found = told(plain_json(ruled()))["findings"]
    placed = [finding for finding in found if finding["place"]]
    assert placed
    for finding in placed:
        west, south, east, north = shape(finding["place"]).bounds
        assert 59 < west <= east < 60
        assert 36 < south <= north < 37


def test_no_finding_reads_as_an_empty_list() -> None:
    assert told(plain_json(ruled([])))["findings"] == []


def test_the_reference_names_every_key_and_column() -> None:
    page = (ROOT / "docs" / "reference" / "findings.md").read_text(encoding="utf-8")
    sides = {name.removeprefix("a_").removeprefix("b_") for name in FINDING_COLUMNS}
    for name in {*FINDING_KEYS, *sides, *MISREAD_COLUMNS}:
        assert f"`{name}`" in page, name
    assert f"at most {MOST_FINDINGS:,} findings" in page
    assert f"at most {MOST_WORKS:,} works" in page
