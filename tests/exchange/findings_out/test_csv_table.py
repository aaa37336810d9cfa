from __future__ import annotations

import csv
import io

from tests.toy_report import FORMULA, ruled

from hamgam.exchange.findings_out.csv_table import csv_table
from hamgam.exchange.findings_out.rows import FINDING_COLUMNS
from hamgam.exchange.findings_out.words import words


def rows() -> list[dict[str, str]]:
    content = csv_table(ruled(), words("fa"))
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_one_row_for_each_finding_under_stable_names() -> None:
    assert list(rows()[0]) == list(FINDING_COLUMNS)
    assert [row["id"] for row in rows()] == [finding.id for finding in ruled().findings]


def test_dates_stand_in_both_calendars() -> None:
    row = next(row for row in rows() if row["b_ref"] == "W-1")
    assert (row["b_begins"], row["b_begins_jalali"]) == ("2026-12-01", "1405/09/10")


def test_no_text_is_calculated_by_a_spreadsheet() -> None:
    titles = [row[f"{side}_title"] for row in rows() for side in "ab"]
    assert f"'{FORMULA}" in titles
    assert FORMULA not in titles
