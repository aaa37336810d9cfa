"""What agencies enter for everybody to read: statements, corrections, reasons, surveys."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms

from hamgam.kit.words import Language, say
from hamgam.register.forms import DayField, NumberField
from hamgam.register.models import Project, Zone
from hamgam.service.actions.surveys import Found
from hamgam.service.vocabulary import Population, SurveyMode
from hamgam.showcase.actions.statements import Said
from hamgam.showcase.vocabulary import Explained

HUNDRED = 100


class DeskForm(forms.Form):
    """A form whose faults are said in the reader's language."""

    def __init__(self, *args: Any, language: Language, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.language = language
        for field in self.fields.values():
            for code in ("required", "invalid", "invalid_choice", "max_length"):
                key = code if code in {"required", "max_length"} else "invalid"
                field.error_messages[code] = say(f"pages.fault_{key}", language)

    def _offer(self, name: str, choices: Iterable[tuple[str, str]]) -> None:
        chosen: Any = self.fields[name]
        chosen.choices = list(choices)

    def clean(self) -> dict[str, Any]:
        """A day or a number that could not be read is said in words."""
        told: dict[str, Any] = super().clean() or {}
        for name, faults in list(self.errors.items()):
            if list(faults) in (["day"], ["number"]):
                self.errors[name] = self.error_class([say(f"desk.no_{faults[0]}", self.language)])
        return told


def _titles(projects: Sequence[Project]) -> list[tuple[str, str]]:
    return [(row.public_id, row.title) for row in projects]


class StatementForm(DeskForm):
    """Which post said what about which project, when and where."""

    project = forms.ChoiceField()
    said_by = forms.CharField(max_length=200)
    said_on = DayField()
    text = forms.CharField(max_length=500)
    source = forms.CharField(max_length=300)
    promised_end = DayField(required=False)

    def __init__(self, *args: Any, projects: Sequence[Project], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer("project", _titles(projects))

    def said(self) -> Said:
        """What was said, as the deed wants it."""
        told = self.cleaned_data
        return Said(**{name: value for name, value in told.items() if name != "project"})


class CorrectionForm(DeskForm):
    """What is right, and since when one knows."""

    correction = forms.CharField(max_length=300)
    on = DayField()


class ReasonForm(DeskForm):
    """Why the end, the budget or the planned end changed."""

    project = forms.ChoiceField()
    field = forms.ChoiceField()
    on = DayField()
    words = forms.CharField(max_length=500)

    def __init__(self, *args: Any, projects: Sequence[Project], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer("project", _titles(projects))
        self._offer(
            "field",
            [(kind.value, say(f"desk.field_{kind.value}", self.language)) for kind in Explained],
        )


class SurveyForm(DeskForm):
    """A survey: of whom, how, when, how many were asked and were satisfied, the mean of 0 to 20."""

    title = forms.CharField(max_length=300)
    population = forms.ChoiceField()
    mode = forms.ChoiceField()
    zone_key = forms.ChoiceField(required=False)
    on = DayField()
    asked = NumberField()
    satisfied = NumberField()
    mean = NumberField(required=False)
    deviation = NumberField(required=False)
    source = forms.CharField(max_length=300, required=False)

    def __init__(self, *args: Any, zones: Sequence[Zone], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        spoken = self.language
        for name, kinds, part in (
            ("population", Population, "showcase.population"),
            ("mode", SurveyMode, "showcase.by"),
        ):
            self._offer(name, [(kind.value, say(f"{part}_{kind.value}", spoken)) for kind in kinds])
        named = [(z.key, getattr(z, f"name_{spoken.value}") or z.name_fa) for z in zones]
        self._offer("zone_key", [("", say("showcase.whole_city", spoken)), *named])

    def found(self) -> Found:
        """What was found, as the deed wants it; scores in hundredths."""
        told = self.cleaned_data
        return Found(
            title=told["title"],
            population=Population(told["population"]),
            mode=SurveyMode(told["mode"]),
            on=told["on"],
            asked=int(told["asked"]),
            satisfied=int(told["satisfied"]),
            zone_key=told["zone_key"],
            mean_hundredths=_hundredths(told["mean"]),
            deviation_hundredths=_hundredths(told["deviation"]),
            source=told["source"],
        )


def _hundredths(score: float | None) -> int | None:
    return None if score is None else round(score * HUNDRED)
