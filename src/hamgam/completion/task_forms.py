"""The forms of a project's tasks."""

from __future__ import annotations

from typing import Any

from django import forms

from hamgam.completion.actions.tasks import TaskValues
from hamgam.completion.forms import BillionsField, PercentField, SpokenForm
from hamgam.register.forms import DayField
from hamgam.register.models import Task


class NewTaskForm(SpokenForm):
    """A part to add to a project."""

    title = forms.CharField(max_length=300)
    weight = PercentField(required=False)


class TaskForm(SpokenForm):
    """What is left of a task; what stays empty is assumed."""

    remaining_rials = BillionsField(required=False)
    price_year = forms.IntegerField(required=False, min_value=1300, max_value=1500)
    remaining_months = forms.IntegerField(required=False, min_value=1, max_value=360)
    ready_on = DayField(required=False)
    waits_for = forms.CharField(max_length=300, required=False)
    fast_months = forms.IntegerField(required=False, min_value=1, max_value=360)
    fast_rials = BillionsField(required=False)
    done_on = DayField(required=False)
    ignores_seasons = forms.BooleanField(required=False)
    after = forms.MultipleChoiceField(required=False)

    def __init__(self, *args: Any, others: list[Task], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["after"]
        chosen.choices = [(row.public_id, row.title) for row in others]

    def values(self) -> TaskValues:
        """As the deed takes it."""
        told = {name: value for name, value in self.cleaned_data.items() if name != "after"}
        return TaskValues(**told)
