"""An export of a complaints line, in each of its forms, with every bad row named."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from hamgam.exchange.complaints import Complaint, Standing, complaints_in, read_complaints
from hamgam.exchange.table import Cell, Table

CSV = """شماره پیگیری,موضوع,تاریخ ثبت,وضعیت,نشانی,شرح,نام,تلفن
۱۴۰۵-۱,چاله,1405/08/20 09:30,در دست اقدام,خیابان سنایی,گودال,رضا,۰۹۱۵۱۲۳۴۵۶۷
۱۴۰۵-۲,زباله,1405/08/21,مختومه,خیابان دانش,,,
,زباله,1405/08/21,باز,خیابان دانش,,,
۱۴۰۵-۴,زباله,1405/13/40,باز,خیابان دانش,,,
۱۴۰۵-۱,چاله,1405/08/20,رفع شد,خیابان سنایی,گودال,رضا,۰۹۱۵۱۲۳۴۵۶۷
۱۴۰۵-۵,زباله,1405/08/22,نامعلوم,خیابان دانش,,,
"""
XML = """<?xml version="1.0" encoding="utf-8"?>
<service_requests><request><service_request_id>0012</service_request_id><status>closed</status>
<service_code>litter</service_code><description>زباله &amp; نخاله</description>
<requested_datetime>2026-11-20T06:37:38+03:30</requested_datetime>
<updated_datetime>2026-11-21T08:00:00+03:30</updated_datetime>
<lat>36.29</lat><long>59.6</long></request></service_requests>
"""
JSON = """[{"service_request_id": "0012", "status": "closed", "service_code": "litter",
"description": "زباله & نخاله", "requested_datetime": "2026-11-20T06:37:38+03:30",
"updated_datetime": "2026-11-21T08:00:00+03:30", "lat": 36.29, "long": 59.6}]"""


def table(**more: Cell) -> Table:
    told: dict[str, Cell] = {
        "number": 7.0,
        "kind": "litter",
        "received": "2026-11-20",
        **more,
    }
    return Table(columns=list(told), rows=[list(told.values())], numbers=[1])


def only(told: Table) -> Complaint:
    [row] = complaints_in(told, "x").rows
    return row


def test_a_table_is_read_and_every_bad_row_is_named(tmp_path: Path) -> None:
    place = tmp_path / "137.csv"
    place.write_text(CSV, encoding="utf-8")
    read = read_complaints(place)
    by_number = {row.number: row for row in read.rows}
    assert list(by_number) == ["1405-1", "1405-2", "1405-5"]
    assert by_number["1405-1"].standing is Standing.SOLVED, "the last row of a number counts"
    assert by_number["1405-2"].standing is Standing.SOLVED
    assert by_number["1405-1"].received.day == date(2026, 11, 11)
    faults = [(m.row, m.field, m.kept) for m in read.misread]
    assert faults == [(3, "number", False), (4, "received", False), (6, "state", True)]


def test_nobodys_name_or_number_is_read(tmp_path: Path) -> None:
    place = tmp_path / "137.csv"
    place.write_text(CSV, encoding="utf-8")
    told = repr(read_complaints(place))
    assert "رضا" not in told
    assert "۰۹۱۵" not in told
    assert "0915" not in told


@pytest.mark.parametrize(("name", "text"), [("a.xml", XML), ("a.json", JSON)])
def test_open311_tells_the_same_in_both_forms(tmp_path: Path, name: str, text: str) -> None:
    place = tmp_path / name
    place.write_text(text, encoding="utf-8")
    [row] = read_complaints(place).rows
    assert (row.number, row.kind, row.spot) == ("0012", "litter", (59.6, 36.29))
    assert row.standing is Standing.SOLVED
    assert row.closed is not None
    assert row.closed.day == date(2026, 11, 21)
    assert row.text == "زباله & نخاله"


def test_what_is_no_export_is_one_sentence(tmp_path: Path) -> None:
    for name, text in (("a.xml", "<a/>"), ("b.json", "{}"), ("c.csv", "x,y\n1,2\n")):
        place = tmp_path / name
        place.write_text(text, encoding="utf-8")
        read = read_complaints(place)
        assert not read.rows
        assert read.misread
    assert not read_complaints(tmp_path / "none.csv").rows


def test_an_answer_or_a_closing_day_moves_the_standing() -> None:
    assert only(table()).standing is Standing.RECEIVED
    assert only(table(answered="2026-11-21")).standing is Standing.ANSWERED
    assert only(table(closed="2026-11-22")).standing is Standing.SOLVED
    assert only(table(status="رد شد")).standing is Standing.DECLINED
    assert only(table()).number == "7"


@pytest.mark.parametrize("pair", [("x", "y"), ("959.6", "36"), ("59.6", "")])
def test_a_bad_place_leaves_the_row_standing(pair: tuple[str, str]) -> None:
    read = complaints_in(table(long=pair[0], lat=pair[1]), "x")
    assert read.rows[0].spot is None
    assert [m.kept for m in read.misread] == [True]
