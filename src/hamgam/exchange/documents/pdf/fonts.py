"""The typeface as Typst wants it: still cuts of the one variable face that the pages use."""

from __future__ import annotations

import hashlib
import os
import tempfile
from functools import lru_cache
from importlib import resources
from pathlib import Path

WEIGHTS = {"Regular": 400, "Medium": 500, "Bold": 700}
"""The cuts of a paper: text, emphasis, titles."""
_VARIABLE = ("web", "static", "web", "fonts", "vazirmatn.woff2")


def _variable() -> bytes:
    place = resources.files("hamgam")
    for part in _VARIABLE:
        place = place / part
    return place.read_bytes()


def _cache() -> Path:
    """The reader's cache folder; a fresh one of this process where none can be written."""
    home = os.environ.get("HAMGAM_HOME") or os.environ.get("XDG_CACHE_HOME")
    wished = Path(home) / "fonts" if home else Path.home() / ".cache" / "hamgam" / "fonts"
    try:
        wished.mkdir(parents=True, exist_ok=True)
    except (OSError, RuntimeError):
        return Path(tempfile.mkdtemp(prefix="hamgam-fonts-"))
    return wished if os.access(wished, os.W_OK) else Path(tempfile.mkdtemp(prefix="hamgam-fonts-"))


@lru_cache(maxsize=1)
def font_folder() -> Path:
    """The folder with the cuts, made once for each version of the face.

    Half a second at the first call of a machine, nothing afterwards. Two processes that make it
    together write the same bytes, each under a name of its own before the last move.
    """
    told = _variable()
    folder = _cache() / hashlib.sha256(told).hexdigest()[:16]
    if all((folder / f"{name}.ttf").is_file() for name in WEIGHTS):
        return folder
    folder.mkdir(exist_ok=True)
    for name, weight in WEIGHTS.items():
        _cut(told, name, weight, folder)
    return folder


def _cut(told: bytes, name: str, weight: int, folder: Path) -> None:
    from io import BytesIO

    from fontTools.ttLib import TTFont
    from fontTools.varLib.instancer import instantiateVariableFont

    face = TTFont(BytesIO(told))
    still = instantiateVariableFont(face, {"wght": weight}, updateFontNames=False)
    still["OS/2"].usWeightClass = weight
    still.flavor = None
    for row in still["name"].names:
        if row.nameID in (1, 16):
            row.string = "Vazirmatn"
        elif row.nameID in (2, 17):
            row.string = name
    handle, half = tempfile.mkstemp(dir=folder, suffix=".part")
    os.close(handle)
    still.save(half)
    Path(half).replace(folder / f"{name}.ttf")
