"""The interface's sentences as data: one folder per language, one TOML file per part of the house.

A key is `<file>.<name>`; a sentence holds its variables in braces. No compiler and no system
package stands between a translator and the page.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from enum import StrEnum
from functools import cache, lru_cache
from importlib.resources import files
from types import MappingProxyType


class Language(StrEnum):
    """A language of the interface, by its code; the first is the city's default."""

    FA = "fa"
    EN = "en"
    AR = "ar"

    @property
    def direction(self) -> str:
        """Which way its lines run: `rtl` or `ltr`."""
        return "ltr" if self is Language.EN else "rtl"


@lru_cache(maxsize=64)
def language_of(code: str | None) -> Language:
    """The interface language for a code such as `en-GB`; Persian for one the house does not
    speak."""
    base = (code or "").split("-")[0].lower()
    return Language(base) if base in set(Language) else Language.FA


def _flat(before: str, rows: Mapping[str, object]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, told in rows.items():
        key = f"{before}.{name}"
        if isinstance(told, str):
            found[key] = told
        elif isinstance(told, Mapping):
            found |= _flat(key, told)
    return found


@cache
def sentences(language: Language) -> Mapping[str, str]:
    """Every sentence of one language by its key."""
    folder = files("hamgam") / "locale" / language.value
    found: dict[str, str] = {}
    for part in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if part.name.endswith(".toml"):
            section = part.name.removesuffix(".toml")
            found |= _flat(section, tomllib.loads(part.read_text(encoding="utf-8")))
    return MappingProxyType(found)


class _Told(dict[str, object]):
    """Leaves a variable that was not told as it stands, so that a page never fails over a word."""

    def __missing__(self, key: str) -> str:
        return "{" + key + "}"


FORMS: Mapping[Language, tuple[str, ...]] = MappingProxyType(
    {Language.FA: (), Language.EN: ("one",), Language.AR: ("one", "two", "few")}
)
"""Number forms beside the common one, by the name that ends their keys: `days_ago_one`. Persian
counts everything in the singular."""


def form_of(count: int, language: Language) -> str:
    """The form a count takes, after the Unicode plural rules; empty for the common one."""
    forms = FORMS[language]
    if count == 1 and "one" in forms:
        return "one"
    if count == 2 and "two" in forms:
        return "two"
    return "few" if "few" in forms and 3 <= count % 100 <= 10 else ""


def _counted(key: str, language: Language, about: Mapping[str, object]) -> str:
    """The key in the form its `count` takes, where somebody wrote that form."""
    told = str(about.get("count", about.get("days", "")))
    if not FORMS[language] or not told.isdecimal():
        return key
    form = form_of(int(told), language)
    formed = f"{key}_{form}"
    return formed if form and formed in sentences(language) else key


def say(key: str, language: Language, /, **about: object) -> str:
    """The sentence of that key with its variables filled, in the number form of its `count` (else
    its `days`); the key itself when nobody wrote it."""
    told = sentences(language)
    return told.get(_counted(key, language, about), key).format_map(_Told(about))
