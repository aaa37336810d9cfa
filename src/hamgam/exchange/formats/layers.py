"""Map layers through GDAL: GeoPackage, Shapefile (alone or zipped), KML and KMZ, DXF.

One table per layer. KML is degrees by its standard; a DXF has no reference system.
"""

from __future__ import annotations

import re
import zipfile
from pathlib import Path, PurePosixPath
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from hamgam.exchange.formats import shapes
from hamgam.exchange.table import OWN_SHAPE, Cell, Table, UnreadableError

MAX_ROWS = 1_000_000
MAX_LAYERS = 50
MAX_KML_BYTES = 64 * 1024 * 1024
_DEGREES = "EPSG:4326"
_KML_COLUMNS = frozenset(
    (
        "timestamp", "begin", "end", "altitudemode", "tessellate", "extrude", "visibility",
        "draworder", "icon", "snippet",
    )
)  # fmt: skip
_MADE_UP_ID = re.compile(r"^[^.]*\.\d+$")
"""A KML id that says no more than layer and row."""
_DXF_COLUMNS = frozenset(("paperspace", "subclasses", "linetype", "entityhandle"))


def tables(path: Path) -> list[Table]:
    """The tables of the layers that hold rows."""
    import pyogrio

    try:
        found = [
            (str(layer), _table(source, str(layer), path))
            for source in _sources(path)
            for layer, _ in pyogrio.list_layers(source)[:MAX_LAYERS]
        ]
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError) as error:
        raise UnreadableError(
            "the map layer is damaged or cut short", f"export it again ({str(error)[:120]})"
        ) from error
    filled = [(layer, table) for layer, table in found if table.rows]
    if not filled:
        raise UnreadableError("no layer holds rows")
    for layer, table in filled:
        if len(found) > 1:
            table.notes.append(f"layer {layer}: {len(table.rows)} rows")
    return [table for _, table in filled]


def _sources(path: Path) -> list[str]:
    """GDAL's names for the file: itself, the layer files of a zip, the first KML of a KMZ."""
    if not zipfile.is_zipfile(path):
        _guard_kml(path)
        return [str(path)]
    with zipfile.ZipFile(path) as container:
        names = sorted(info.filename for info in container.infolist() if _is_layer(info.filename))
        if any(_leads_out(name) for name in names):
            raise UnreadableError("the container names files outside itself")
        kml = sorted(
            (name for name in names if name.lower().endswith(".kml")),
            key=lambda name: not name.lower().endswith("doc.kml"),
        )[:1]
        for name in kml:
            _guard_markup(container.read(name))
    chosen = kml or names[:MAX_LAYERS]
    if not chosen:
        raise UnreadableError("the container holds no layer")
    return [f"/vsizip/{{{path}}}/{name}" for name in chosen]


def _leads_out(name: str) -> bool:
    return ".." in PurePosixPath(name).parts or PurePosixPath(name).is_absolute()


def _is_layer(name: str) -> bool:
    return name.lower().endswith((".shp", ".gpkg", ".kml")) and "__macosx" not in name.lower()


def _guard_kml(path: Path) -> None:
    if path.suffix.lower() == ".kml":
        _guard_markup(path.read_bytes())


def _guard_markup(octets: bytes) -> None:
    """Refuse markup that declares entities: billions of laughs begin so."""
    if len(octets) > MAX_KML_BYTES:
        raise UnreadableError(f"the KML unpacks to more than {MAX_KML_BYTES // 1024**2} MiB")
    if b"<!DOCTYPE" in octets or b"<!ENTITY" in octets or b"\0" in octets[:4096]:
        raise UnreadableError("the KML declares entities", "a KML needs none: export it again")


def _charset(path: Path, source: str) -> str | None:
    """The encoding of a Shapefile without a .cpg: UTF-8 where its texts are, else windows-1256."""
    if not source.lower().endswith(".shp"):
        return None
    stem = source[:-4].rsplit("/", 1)[-1]
    dbf = _dbf(path, stem)
    if dbf is None:
        return None
    try:
        dbf.decode("utf-8")
    except UnicodeDecodeError:
        return "windows-1256" if any(byte >= 0x80 for byte in dbf) else None
    return "UTF-8"


def _dbf(path: Path, stem: str) -> bytes | None:
    """The records of the table beside a .shp, without its head; None when a .cpg tells the
    encoding."""
    if not zipfile.is_zipfile(path):
        if path.with_suffix(".cpg").exists() or not path.with_suffix(".dbf").exists():
            return None
        return path.with_suffix(".dbf").read_bytes()[32:]
    with zipfile.ZipFile(path) as container:
        names = {PurePosixPath(name).name.lower(): name for name in container.namelist()}
        if f"{stem}.cpg".lower() in names or f"{stem}.dbf".lower() not in names:
            return None
        return container.read(names[f"{stem}.dbf".lower()])[32:]


def _cell(value: Any) -> Cell:
    if value is None or isinstance(value, str | bool):
        return value or None if isinstance(value, str) else value
    if isinstance(value, np.datetime64):
        return None if np.isnat(value) else str(value).removesuffix("T00:00:00.000")
    if isinstance(value, np.bool_):
        return bool(value)
    if isinstance(value, int | np.integer):
        return int(value) if abs(int(value)) < 2**53 else str(value)
    if isinstance(value, float | np.floating):
        return None if not np.isfinite(value) else float(value)
    return "; ".join(map(str, value)) if isinstance(value, list | np.ndarray) else str(value)[:2000]


def _columns(
    names: npt.NDArray[np.object_], values: list[npt.NDArray[Any]], form: str
) -> tuple[list[str], list[list[Cell]]]:
    """The names and cells of the columns that are the list's own."""
    dropped = {"kml": _KML_COLUMNS, "dxf": _DXF_COLUMNS}.get(form, frozenset())
    kept: list[str] = []
    cells: list[list[Cell]] = []
    for name, column in zip(map(str, names), values, strict=True):
        own = [_cell(value) for value in column]
        is_empty = all(cell is None for cell in own)
        is_made_up = form == "kml" and name == "id" and all(map(_MADE_UP_ID.match, map(str, own)))
        if not (is_made_up or (is_empty and name.lower() in dropped)):
            kept.append(name)
            cells.append(own)
    return kept, cells


def _table(source: str, layer: str, path: Path) -> Table:
    """The table of one layer."""
    from pyogrio.raw import read

    meta, fids, geometry, values = read(
        source, layer=layer, return_fids=True, force_2d=True, max_features=MAX_ROWS + 1,
        encoding=_charset(path, source), datetime_as_string=True,
    )  # fmt: skip
    if len(fids) > MAX_ROWS:
        raise UnreadableError(f"layer {layer} holds more than {MAX_ROWS:,} rows", "split it")
    form: str = "dxf" if path.suffix.lower() == ".dxf" else "kml" if "kml" in source.lower() else ""
    names, cells = _columns(meta["fields"], values, form)
    table = Table(
        columns=names,
        rows=[list(row) for row in zip(*cells, strict=True)] if cells else [[] for _ in fids],
        numbers=list(range(1, len(fids) + 1)),
        crs=_DEGREES if form == "kml" else meta["crs"],
    )
    if geometry is not None and len(fids):
        shapes.attach(table, OWN_SHAPE, shapely.from_wkb(geometry, on_invalid="ignore"), [])
    shapes.attach_text_shapes(table)
    return table
