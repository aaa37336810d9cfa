"""The engines of the overlap benchmark: ours, and the ways in which others would do it.

Each function prepares outside of the clock and returns the search that is measured, which gives the
pairs as two arrays of indices.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from string import Template
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from benchmarks.speed.streetworks import JOINT_DAYS, REACH_M, joint_reach, street_works
from hamgam.engine.overlaps import tree
from hamgam.engine.overlaps.footprints import Footprints
from hamgam.engine.overlaps.reach import SLACK_M, boxes, terms

Indices = npt.NDArray[np.integer]
Search = Callable[[], tuple[Indices, Indices]]
LIMIT_M = REACH_M + SLACK_M
AT_ONCE = 20_000
SLAB_DAYS = 180
CELL_M = 150


def may_pair(held: Footprints, a: Indices, b: Indices) -> npt.NDArray[np.bool_]:
    """Which pairs are of different agencies and meet in time."""
    meet = (held.begins[b] - held.ends[a] <= JOINT_DAYS) & (
        held.begins[a] - held.ends[b] <= JOINT_DAYS
    )
    allowed: npt.NDArray[np.bool_] = meet & (held.owner[a] != held.owner[b])
    return allowed


def together(
    deed: Callable[[int], tuple[Indices, Indices]], shares: Sequence[int], threads: int
) -> tuple[Indices, Indices]:
    """What the deed finds for each share, by so many threads."""
    if threads == 1:
        found = [deed(share) for share in shares]
    else:
        with ThreadPoolExecutor(threads) as pool:
            found = list(pool.map(deed, shares))
    return np.concatenate([f[0] for f in found]), np.concatenate([f[1] for f in found])


def ours(held: Footprints, threads: int) -> Search:
    from hamgam.engine.overlaps import kernel

    warm = street_works(500)
    kernel.near_pairs(warm, joint_reach(500), terms(None, True), threads)

    def search() -> tuple[Indices, Indices]:
        pairs = kernel.near_pairs(held, joint_reach(len(held)), terms(None, True), threads)
        return pairs.a, pairs.b

    return search


def _floor(held: Footprints, in_order_of_ground: bool) -> Search:
    from benchmarks.speed.verification import known, verify

    verify(*known(street_works(500), in_order_of_ground=in_order_of_ground))
    ground, pairs = known(held, in_order_of_ground=in_order_of_ground)

    def search() -> tuple[Indices, Indices]:
        near = verify(ground, pairs)
        return ground.item[near[:, 0]], ground.item[near[:, 1]]

    return search


def floor(held: Footprints, threads: int) -> Search:
    """The pairs are known and only verified, by the same compiled test, footprints as given."""
    return _floor(held, in_order_of_ground=False)


def ordered_floor(held: Footprints, threads: int) -> Search:
    """The same with the footprints already in the order of the ground: nothing can be quicker."""
    return _floor(held, in_order_of_ground=True)


def slab_trees(held: Footprints, threads: int) -> Search:
    """One tree for each slab of time; a pair belongs to the slab in which the later one begins."""
    geometries, felt = tree.shapes(held), boxes(held)
    first = (held.begins - JOINT_DAYS // 2) // SLAB_DAYS
    last = (held.ends + JOINT_DAYS // 2) // SLAB_DAYS

    def slab(number: int) -> tuple[Indices, Indices]:
        ids = np.flatnonzero((first <= number) & (last >= number))
        asked = shapely.box(*(felt[ids] + LIMIT_M * np.asarray([-1, -1, 1, 1])).T)
        a, b = shapely.STRtree(geometries[ids]).query(asked)
        a, b = ids[a[a < b]], ids[b[a < b]]
        keep = may_pair(held, a, b) & (np.maximum(first[a], first[b]) == number)
        a, b = a[keep], b[keep]
        near = shapely.dwithin(geometries[a], geometries[b], LIMIT_M)
        return a[near], b[near]

    return lambda: together(slab, range(int(first.min()), int(last.max()) + 1), threads)


def box_tree(held: Footprints, threads: int) -> Search:
    """Boxes by the tree, then dates and agencies, then the exact distance."""
    geometries, felt = tree.shapes(held), boxes(held)

    def search() -> tuple[Indices, Indices]:
        index = shapely.STRtree(geometries)

        def share(start: int) -> tuple[Indices, Indices]:
            some = felt[start : start + AT_ONCE] + LIMIT_M * np.asarray([-1, -1, 1, 1])
            a, b = index.query(shapely.box(*some.T))
            a, b = a[a + start < b] + start, b[a + start < b]
            keep = may_pair(held, a, b)
            a, b = a[keep], b[keep]
            near = shapely.dwithin(geometries[a], geometries[b], LIMIT_M)
            return a[near], b[near]

        return together(share, range(0, len(held), AT_ONCE), threads)

    return search


def dwithin_tree(held: Footprints, threads: int) -> Search:
    """The distance by the tree, then dates and agencies."""
    geometries = tree.shapes(held)

    def search() -> tuple[Indices, Indices]:
        index = shapely.STRtree(geometries)

        def share(start: int) -> tuple[Indices, Indices]:
            some = geometries[start : start + AT_ONCE]
            a, b = index.query(some, predicate="dwithin", distance=LIMIT_M)
            a, b = a[a + start < b] + start, b[a + start < b]
            keep = may_pair(held, a, b)
            return a[keep], b[keep]

        return together(share, range(0, len(held), AT_ONCE), threads)

    return search


def geopandas_sjoin(held: Footprints, threads: int) -> Search:
    import geopandas

    frame = geopandas.GeoDataFrame(geometry=tree.shapes(held), crs=f"EPSG:{held.epsg}")

    def search() -> tuple[Indices, Indices]:
        joined = geopandas.sjoin(frame, frame, predicate="dwithin", distance=LIMIT_M)
        a, b = joined.index.to_numpy(), joined["index_right"].to_numpy()
        a, b = a[a < b], b[a < b]
        keep = may_pair(held, a, b)
        return a[keep], b[keep]

    return search


def _duckdb(held: Footprints, threads: int) -> Any:
    """A DuckDB in memory with the works as a table w."""
    import duckdb
    import pyarrow as pa

    import_module("duckdb_extensions").import_extension("spatial")
    database = duckdb.connect(config={"threads": threads})
    database.execute("LOAD spatial")
    works = pa.table(
        {
            "id": np.arange(len(held), dtype=np.int32),
            "owner": held.owner,
            "s": held.begins,
            "e": held.ends,
            "wkb": pa.array(shapely.to_wkb(tree.shapes(held)), pa.binary()),
        }
    )
    database.register("given", works)
    database.execute(
        "CREATE TABLE w AS SELECT id, owner, s, e, ST_GeomFromWKB(wkb) AS g FROM given"
    )
    return database


_GRID = Template("""
CREATE TABLE b AS SELECT *, floor(x0 / $cell)::INT AS i0, floor(x1 / $cell)::INT AS i1,
    floor(y0 / $cell)::INT AS j0, floor(y1 / $cell)::INT AS j1,
    floor((s - $joint / 2) / $slab)::INT AS k0, floor((e + $joint / 2) / $slab)::INT AS k1
    FROM (SELECT id, owner, s, e, ST_XMin(g) - $limit / 2 AS x0, ST_YMin(g) - $limit / 2 AS y0,
        ST_XMax(g) + $limit / 2 AS x1, ST_YMax(g) + $limit / 2 AS y1 FROM w);
