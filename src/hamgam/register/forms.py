"""The forms of the register: days as people write them, a place as an address."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Any

import shapely
from django import forms
from django.utils import timezone
from shapely.geometry.base import BaseGeometry

from hamgam.agencies.vocabulary import Sharing
from hamgam.engine.works import Activity, Certainty, Impact, Kind, RoadPart, Stage, Surface
from hamgam.exchange.persian import latin_digits
from hamgam.exchange.places import StreetIndex, locate
from hamgam.kit.columns import spoken
from hamgam.kit.dates import short_day
from hamgam.kit.days import day_in, echoed, read_day
from hamgam.kit.words import Language, say
from hamgam.register.marks import city
from hamgam.register.models import Work
from hamgam.register.values import WorkValues


class DayField(forms.CharField):
    """A day as people write it: «۱۴۰۵/۹/۳», «3 آذر 1405», `2026-11-24`."""

    def to_python(self, value: Any) -> Any:
        """The day; None for nothing written."""
        text = str(value or "").strip()
        if not text:
            return None
        try:
            return read_day(text, timezone.localdate())
        except ValueError as fault:
            raise forms.ValidationError("day") from fault

    def prepare_value(self, value: Any) -> Any:
        """A day as the page writes it."""
        return short_day(value, spoken()) if isinstance(value, date) else value


class NumberField(forms.CharField):
    """A measure in any script's digits."""

    most = 1e9

    def to_python(self, value: Any) -> Any:
        """The number; None for nothing written."""
        text = latin_digits(str(value or "")).strip().replace("٫", ".").replace("٬", "")
        if not text:
            return None
        try:
            number = float(text)
        except ValueError as fault:
            raise forms.ValidationError("number") from fault
        if not 0 <= number <= self.most:
            raise forms.ValidationError("number")
        return number


class RialsField(NumberField):
    """An amount of money, far above any measure."""

    most = 1e15


@lru_cache(maxsize=2)
def streets_of(key: str) -> StreetIndex:
    """The index of the city's streets, made once."""
    return StreetIndex(city())


def _choices(vocabulary: type[StrEnum], name: str, spoken: Language) -> list[tuple[str, str]]:
    return [(value.value, say(f"vocabulary.{name}_{value.value}", spoken)) for value in vocabulary]


VOCABULARIES: Mapping[str, type[StrEnum]] = {
    "kind": Kind,
    "activity": Activity,
    "stage": Stage,
    "impact": Impact,
    "sharing": Sharing,
    "surface": Surface,
    "road_part": RoadPart,
}
OPTIONAL = ("surface", "road_part")
KINDS_ENTERED = (Kind.WORK, Kind.EVENT, Kind.DETOUR, Kind.SURFACE, Kind.OTHER)


def drawn_place(text: str) -> BaseGeometry | None:
    """A place as forms carry it: `lon,lat` pairs with spaces between them, or WKT; None when it is
    neither."""
    try:
        if text.lstrip()[:1].isalpha():
            shape: BaseGeometry = shapely.from_wkt(text)
            return shape
        points = [tuple(map(float, pair.split(","))) for pair in latin_digits(text).split()]
        return shapely.Point(points[0]) if len(points) == 1 else shapely.LineString(points)
    except (ValueError, TypeError, IndexError, shapely.errors.ShapelyError):
        return None


