"""The sentences that the islands speak with."""

from __future__ import annotations

from hamgam.kit.words import Language, sentences

PART = "map."


def map_words(language: Language) -> dict[str, str]:
    """Every sentence of the map in a language, by its short key."""
    told = sentences(language).items()
    return {key.removeprefix(PART): word for key, word in told if key.startswith(PART)}
