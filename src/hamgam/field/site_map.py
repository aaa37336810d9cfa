"""The small map of a site: the streets round it, on the phone and on the brief."""

from __future__ import annotations

from html import escape
from typing import Any

import shapely

from hamgam.field.bridge import middle_of
from hamgam.kit.words import Language
from hamgam.register.drawing import degrees_round, sheet_round, street_views
from hamgam.register.marks import city
from hamgam.register.models import Project, Street
from hamgam.register.models.columns import in_view

MOST_NAMES = 6
WIDTHS = {0: 13, 1: 9, 2: 5}
"""How wide a street is painted, by its rank."""


def small_map(project: Project, language: Language) -> dict[str, Any] | None:
    """The streets round a site as paths, small enough to take along; None for one without a place.
    One query for the streets."""
    middle = middle_of(project)
    if middle is None:
        return None
    point = shapely.Point(middle[1], middle[0])
    shapes = [shape] if (shape := project.shape) is not None else [point]
    sheet = sheet_round(shapes, city().epsg)
    streets = list(Street.objects.filter(in_view(*degrees_round(shapes, 600))))
    lines, names = street_views(streets, sheet, language)
    spot = sheet.draw([point])[0]
    return {
        "width": sheet.width,
        "height": sheet.height,
        "streets": [[line["rank"], line["d"]] for line in lines],
        "names": [[n["x"], n["y"], n["turn"], n["name"]] for n in names[:MOST_NAMES]],
        "spot": [spot.x, spot.y],
    }


def map_svg(told: dict[str, Any]) -> bytes:
    """A small map as a picture for paper."""
    width, height, (x, y) = told["width"], told["height"], told["spot"]
    line = '<path d="{d}" fill="none" stroke="{ink}" stroke-width="{wide}" stroke-linecap="round"/>'
    edges = [
        line.format(d=d, ink="#8a8f93", wide=WIDTHS.get(rank, 5) + 2) for rank, d in told["streets"]
    ]
    ways = [line.format(d=d, ink="#ffffff", wide=WIDTHS.get(r, 5)) for r, d in told["streets"]]
    names = [
        f'<text transform="translate({nx} {ny}) rotate({turn})" dy="-9" text-anchor="middle" '
        f'font-family="Vazirmatn" font-size="17" fill="#16232b">{escape(name)}</text>'
        for nx, ny, turn, name in told["names"]
    ]
    spot = f'<circle cx="{x}" cy="{y}" r="13" fill="#0b6e6a" stroke="#ffffff" stroke-width="4"/>'
    frame = f'<rect width="{width}" height="{height}" fill="#f6f1e7"/>'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">'
    return "".join([head, frame, *edges, *ways, *names, spot, "</svg>"]).encode()
