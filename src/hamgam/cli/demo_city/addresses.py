"""Places in words, as an agency's list would write them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from hamgam.cli.demo_city.draw import NO_PART, Drafts
from hamgam.cli.demo_city.ground import Ground
from hamgam.cli.demo_city.trades import Trade
from hamgam.engine.calendars.jalali import in_digits

_TELLS_A_SIDE = 0.55
"""The compass tells the side of a street only where it lies well across it."""


def written_places(drafts: Drafts, ground: Ground, trades: Sequence[Trade]) -> list[str]:
    """The address of each work: «بلوار …، حدفاصل … تا …، ضلع شمالی، ۱۲۰ متر».

    Metres count from the first crossing, so only works that begin at one tell them.
    """
    counts = np.asarray([trade.from_crossing for trade in trades])[drafts.trade].tolist()
    east, north = ground.northward(drafts.street, (drafts.begins_m + drafts.ends_m) / 2)
    toward = np.sign(drafts.aside_m)
    sides = _sides(east * toward, north * toward)
    metres = np.maximum(np.rint(drafts.ends_m - drafts.begins_m), 1).astype(int)
    return [
        _written(ground, street, part, is_reversed, f"{side}، {length} متر" if counted else side)
        for street, part, is_reversed, side, length, counted in zip(
            drafts.street.tolist(),
            drafts.part.tolist(),
            drafts.is_reversed.tolist(),
            sides,
            metres.tolist(),
            counts,
            strict=True,
        )
    ]


def _written(ground: Ground, street: int, part: int, is_reversed: bool, rest: str) -> str:
    name = ground.names[street]
    if part == NO_PART:
        return f"{ground.names[ground.parent[street]]}، {name}"
    ends = ground.parts.first_name[part], ground.parts.last_name[part]
    first, last = reversed(ends) if is_reversed else ends
    return in_digits(f"{name}، حدفاصل {first} تا {last}{rest}", "fa")


def _sides(east: np.ndarray, north: np.ndarray) -> list[str]:
    words = []
    for e, n in zip(east.tolist(), north.tolist(), strict=True):
        if abs(n) >= max(abs(e), _TELLS_A_SIDE):
            words.append("، ضلع شمالی" if n > 0 else "، ضلع جنوبی")
        elif abs(e) >= _TELLS_A_SIDE:
            words.append("، ضلع شرقی" if e > 0 else "، ضلع غربی")
        else:
            words.append("")
    return words
