"""The forms of completion: figures as people write them, amounts in billions of tomans."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from django import forms
from django.db.models import QuerySet

from hamgam.agencies.models import Agency
from hamgam.completion.actions.estimates import EstimateValues
from hamgam.completion.actions.plans import ScenarioValues
from hamgam.completion.naming import KINDS, usual_name
from hamgam.completion.question import ASSUMED_FIELDS, assumptions_of
from hamgam.completion.vocabulary import AskedBy, ProposalKind, Reply, Verdict
from hamgam.exchange.portfolio.assume import Assumptions
from hamgam.kit.digits import grouped
from hamgam.kit.money import RIALS_PER_BILLION_TOMANS
from hamgam.kit.words import Language, say
from hamgam.register.forms import DayField, NumberField
from hamgam.register.models import Project

LESS_CREDIT = 0.8


class ScenarioForm(forms.Form):
    """What would be if: nothing else, less credit, one more crew, one project first."""

    kind = forms.ChoiceField(choices=[(kind, kind) for kind in KINDS], initial="base")
    project = forms.ChoiceField(required=False)
    name = forms.CharField(max_length=120, required=False)
    seconds = forms.IntegerField(required=False)

    def __init__(
        self, *args: Any, projects: QuerySet[Project], language: Language, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._language = language
        self._titles = {row.public_id: row.title for row in projects}
        chosen: Any = self.fields["project"]
        chosen.choices = [("", "–"), *self._titles.items()]
        for name in ASSUMED_FIELDS:
            self.fields[f"assumed_{name}"] = NumberField(required=False)

    def clean(self) -> dict[str, Any]:
        """A scenario that puts a project first must name it."""
        told: dict[str, Any] = super().clean() or {}
        if told.get("kind") == "first" and not told.get("project"):
            self.add_error("project", say("completion.name_project", self._language))
        try:
            assumptions_of(self._assumed(told))
        except ValueError as error:
            self.add_error(None, str(error))
        return told

    def _assumed(self, told: dict[str, Any]) -> dict[str, float]:
        """The figures that stand otherwise than the defaults."""
        usual, found = Assumptions(), {}
        for name, (least, _) in ASSUMED_FIELDS.items():
            value = told.get(f"assumed_{name}")
            if value is None:
                continue
            figure = value if isinstance(least, int) else value / 100
            if abs(figure - getattr(usual, name)) > 1e-9:
                found[name] = figure
        return found

    def values(self, agency: Agency) -> ScenarioValues:
        """As the deed takes it."""
        told = self.cleaned_data
        changes = self._changes(told["kind"], told["project"], agency)
        name = told["name"].strip() or self._usual_name(told["kind"], told["project"])
        return ScenarioValues(name=name, changes=changes, assumed=self._assumed(told))

    def _changes(self, kind: str, project: str, agency: Agency) -> dict[str, Any]:
        if kind == "less":
            return {"credit": {"scale": LESS_CREDIT}}
        if kind == "crew":
            own = f"تیم‌های اجرایی {agency.name_fa}"
            return {"crew": {crew: {"add": 1} for crew in crews_of(agency) or [own]}}
        if kind == "first":
            return {"first": [project]}
        return {}

    def _usual_name(self, kind: str, project: str) -> str:
        return usual_name(kind, self._language, self._titles.get(project, ""))


def crews_of(agency: Agency) -> list[str]:
    """The crews that the plan of a branch knows: one pool for each agency with projects."""
    from hamgam.completion.queries import projects_of

    names = {project.agency.name_fa for project in projects_of(agency)}
    return [f"تیم‌های اجرایی {name}" for name in sorted(names)]


class SpokenForm(forms.Form):
    """A form that speaks the page's language and reads days and amounts as people write them."""

    def __init__(self, *args: Any, language: Language, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.language = language
        for name, field in self.fields.items():
            chosen: Any = field
            if isinstance(field, forms.ChoiceField) and name in VOCABULARIES:
                kinds = VOCABULARIES[name]
                chosen.choices = [
                    (kind.value, say(f"completion.{name}_{kind.value}", language)) for kind in kinds
                ]


VOCABULARIES: Mapping[str, type[StrEnum]] = {
    "asked_by": AskedBy,
    "kind": ProposalKind,
    "reply": Reply,
    "verdict": Verdict,
}


class DecisionForm(SpokenForm):
    """A named decision."""

    number = forms.CharField(max_length=64)
    on = DayField()
    decided_by = forms.CharField(max_length=200)
    reason = forms.CharField(max_length=2000)


class ConditionForm(SpokenForm):
    """How a condition of a stage gate stands."""

    is_met = forms.BooleanField(required=False)
    on = DayField()
    evidence = forms.CharField(max_length=500)


class GateForm(SpokenForm):
    """What is decided at a stage gate."""

    verdict = forms.ChoiceField()
    on = DayField()
    evidence = forms.CharField(max_length=500)
    decided_by = forms.CharField(max_length=200, required=False)
    number = forms.CharField(max_length=64, required=False)


class TermForm(SpokenForm):
    """A term with its days."""

    title = forms.CharField(max_length=200)
    begins = DayField()
    ends = DayField()


class PercentField(NumberField):
    """A percent in any script's digits, 0 to 100."""

    def to_python(self, value: Any) -> Any:
        """Thousandths; None for nothing written."""
        told = super().to_python(value)
        if told is None:
            return None
        if told > 100:
            raise forms.ValidationError("percent")
        return round(told * 10)


class BillionsField(NumberField):
    """An amount in billions of tomans, as offices write it."""

    def to_python(self, value: Any) -> Any:
        """Rials; None for nothing written."""
        told = super().to_python(value)
        return None if told is None else round(told * RIALS_PER_BILLION_TOMANS)

    def prepare_value(self, value: Any) -> Any:
        """Rials as billions of tomans."""
        if isinstance(value, int):
            return grouped(value / RIALS_PER_BILLION_TOMANS, Language.FA, places=1)
        return value


class PhaseForm(SpokenForm):
    """A phase of a mega-project."""

    title = forms.CharField(max_length=300)
    result = forms.CharField(max_length=500)
    due = DayField(required=False)
    cost_rials = BillionsField(required=False)
    price_year = forms.IntegerField(required=False, min_value=1300, max_value=1500)

    def clean(self) -> dict[str, Any]:
        """A cost needs the year of its prices."""
        told: dict[str, Any] = super().clean() or {}
        if told.get("cost_rials") and not told.get("price_year"):
            self.add_error("price_year", "price_year")
        return told


class ReportForm(SpokenForm):
    """What somebody saw on a day, with a photo where there is one."""

    on = DayField()
    physical = PercentField()
    paid = PercentField(required=False)
    photo = forms.FileField(required=False)


class EstimateForm(SpokenForm):
    """What is left of a project and what it brings; what stays empty is assumed."""

    remaining_rials = BillionsField(required=False)
    price_year = forms.IntegerField(required=False, min_value=1300, max_value=1500)
    benefit_rials_per_month = BillionsField(required=False)
    remaining_months = forms.IntegerField(required=False, min_value=0, max_value=360)
    ready_on = DayField(required=False)
    waits_for = forms.CharField(max_length=300, required=False)
    zone = forms.CharField(max_length=120, required=False)
    is_new_start = forms.BooleanField(required=False)
    years = NumberField(required=False)
    land_cleared_permille = PercentField(required=False)
    undated_relocations = forms.IntegerField(required=False, min_value=0, max_value=999)
    study_complete = forms.ChoiceField(required=False)
    drawings_complete = forms.ChoiceField(required=False)
    staged_for_seasons = forms.ChoiceField(required=False)
    cost_p80_rials = BillionsField(required=False)
    ceiling_rials = BillionsField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in YES_OR_NO:
            chosen: Any = self.fields[name]
            chosen.choices = [
                (key, say(f"completion.known_{key or 'not'}", self.language))
                for key in ("", "yes", "no")
            ]

    def values(self) -> EstimateValues:
        """As the deed takes it."""
        told = dict(self.cleaned_data)
        for name in YES_OR_NO:
            told[name] = {"yes": True, "no": False}.get(told[name])
        return EstimateValues(**told)


YES_OR_NO = ("study_complete", "drawings_complete", "staged_for_seasons")


def told_estimate(values: EstimateValues) -> dict[str, Any]:
    """An estimate as its form shows it."""
    told = values.columns()
    for name in YES_OR_NO:
        told[name] = {True: "yes", False: "no"}.get(told[name], "")  # type: ignore[call-overload] # None is no key
    land = values.land_cleared_permille
    told["land_cleared_permille"] = None if land is None else land / 10
    return told


class OfProject(SpokenForm):
    """A form that may name a project."""

    project = forms.ChoiceField(required=False)

    def __init__(self, *args: Any, projects: QuerySet[Project] | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = projects.values_list("public_id", "title") if projects is not None else []
        chosen: Any = self.fields["project"]
        chosen.choices = [("", "–"), *rows]


class PromiseForm(OfProject):
    """A promise of the term."""

    text = forms.CharField(max_length=500)
    due = DayField()


class ProposalForm(OfProject):
    """What somebody asks of the portfolio."""

    asked_by = forms.ChoiceField()
    from_name = forms.CharField(max_length=200)
    kind = forms.ChoiceField()
    text = forms.CharField(max_length=2000)


class AnswerForm(SpokenForm):
    """The answer to a proposal."""

    reply = forms.ChoiceField()
    reason = forms.CharField(max_length=2000)
