"""A brief's map as a picture for its paper: the page's own drawing, with colours of its own."""

from __future__ import annotations

from hamgam.kit.digits import localise
from hamgam.kit.words import Language
from hamgam.register.drawing import Drawing, View

INKS = ("#0b7a75", "#8a3ffc", "#b45309", "#1d4ed8", "#9d174d", "#3f6212", "#334155", "#7c2d12")
"""A colour for each agency slot, dark enough for print; the page's own come from its tokens."""
WIDTHS = (14, 10, 7)


def map_svg(told: Drawing, language: Language) -> bytes:
    """The drawing as an SVG that needs no style sheet: streets, works with their numbers, and the
    places that were found."""
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {told.width} {told.height}">',
        f'<rect width="{told.width}" height="{told.height}" fill="#faf6f0"/>',
    ]
    for street in told.streets:
        width = WIDTHS[min(int(street["rank"]), 2)]
        for ink, wide in (("#d6cdbf", width + 2), ("#ffffff", width)):
            parts.append(_stroke(street["d"], ink, wide))
    for work in told.works:
        ink = INKS[int(work["slot"]) % len(INKS)]
        if work["is_area"]:
            parts.append(f'<path d="{work["d"]}" fill="{ink}" fill-opacity="0.3" stroke="{ink}"/>')
        else:
            parts.append(_stroke(work["d"], ink, 12 if work["is_point"] else 5))
    for place in told.places:
        fill = "#b91c1c" if place["is_area"] else "none"
        parts.append(
            f'<path d="{place["d"]}" fill="{fill}" fill-opacity="0.35" stroke="#b91c1c" '
            'stroke-width="2" stroke-linecap="round"/>'
        )
    parts += [_number(work, language) for work in told.works if work["number"]]
    return ("".join(parts) + "</svg>").encode()


def _stroke(path: str, ink: str, width: int) -> str:
    return (
        f'<path d="{path}" fill="none" stroke="{ink}" stroke-width="{width}" '
        'stroke-linecap="round" stroke-linejoin="round"/>'
    )


def _number(work: View, language: Language) -> str:
    x, y = work["x"], work["y"]
    return (
        f'<circle cx="{x}" cy="{y}" r="13" fill="#ffffff" stroke="#1f2937" stroke-width="2"/>'
        f'<text x="{x}" y="{y + 6}" font-family="Vazirmatn" font-size="17" '
        f'text-anchor="middle" fill="#1f2937">{localise(work["number"], language)}</text>'
    )
