"""Panels of other rooms on the register's pages, and the places of the menu."""

from __future__ import annotations

from types import MappingProxyType

import pytest
from django.http import HttpRequest
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import translation
from django.utils.safestring import SafeString
from tests.platform.conftest import City

from hamgam.agencies.acting import NOBODY, Acting
from hamgam.agencies.rights import Right
from hamgam.agencies.vocabulary import Role
from hamgam.kit.words import Language, sentences
from hamgam.web import panels, ways

HERE = "tests.platform.web.test_panels"


def sound(request: HttpRequest, subject: object) -> SafeString:
    return SafeString(f"<p>about {subject}</p>")


def broken(request: HttpRequest, subject: object) -> SafeString:
    raise ZeroDivisionError


def asked(monkeypatch: pytest.MonkeyPatch, acting: Acting, *told: panels.Panel) -> str:
    monkeypatch.setattr(panels, "PANELS", MappingProxyType({"work": told}))
    request = RequestFactory().get("/")
    request.acting = acting  # type: ignore[attr-defined] # what the door remembers
    return panels.panels_of(request, "work", "w-1")


@pytest.mark.django_db
def test_a_panel_that_fails_leaves_a_line_and_the_others_stand(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    with translation.override("fa"):
        page = asked(
            monkeypatch,
            city.acting("water"),
            panels.Panel(name="pages.history", draws=f"{HERE}.broken"),
            panels.Panel(name="pages.money", draws="hamgam.no_such_room.panel"),
            panels.Panel(name="pages.work", draws=f"{HERE}.sound"),
        )
    assert page.count('class="note slip"') == 2
    assert "تاریخچه" in page
    assert page.endswith("<p>about w-1</p>")


@pytest.mark.django_db
def test_a_panel_is_shown_to_those_with_its_right(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = panels.Panel(name="pages.work", draws=f"{HERE}.sound", right=Right.READ_REGISTER)
    assert asked(monkeypatch, NOBODY, told) == ""
    assert "about" in asked(monkeypatch, city.acting("water"), told)


def test_every_panel_and_place_is_named_in_the_sentences() -> None:
    told = sentences(Language.FA)
    assert [place.label for place in ways.PLACES if place.label not in told] == []
    every = [panel for page in panels.PANELS.values() for panel in page]
    assert [panel.name for panel in every if panel.name not in told] == []


@pytest.mark.django_db
def test_the_menu_shows_the_ways_one_has_the_right_to(city: City) -> None:
    def names(acting: Acting) -> set[str]:
        return {way.name for way in ways.ways_of(acting, "work", Language.FA, {})}

    assert "uploads" not in names(NOBODY)
    assert "uploads" in names(city.acting("water"))
    assert "history" not in names(city.acting("water"))
    assert "history" in names(city.acting("water", Role.HEAD))
    here = [way.name for way in ways.ways_of(NOBODY, "work", Language.FA, {}) if way.is_here]
    assert here == ["works"]


@pytest.mark.django_db
def test_every_place_of_the_menu_has_its_address(client: Client) -> None:
    assert all(reverse(place.name) for place in ways.PLACES)