class WorkForm(forms.Form):
    """Everything one tells about a work."""

    title = forms.CharField(max_length=300)
    ref = forms.CharField(max_length=120, required=False)
    kind = forms.ChoiceField(initial=Kind.WORK.value)
    activity = forms.ChoiceField(initial=Activity.EXCAVATION.value)
    stage = forms.ChoiceField(initial=Stage.PLANNED.value)
    impact = forms.ChoiceField(initial=Impact.UNKNOWN.value)
    begins = DayField(required=False)
    ends = DayField(required=False)
    address = forms.CharField(max_length=300, required=False)
    line = forms.CharField(max_length=20_000, required=False)
    area_m2 = NumberField(required=False)
    length_m = NumberField(required=False)
    depth_m = NumberField(required=False)
    surface = forms.ChoiceField(required=False)
    road_part = forms.ChoiceField(required=False)
    submitted = DayField(required=False)
    emergency = forms.BooleanField(required=False)
    sharing = forms.ChoiceField(initial=Sharing.AGENCIES.value)
    told_version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, language: Language, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.language = language
        for name, vocabulary in VOCABULARIES.items():
            choices = _choices(vocabulary, name, language)
            if name == "kind":
                choices = [(key, told) for key, told in choices if Kind(key) in KINDS_ENTERED]
            nothing = [("", say("pages.untold", language))] if name in OPTIONAL else []
            self.fields[name].choices = nothing + choices  # type: ignore[attr-defined] # ChoiceField
        for field in self.fields.values():
            for code in ("required", "invalid", "invalid_choice", "max_length", "day", "number"):
                key = code if code in {"required", "day", "number", "max_length"} else "invalid"
                field.error_messages[code] = say(f"pages.fault_{key}", language)

    def clean_begins(self) -> date | None:
        """The first day."""
        return self._day("begins")

    def clean_ends(self) -> date | None:
        """The last day, not before the first."""
        ends, begins = self._day("ends"), self.cleaned_data.get("begins")
        if ends and begins and ends < begins:
            raise forms.ValidationError(say("pages.fault_order", self.language))
        return ends

    def _day(self, name: str) -> date | None:
        found: date | None = self.cleaned_data.get(name)
        return found

    def clean(self) -> dict[str, Any]:
        """The place: the line drawn on the map, else the address found on the city's streets."""
        told = self.cleaned_data
        line, address = told.get("line", ""), told.get("address", "").strip()
        told["geometry"], told["certainty"], told["street"] = None, Certainty.DRAWN, address
        if line:
            told["geometry"] = self._drawn(line)
        elif address and "address" in self.changed_data:
            found = locate(address, streets_of(city().key))
            if isinstance(found, str):
                self.add_error("address", say("pages.fault_address", self.language))
            else:
                told["geometry"], told["certainty"] = found.geometry, found.certainty
        return told

    def _drawn(self, line: str) -> BaseGeometry | None:
        shape = drawn_place(line)
        if shape is None:
            self.add_error("line", say("pages.fault_line", self.language))
        return shape

    def version(self) -> int:
        """The version that is edited."""
        return int(self.cleaned_data.get("told_version") or 0)

    def values(self, keeping: Work | None = None) -> WorkValues:
        """As the deeds take it; an edit that tells no new place keeps the old one."""
        told = dict(self.cleaned_data)
        if told["geometry"] is None and keeping is not None:
            told["geometry"] = keeping.shape
            told["certainty"] = Certainty(keeping.certainty)
        names = ("title", "ref", "begins", "ends", "emergency", "submitted", "street", "geometry")
        measures = ("area_m2", "length_m", "depth_m", "certainty")
        chosen = {name: told[name] for name in (*names, *measures)}
        chosen |= {n: kind(told[n]) if told[n] else None for n, kind in VOCABULARIES.items()}
        chosen["street"] = chosen["street"][:200]
        return WorkValues(**chosen)

    def seen_day(self, name: str) -> str:
        """A day that was written, in words and in the other calendars; empty while none was."""
        value = self.data.get(name) if self.is_bound else self.initial.get(name)
        if isinstance(value, date):
            return echoed(value, self.language)
        found = day_in(str(value or ""), timezone.localdate())
        return echoed(found, self.language) if found else ""


def values_in(row: Work) -> dict[str, object]:
    """What a form shows of a work that stands."""
    names = [name for name in WorkForm.base_fields if hasattr(row, name)]
    return {name: getattr(row, name) for name in names} | {
        "address": row.street,
        "told_version": row.version,
    }


class WithdrawForm(forms.Form):
    """Why a work is taken off the table."""

    reason = forms.CharField(max_length=300)
    version = forms.IntegerField(widget=forms.HiddenInput)


class ReasonForm(forms.Form):
    """A reason, for what is set aside."""

    reason = forms.CharField(max_length=300)


class UploadForm(forms.Form):
    """A file of works."""

    file = forms.FileField(max_length=200)
