"""The forms of the field: days as people write them, agencies and people by name."""

from __future__ import annotations

from datetime import datetime, time
from enum import StrEnum
from typing import Any

from django import forms
from django.utils import timezone

from hamgam.agencies.models import Agency, Person
from hamgam.agencies.queries import agencies
from hamgam.exchange.persian import latin_digits
from hamgam.field.queries import officers
from hamgam.field.taxonomy import cause_choices
from hamgam.kit.money import RIALS_PER_BILLION_TOMANS
from hamgam.kit.words import Language, say
from hamgam.register.forms import DayField, NumberField

MOST_PEOPLE = 400


class BillionsField(NumberField):
    """An amount in billions of tomans, as offices write it."""

    def to_python(self, value: Any) -> Any:
        """Rials; None for nothing written."""
        told = super().to_python(value)
        return None if told is None else round(told * RIALS_PER_BILLION_TOMANS)


class ClockField(forms.CharField):
    """A time of day in any script's digits: «۸:۳۰»."""

    def to_python(self, value: Any) -> Any:
        """The time; None for nothing written."""
        text = latin_digits(str(value or "")).strip()
        if not text:
            return None
        try:
            return time.fromisoformat(text if len(text.split(":")[0]) == 2 else f"0{text}")
        except ValueError as fault:
            raise forms.ValidationError("clock") from fault


