from __future__ import annotations

import pytest

from hamgam.engine import works
from hamgam.exchange import words
from hamgam.exchange.words import meaning_of


@pytest.mark.parametrize(
    ("vocabulary", "text", "meaning"),
    [
        ("kind", "Scaffolding", "other"),
        ("kind", "Skips / Building Material", "other"),
        ("kind", "Loading / Unloading", "other"),
        ("kind", "Event", "event"),
        ("kind", "Veranstaltung", "event"),
        ("kind", "MANIFESTAÇÃO", "event"),
        ("kind", "CARGAS E DESCARGAS", "other"),
        ("kind", "CARGAS E DESCARGAS/OBRAS", "work"),
        ("kind", "Utility Works", "work"),
        ("kind", "WEATHER_CONDITION", "other"),
        ("kind", "GeneralNetworkManagement", "other"),
        ("kind", "داربست", "other"),
        ("kind", "Gravetilladelser", None),
        ("impact", "Vollsperrung", "closure"),
        ("impact", "Halbseitige Sperrung", "important"),
        ("impact", "Road Closure", "closure"),
        ("impact", "Lane Closure", "important"),
        ("impact", "Mažai svarbus", "minor"),
        ("impact", "Svarbus", "important"),
        ("impact", "No Tm", "none"),
        ("impact", "انسداد كامل", "closure"),
        ("stage", "در حال اجرا", "running"),
        ("stage", "Approved", "planned"),
        ("stage", "Käynnissä", "running"),
        ("activity", "روکش آسفالت", "paving"),
        ("activity", "انشعاب گاز", "connection"),
        ("yes", "بله", "yes"),
        ("yes", "No", "no"),
        ("yes", "Norway", None),
        ("stage", "", None),
    ],
)
def test_words_mean_what_lists_mean_by_them(
    vocabulary: str, text: str, meaning: str | None
) -> None:
    assert meaning_of(vocabulary, text) == meaning


def test_every_meaning_is_one_of_our_values() -> None:
    values = {
        "kind": works.Kind,
        "activity": works.Activity,
        "impact": works.Impact,
        "stage": works.Stage,
        "surface": works.Surface,
        "road_part": works.RoadPart,
        "certainty": works.Certainty,
    }
    for vocabulary, entry in words._entries().items():
        if vocabulary != "yes":
            assert set(entry) <= set(values[vocabulary])
