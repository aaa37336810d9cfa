"""The forms of completion: figures as people write them, amounts in billions of tomans."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from django import forms
from django.db.models import QuerySet

from hamgam.agencies.models import Agency
from hamgam.completion.actions.plans import ScenarioValues
from hamgam.completion.question import ASSUMED_FIELDS, assumptions_of
from hamgam.completion.vocabulary import AskedBy, ProposalKind, Reply
from hamgam.exchange.portfolio.assume import Assumptions
from hamgam.kit.words import Language, say
from hamgam.register.forms import DayField, NumberField
from hamgam.register.models import Project

KINDS = ("base", "less", "crew", "first")
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
        title = self._titles.get(project, "")
        return say(f"completion.kind_{kind}_name", self._language, title=title)[:120]


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
}


class DecisionForm(SpokenForm):
    """A named decision."""

    number = forms.CharField(max_length=64)
    on = DayField()
    decided_by = forms.CharField(max_length=200)
    reason = forms.CharField(max_length=2000)


class PhaseForm(SpokenForm):
    """A phase of a mega-project."""

    title = forms.CharField(max_length=300)
    result = forms.CharField(max_length=500)
    due = DayField(required=False)


class PassForm(SpokenForm):
    """The evidence by which a phase is passed."""

    on = DayField()
    evidence = forms.CharField(max_length=500)


class TermForm(SpokenForm):
    """A term with its days."""

    title = forms.CharField(max_length=200)
    begins = DayField()
    ends = DayField()


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
