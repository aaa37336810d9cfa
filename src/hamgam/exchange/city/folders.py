"""Where a city's data stands: one of Hamgam's own by name, or any folder of the same form."""

from __future__ import annotations

import re
from pathlib import Path

from hamgam.exchange.city.values import CityError
from hamgam.exchange.misread import Misread

OWN_CITIES = Path(__file__).parents[2] / "cities"


def city_folder(name_or_path: str | Path) -> Path:
    """The folder that `--city NAME|PATH` means; CityError, with the known names, when there is
    none."""
    text = str(name_or_path)
    own = OWN_CITIES / text
    if re.fullmatch(r"[a-z0-9_-]+", text) and own.is_dir():
        return own
    if Path(text).is_dir():
        return Path(text)
    known = ", ".join(sorted(path.name for path in OWN_CITIES.iterdir() if path.is_dir()))
    fault = Misread(
        where="city",
        row=0,
        field="",
        value=text,
        reason=f"no city and no folder of the name {text!r}",
        hint=f"cities here: {known}; or a folder that holds city.toml",
    )
    raise CityError([fault])
