"""The form by which a problem is reported, and what it tells."""

from __future__ import annotations

from typing import Any

import shapely
from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Max, Min
from shapely.geometry.base import BaseGeometry

from hamgam.agencies.acting import NOBODY
from hamgam.exchange.persian import latin_digits, normalise
from hamgam.kit.words import Language, say
from hamgam.register import queries
from hamgam.register.models import Street, Work
from hamgam.service.actions.reporting import MOST_TEXT, Told
from hamgam.service.settings_of_city import serving

REACH_DEG = 0.25
"""How far beyond the city's streets a place may lie."""


def spot_of(text: str) -> BaseGeometry | None:
    """A point told as `lon,lat`; None for anything else."""
    try:
        lon, lat = (float(part) for part in latin_digits(text).split(","))
    except ValueError:
        return None
    is_sane = -180 <= lon <= 180 and -90 <= lat <= 90
    return shapely.Point(round(lon, 6), round(lat, 6)) if is_sane else None


def is_in_city(spot: BaseGeometry) -> bool:
    """Whether a point lies in the city or a little beside it; a swapped pair does not."""
    told = queries.streets().aggregate(
        west=Min("west"), south=Min("south"), east=Max("east"), north=Max("north")
    )
    if None in told.values():
        return True
    west, south = told["west"] - REACH_DEG, told["south"] - REACH_DEG
    east, north = told["east"] + REACH_DEG, told["north"] + REACH_DEG
    return bool(shapely.box(west, south, east, north).contains(spot))


def street_named(text: str) -> Street | None:
    """The street of that name in any language, or by its key; None where the list has none."""
    wanted = normalise(text)
    if not wanted:
        return None
    for row in queries.streets():
        if wanted in {normalise(row.name_fa), normalise(row.name_en), normalise(row.name_ar)}:
            return row
    return queries.streets().filter(key=text.strip()).first()


class ReportForm(forms.Form):
    """What, where, a picture, some words, and how to be told; only the first two are needed."""

    kind = forms.ChoiceField()
    spot = forms.CharField(max_length=60, required=False)
    street = forms.CharField(max_length=200, required=False)
    work = forms.CharField(max_length=24, required=False)
    photo = forms.FileField(required=False)
    text = forms.CharField(max_length=MOST_TEXT, required=False)
    phone = forms.CharField(max_length=40, required=False)
    email = forms.CharField(max_length=254, required=False)
    another = forms.BooleanField(required=False)

    def __init__(self, *args: Any, language: Language, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.language = language
        kinds = [(k.key, k.names.get(language.value, k.key)) for k in serving().kinds]
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined] # a ChoiceField
        for field in self.fields.values():
            for code in ("required", "invalid", "invalid_choice", "max_length"):
                key = code if code in {"required", "max_length"} else "invalid"
                field.error_messages[code] = say(f"pages.fault_{key}", language)

    def clean(self) -> dict[str, Any]:
        """The place out of what was told of it: a spot, a street of the list or a public work."""
        told = super().clean() or {}
        told["at"] = spot_of(told.get("spot", "")) if told.get("spot") else None
        told["of_street"] = street_named(told.get("street", ""))
        told["of_work"] = self._work(told.get("work", ""))
        if told["at"] is not None and not is_in_city(told["at"]):
            self.add_error("street", say("service.fault_outside", self.language))
        elif told["at"] is None and told["of_street"] is None and told["of_work"] is None:
            key = "fault_street" if told.get("street") else "fault_place"
            self.add_error("street", say(f"service.{key}", self.language))
        return told

    def _work(self, public_id: str) -> Work | None:
        return queries.standing_works(NOBODY).filter(public_id=public_id).first()

    def told(self) -> Told:
        """What was told, as the deed wants it."""
        told = self.cleaned_data
        photo: UploadedFile | None = told["photo"]
        return Told(
            kind=told["kind"],
            spot=told["at"],
            street=told["of_street"],
            work=told["of_work"],
            text=told["text"],
            photo=photo.read() if photo else None,
            phone=told["phone"],
            email=told["email"],
            language=self.language.value,
        )
