"""A real register through the command line: its pairs are those of a plain count."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pyproj
import pytest
import shapely
from shapely.geometry import shape

SHARED = Path(os.environ.get("HAMGAM_SHARED", "../shared"))
REGISTER = SHARED / "data" / "guernsey" / "street_works_2025-10-09.geojson"
pytestmark = [
    pytest.mark.shared_data,
    pytest.mark.skipif(not REGISTER.is_file(), reason="shared data not present"),
]


def counted_plainly(within: float, gap: int) -> set[tuple[str, str]]:
    """Pair by pair, with nothing of ours: reference pairs of different contractors."""
    rows = json.loads(REGISTER.read_text(encoding="utf-8"))["features"]
    to_metres = pyproj.Transformer.from_crs(4326, 32630, always_xy=True).transform
    sites = [
        (
            row["properties"]["reference"],
            row["properties"]["contractor"],
            date.fromisoformat(row["properties"]["start_date"]).toordinal(),
            date.fromisoformat(row["properties"]["end_date"]).toordinal(),
            shapely.transform(
                shape(row["geometry"]), lambda xy: np.column_stack(to_metres(xy[:, 0], xy[:, 1]))
            ),
        )
        for row in rows
    ]
    return {
        tuple(sorted((a[0], b[0])))
        for a, b in combinations(sites, 2)
        if a[1] != b[1]
        and a[1]
        and b[1]
        and max(a[2], b[2]) - min(a[3], b[3]) <= gap
        and shapely.distance(a[4], b[4]) <= within
    }


def answered(*options: str) -> dict[str, Any]:
    run = subprocess.run(
        [sys.executable, "-m", "hamgam", "overlaps", str(REGISTER), "--json", *options],
        capture_output=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr.decode()
    told: dict[str, Any] = json.loads(run.stdout)
    return told


@pytest.mark.parametrize(("within", "gap"), [(10, 0), (25, 90), (0, 30)])
def test_the_pairs_are_those_of_a_plain_count(within: int, gap: int) -> None:
    told = answered("--within", str(within), "--gap", str(gap))
    assert told["works"] == 365
    assert told["misread"] == []
    pairs = [tuple(sorted((finding["a"], finding["b"]))) for finding in told["findings"]]
    assert len(pairs) == len(set(pairs))
    assert set(pairs) == counted_plainly(within, gap)


def test_whole_streets_are_no_ground_to_block_or_to_alarm() -> None:
    told = answered()
    assert told["findings"]
    assert {finding["severity"] for finding in told["findings"]} <= {"medium", "low"}
