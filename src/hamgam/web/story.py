"""The founding wish told in our own words, each sentence with where the system answers it."""

from __future__ import annotations

from dataclasses import dataclass

from hamgam.kit.words import Language, say

SCENES: tuple[tuple[str, ...], ...] = (
    ("map", "agencies"),
    ("overlaps", "inbox"),
    ("works", "history"),
    ("overlaps", "seasons"),
    ("uploads", "overlaps"),
    ("map", "projects"),
    ("streets", "seasons"),
    ("inbox", "history"),
    ("projects",),
    (),
)
"""The pages that answer each sentence, in the sentences' order; none where none stands yet."""


@dataclass(frozen=True, slots=True)
class Scene:
    """One sentence of the wish, what answers it, and what does not stand yet."""

    wish: str
    answer: str
    pages: tuple[tuple[str, str], ...]
    missing: str


def scenes(language: Language) -> list[Scene]:
    """The scenes in the reader's language."""

    def told(part: str, number: int) -> str:
        key = f"story.{part}_{number}"
        found = say(key, language)
        return "" if found == key else found

    return [
        Scene(
            told("wish", number),
            told("answer", number),
            tuple((page, say(f"pages.nav_{page}", language)) for page in pages),
            told("missing", number),
        )
        for number, pages in enumerate(SCENES, 1)
    ]
