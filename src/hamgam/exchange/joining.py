"""Several rows, one work; several works, one reference: who is who in what was read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import shapely

from hamgam.engine.works import CERTAINTY_RANK, Work


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """The works that remain, in order, and what there is to say."""

    works: list[Work]
    notes: list[str]


def _same(work: Work) -> tuple[object, ...]:
    return work.ref, work.agency, work.begins, work.ends, work.kind


def join_parts(works: Sequence[Work]) -> Joined:
    """Rows of one file with the same reference, agency, kind and dates, joined into one work.

    They are its parts: its shape is theirs together, so that a work drawn in pieces does not
    collide with itself.

    Rows that differ in any of these stay apart; a register with unique references is never
    touched. Their texts are the first row's.
    """
    groups: dict[tuple[object, ...], list[Work]] = {}
    for work in works:
        groups.setdefault(_same(work), []).append(work)
    joined = [parts[0] if len(parts) == 1 else _together(parts) for parts in groups.values()]
    several = len(works) - len(joined)
    told = f"{several} rows repeat a reference with the same agency and dates: parts of one work"
    notes = [told] if several else []
    return Joined(works=joined, notes=notes)


def _together(parts: Sequence[Work]) -> Work:
    shapes = [part.geometry for part in parts if part.geometry is not None]
    unlike = list({shape.wkb: shape for shape in shapes}.values())
    leaves = shapely.get_parts(unlike)
    one = leaves[0] if len(leaves) == 1 else _collected(list(leaves))
    areas = [part.area_m2 for part in parts]
    same_area = len(set(areas)) == 1
    return replace(
        parts[0],
        geometry=one if shapes else None,
        certainty=max((part.certainty for part in parts), key=CERTAINTY_RANK.__getitem__),
        area_m2=areas[0] if same_area else sum(area or 0 for area in areas),
        source=f"{parts[0].source} (and {len(parts) - 1} more)",
    )


def _collected(leaves: list[shapely.Geometry]) -> shapely.Geometry:
    kinds = {leaf.geom_type for leaf in leaves}
    if kinds == {"LineString"}:
        return shapely.multilinestrings(leaves)
    if kinds == {"Point"}:
        return shapely.multipoints(leaves)
    if kinds == {"Polygon"}:
        return shapely.union_all(leaves)
    return shapely.geometrycollections(leaves)


def tie_projects(works: Sequence[Work]) -> list[Work]:
    """Works that another's project names by reference belong to that project too; a project that
    only one work names, and that is no reference, stays as told."""
    named = {work.project for work in works if work.project}
    return [
        replace(work, project=work.ref) if work.project is None and work.ref in named else work
        for work in works
    ]


def unique(works: Sequence[Work]) -> Joined:
    """The works with unique references: the second of one name becomes `name#2`."""
    taken = {work.ref for work in works}
    counts: dict[str, int] = {}
    kept, renamed = [], []
    for work in works:
        count = counts[work.ref] = counts.get(work.ref, 0) + 1
        if count == 1:
            kept.append(work)
            continue
        while (name := f"{work.ref}#{count}") in taken:
            count += 1
        taken.add(name)
        counts[work.ref] = count
        renamed.append(name)
        kept.append(replace(work, ref=name))
    shown = ", ".join(renamed[:3]) + (" …" if len(renamed) > 3 else "")
    notes = [f"{len(renamed)} references are used more than once: named {shown}"] if renamed else []
    return Joined(works=kept, notes=notes)