class FieldForm(forms.Form):
    """A form that speaks the page's language and knows agencies, people and causes."""

    def __init__(self, *args: Any, language: Language, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.language = language
        for name, field in self.fields.items():
            if isinstance(field, forms.ChoiceField):
                chosen: Any = field
                chosen.choices = self._choices(name, field)

    def _choices(self, name: str, field: forms.ChoiceField) -> list[tuple[str, str]]:
        blank = [] if field.required else [("", "–")]
        if name in {"owner", "agency", "payer", "recipients"}:
            return blank + [(row.key, row.name(self.language)) for row in agencies()]
        if name == "officer":
            people = officers()[:MOST_PEOPLE]
            return blank + [(p.public_id, p.full_name or p.username) for p in people]
        if name in {"cause", "cause_2"}:
            return blank + cause_choices(self.language)
        return list(field.choices)  # type: ignore[arg-type] # pairs, as the field was given them

    def clean_owner(self) -> Agency | None:
        """The agency that must act."""
        return _agency(self.cleaned_data["owner"])

    def clean_agency(self) -> Agency | None:
        """The agency."""
        return _agency(self.cleaned_data["agency"])

    def clean_payer(self) -> Agency | None:
        """The agency that pays."""
        return _agency(self.cleaned_data["payer"])

    def clean_officer(self) -> Person | None:
        """Who follows it up."""
        told = self.cleaned_data["officer"]
        return officers().filter(public_id=told).first() if told else None


def _agency(key: str) -> Agency | None:
    return Agency.objects.filter(key=key).first() if key else None


def worded(vocabulary: type[StrEnum], name: str, language: Language) -> list[tuple[str, str]]:
    """A vocabulary as choices, told in the page's language."""
    return [(one.value, say(f"field.{name}_{one.value}", language)) for one in vocabulary]


class ObstacleForm(FieldForm):
    """An obstacle, whole."""

    task = forms.ChoiceField()
    title = forms.CharField(max_length=300)
    cause = forms.ChoiceField()
    weight = forms.IntegerField(min_value=1, max_value=100, initial=100, required=False)
    cause_2 = forms.ChoiceField(required=False)
    opened = DayField()
    reported_by = forms.CharField(max_length=200)
    owner = forms.ChoiceField()
    owner_name = forms.CharField(max_length=200)
    officer = forms.ChoiceField()
    removed_when = forms.CharField(max_length=300)
    next_step = forms.CharField(max_length=300, required=False)
    promised = DayField(required=False)
    evidence = forms.CharField(max_length=500, required=False)

    def __init__(self, *args: Any, tasks: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["task"]
        chosen.choices = tasks

    def causes(self) -> list[tuple[str, int]]:
        """The main cause with its weight, and the other with the rest."""
        told, weight = self.cleaned_data, self.cleaned_data["weight"] or 100
        if not told["cause_2"]:
            return [(told["cause"], 100)]
        weight = min(weight, 99)
        return [(told["cause"], weight), (told["cause_2"], 100 - weight)]


class RemovalForm(FieldForm):
    """By which day it will be gone, and the next step."""

    promised = DayField()
    next_step = forms.CharField(max_length=300, required=False)


class EvidenceForm(FieldForm):
    """A day and what one sees."""

    on = DayField()
    evidence = forms.CharField(max_length=500)


class WhyForm(FieldForm):
    """A reason in words."""

    why = forms.CharField(max_length=300)


class AskForm(FieldForm):
    """From when, how many days, and whom each delegation brings: one a line, «name: agency, …»."""

    first = DayField()
    days = forms.IntegerField(min_value=1, max_value=7, initial=2)
    seconds = forms.IntegerField(min_value=2, max_value=300, initial=10, required=False)


class CallForm(FieldForm):
    """A site meeting's day and hour, why it is held, and why not at the site."""

    on = DayField()
    at = ClockField()
    trigger = forms.CharField(max_length=300)
    why_office = forms.CharField(max_length=300, required=False)

    def begins(self) -> datetime:
        """The instant at which it begins."""
        told = self.cleaned_data
        return timezone.make_aware(datetime.combine(told["on"], told["at"]))


class AuthorityForm(FieldForm):
    """What a representative may decide."""

    agency = forms.ChoiceField()
    name = forms.CharField(max_length=200)
    post = forms.CharField(max_length=200, required=False)
    subject = forms.CharField(max_length=300)
    ceiling_rials = BillionsField(required=False)
    letter_number = forms.CharField(max_length=64)
    letter_date = DayField(required=False)


class PresenceForm(FieldForm):
    """Somebody at the site; the position is filled in by the phone."""

    agency = forms.ChoiceField()
    name = forms.CharField(max_length=200)
    post = forms.CharField(max_length=200, required=False)
    position = forms.CharField(max_length=80, required=False)
    site_code = forms.CharField(max_length=16, required=False)
    reason = forms.CharField(max_length=300, required=False)

    def clean_position(self) -> tuple[float, float, float] | None:
        """Longitude, latitude and accuracy; None for none."""
        text = latin_digits(self.cleaned_data["position"] or "")
        try:
            longitude, latitude, accuracy = (float(part) for part in text.split(","))
        except ValueError:
            return None
        inside = -180 <= longitude <= 180 and -90 <= latitude <= 90 and accuracy >= 0
        return (longitude, latitude, accuracy) if inside else None


class EndingForm(FieldForm):
    """What an item came to. Which fields it needs, its outcome tells."""

    outcome = forms.CharField(max_length=12)
    version = forms.IntegerField(min_value=1)
    words = forms.CharField(max_length=2000, required=False)
    owner = forms.ChoiceField(required=False)
    owner_name = forms.CharField(max_length=200, required=False)
    officer = forms.ChoiceField(required=False)
    due = DayField(required=False)
    proof = forms.CharField(max_length=500, required=False)
    obstacle = forms.CharField(max_length=24, required=False)
    cost_rials = BillionsField(required=False)
    payer = forms.ChoiceField(required=False)


class ExtendForm(FieldForm):
    """A later day, and why."""

    version = forms.IntegerField(min_value=1)
    due = DayField()
    reason = forms.CharField(max_length=16)


class ProveForm(FieldForm):
    """A promise kept, and by what one sees it."""

    version = forms.IntegerField(min_value=1)
    on = DayField()
    proof = forms.CharField(max_length=500)


class DirectiveForm(FieldForm):
    """A directive with its recipients and its measure."""

    title = forms.CharField(max_length=300)
    text = forms.CharField(max_length=5000)
    measure = forms.CharField(max_length=300)
    letter_number = forms.CharField(max_length=64, required=False)
    recipients = forms.MultipleChoiceField()


class SprintForm(FieldForm):
    """An intensive mode with its end and its rules."""

    goal = forms.CharField(max_length=300)
    begins = DayField()
    ends = DayField()
    night_shifts = forms.BooleanField(required=False)
    crews_lent = forms.CharField(max_length=300, required=False)
    rules = forms.CharField(max_length=500)
    stand_up_at = ClockField(required=False)
