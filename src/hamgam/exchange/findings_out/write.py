"""Which file holds a report: the format follows from the name's ending."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from types import MappingProxyType

from hamgam.exchange.findings_out.report import Report
from hamgam.exchange.findings_out.words import Words

Writer = Callable[[Report, Words], bytes]

WRITERS: Mapping[str, str] = MappingProxyType(
    {
        ".geojson": "findings_out.geojson:geojson",
        ".csv": "findings_out.csv_table:csv_table",
        ".xlsx": "findings_out.workbook:workbook",
        ".html": "documents.overlaps_page:overlaps_page",
        ".json": "findings_out.plain:plain_json",
    }
)
"""By the ending of the file's name; each writer is imported only when it is asked for."""


def writer_for(path: Path) -> Writer:
    """The writer of a file's ending; ValueError names the endings there are."""
    address = WRITERS.get(path.suffix.lower())
    if address is None:
        raise ValueError(f"{path}: the name must end in one of {', '.join(WRITERS)}")
    module, _, name = address.partition(":")
    writer: Writer = getattr(import_module(f"hamgam.exchange.{module}"), name)
    return writer


def write_report(report: Report, path: Path, words: Words) -> None:
    """Write the report; the folder is made, and a file that stands is replaced whole."""
    content = writer_for(path)(report, words)
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.part")
    draft.write_bytes(content)
    draft.replace(path)
