"""What a scenario is called: the names that the house itself gave are spoken in the reader's
language; a name that somebody wrote stays as written."""

from __future__ import annotations

from functools import cache

from hamgam.kit.words import Language, say

KINDS = ("base", "less", "crew", "first")
_HOLE = "\0"


def usual_name(kind: str, language: Language, title: str = "") -> str:
    """The name of a scenario that nobody named; at most 120 signs."""
    return say(f"completion.kind_{kind}_name", language, title=title)[:120]


@cache
def _patterns() -> tuple[tuple[str, str, str], ...]:
    """Every usual name as its kind, what stands before a project's title, and what after it."""
    return tuple(
        (kind, *usual_name(kind, language, _HOLE).partition(_HOLE)[::2])
        for kind in KINDS
        for language in Language
    )


def scenario_name(name: str, language: Language) -> str:
    """A scenario's name for a reader."""
    for kind, before, after in _patterns():
        if kind != "first" and name == before:
            return usual_name(kind, language)
        if kind == "first" and name.startswith(before) and name.endswith(after):
            title = name[len(before) : len(name) - len(after)]
            return usual_name(kind, language, title) if title else name
    return name