CREATE TABLE bi AS SELECT *, unnest(range(i0, i1 + 1)) AS i FROM b;
CREATE TABLE bij AS SELECT *, unnest(range(j0, j1 + 1)) AS j FROM bi;
CREATE TABLE c AS SELECT *, unnest(range(k0, k1 + 1)) AS k FROM bij;
CREATE TABLE q AS SELECT a.id AS i, b.id AS j
    FROM c a JOIN c b ON a.i = b.i AND a.j = b.j AND a.k = b.k
    WHERE a.id < b.id AND a.owner <> b.owner AND b.s - a.e <= $joint AND a.s - b.e <= $joint
    AND greatest(a.i0, b.i0) = a.i AND greatest(a.j0, b.j0) = a.j AND greatest(a.k0, b.k0) = a.k
    AND a.x0 <= b.x1 AND b.x0 <= a.x1 AND a.y0 <= b.y1 AND b.y0 <= a.y1;
CREATE TABLE p AS SELECT i, j FROM q JOIN w a ON a.id = i JOIN w b ON b.id = j
    WHERE ST_DWithin(a.g, b.g, $limit::DOUBLE);
""")
_SPATIAL = Template("""
CREATE TABLE p AS SELECT a.id AS i, b.id AS j FROM w a JOIN w b
    ON ST_DWithin(a.g, b.g, $limit::DOUBLE)
    WHERE a.id - b.id < 0 AND a.owner - b.owner != 0
    AND b.s - a.e <= $joint AND a.s - b.e <= $joint;
""")


def _asked(database: Any, steps: Template) -> Search:
    """The search that these steps of SQL make."""
    script = steps.substitute(cell=CELL_M, joint=JOINT_DAYS, slab=SLAB_DAYS, limit=repr(LIMIT_M))

    def search() -> tuple[Indices, Indices]:
        database.execute(script)
        found = database.execute("SELECT i, j FROM p").fetchnumpy()
        return np.asarray(found["i"]), np.asarray(found["j"])

    return search


def duckdb_grid(held: Footprints, threads: int) -> Search:
    """Cells of place and time as an ordinary join, the exact distance last."""
    return _asked(_duckdb(held, threads), _GRID)


def duckdb_spatial(held: Footprints, threads: int) -> Search:
    """Its own spatial join. Differences instead of `<` keep it from choosing a merge join."""
    return _asked(_duckdb(held, threads), _SPATIAL)


ENGINES: Mapping[str, Callable[[Footprints, int], Search]] = {
    "ours": ours,
    "floor": floor,
    "ordered_floor": ordered_floor,
    "slab_trees": slab_trees,
    "box_tree": box_tree,
    "duckdb_grid": duckdb_grid,
    "duckdb_spatial": duckdb_spatial,
    "dwithin_tree": dwithin_tree,
    "geopandas": geopandas_sjoin,
}
TITLES: Mapping[str, str] = {
    "ours": "**Hamgam: cells swept by first day**",
    "floor": "the known pairs only verified",
    "ordered_floor": "the same, footprints already in the order of the ground",
    "slab_trees": "Shapely STRtree, one for each slab of time, then exact",
    "box_tree": "Shapely STRtree on boxes, then dates, then exact",
    "duckdb_grid": "DuckDB, cells as an ordinary join, then exact",
    "duckdb_spatial": "DuckDB spatial, ST_DWithin join",
    "dwithin_tree": "Shapely STRtree, dwithin, then dates",
    "geopandas": "GeoPandas sjoin, dwithin, then dates",
}
