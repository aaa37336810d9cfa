"""The named definitions of slow and stalled: data, read once."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType

from hamgam.register.status import Definitions

USUAL = "usual"


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """Definitions with their name in each language."""

    names: Mapping[str, str]
    definitions: Definitions


@lru_cache(maxsize=1)
def named_definitions() -> Mapping[str, Named]:
    """Every set of definitions by its key, the usual one first."""
    place = files("hamgam").joinpath("rulepacks", "definitions", "status.toml")
    text = place.read_text(encoding="utf-8")
    found = {}
    for key, told in tomllib.loads(text).items():
        names = told.pop("names")
        found[key] = Named(names=names, definitions=Definitions(**told))
    return MappingProxyType(found)


def definitions_of(key: str) -> Definitions:
    """The definitions of that key; the usual ones where there are none."""
    known = named_definitions()
    return known.get(key, known[USUAL]).definitions
