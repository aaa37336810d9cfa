from __future__ import annotations

from pathlib import Path

import pytest
import shapely

from hamgam.exchange.formats.datex import tables
from hamgam.exchange.table import OWN_SHAPE, Table, UnreadableError

RECORD = """<situationRecord id="1-2" xsi:type="MaintenanceWorks">
<validity><validityTimeSpecification><overallStartTime>2026-07-01T00:00:00+02:00</overallStartTime>
<overallEndTime>2026-07-09T18:00:00+02:00</overallEndTime></validityTimeSpecification></validity>
<source><sourceName><values><value lang="en">PCH</value></values></sourceName></source>
<impact><trafficConstrictionType>roadBlocked</trafficConstrictionType></impact>
<generalPublicComment><comment><values><value>Titre:Nouvelle tape</value><value>fermé</value>
</values></comment></generalPublicComment>
<groupOfLocations>{place}</groupOfLocations>
<urgentRoadworks>false</urgentRoadworks></situationRecord>"""
POINT = "<pointCoordinates><latitude>{1}</latitude><longitude>{0}</longitude></pointCoordinates>"
ENDS = f"<to>{POINT.format(6.31, 49.71)}</to><from>{POINT.format(6.3, 49.7)}</from>"


def read(folder: Path, place: str, head: str = "") -> Table:
    path = folder / "works.xml"
    path.write_text(
        f'<?xml version="1.0"?>{head}<d2LogicalModel xmlns="http://datex2.eu/schema/2/2_0" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><payloadPublication>'
        f'<situation id="1">{RECORD.format(place=place)}</situation>'
        "</payloadPublication></d2LogicalModel>"
    )
    (table,) = tables(path)
    return table


@pytest.mark.parametrize(
    ("place", "wkt"),
    [
        (ENDS, "LINESTRING (6.3 49.7, 6.31 49.71)"),
        (POINT.format(6.3, 49.7), "POINT (6.3 49.7)"),
        ("<posList>49.7 6.3 49.71 6.31</posList>", "LINESTRING (6.3 49.7, 6.31 49.71)"),
    ],
)
def test_a_record_is_a_row_with_its_place(tmp_path: Path, place: str, wkt: str) -> None:
    table = read(tmp_path, place)
    assert shapely.from_wkb(table.shapes[OWN_SHAPE][0]).wkt == wkt
    row = dict(zip(table.columns, table.rows[0], strict=True))
    assert (row["id"], row["case id"], row["event type"]) == ("1-2", "1", "MaintenanceWorks")
    assert (row["impact"], row["organisation"], row["description"]) == (
        "roadBlocked",
        "PCH",
        "fermé",
    )
    assert table.instants


def test_a_record_without_a_place_is_still_a_row(tmp_path: Path) -> None:
    assert read(tmp_path, "").shapes[OWN_SHAPE] == [None]


def test_a_document_type_is_refused(tmp_path: Path) -> None:
    laughs = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
    with pytest.raises(Exception, match="DTDForbidden"):
        read(tmp_path, "&b;", laughs)


def test_a_publication_without_records_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "works.xml"
    path.write_text("<d2LogicalModel/>")
    with pytest.raises(UnreadableError, match="no situation"):
        tables(path)
