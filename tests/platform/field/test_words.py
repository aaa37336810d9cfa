"""Every state that a page of the field names has its word in every language."""

from __future__ import annotations

import pytest

from hamgam.field.vocabulary import DirectiveState, Proof, RecordKind, RecordState, Rung, TourState
from hamgam.kit.words import Language, say
from hamgam.register.vocabulary import Outcome, PlaceKind

NAMED = {
    "directive": [one.value for one in DirectiveState],
    "proof": [one.value for one in Proof],
    "kind": [one.value for one in RecordKind],
    "record": [one.value for one in RecordState],
    "rung": [one.name.lower() for one in Rung],
    "state": [one.value for one in TourState],
    "outcome": [one.value for one in Outcome],
    "place": [one.value for one in PlaceKind],
}


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("kind", NAMED)
def test_every_state_has_its_word(kind: str, language: Language) -> None:
    keys = [f"field.{kind}_{value}" for value in NAMED[kind]]
    assert [key for key in keys if say(key, language) == key] == []
