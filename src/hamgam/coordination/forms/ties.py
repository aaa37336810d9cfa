"""The forms of joint steps, council resolutions, policies and words."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from hamgam.coordination.vocabulary import PolicyMeasure, ResolutionMove
from hamgam.register.forms import DayField


def letter_in(data: dict[str, Any]) -> tuple[str, date] | None:
    """The letter that a form names; None where its number or day is missing."""
    number, on = data.get("number"), data.get("on")
    return (number, on) if number and on else None


class StepForm(forms.Form):
    """A step that is asked of the other side."""

    title = forms.CharField(max_length=300)
    words = forms.CharField(max_length=1000, required=False)


class StepAnswerForm(forms.Form):
    """The day for which a step is taken on; without one it is declined."""

    promised = DayField(required=False)
    words = forms.CharField(max_length=1000, required=False)
    number = forms.CharField(max_length=64, required=False)
    on = DayField(required=False)


class DoneForm(forms.Form):
    """Since when it is done, and by what one sees it."""

    on = DayField()
    proof = forms.CharField(max_length=500)


class SessionForm(forms.Form):
    """The day and place of a meeting."""

    on = DayField()
    place = forms.CharField(max_length=200, required=False)


class ResolutionForm(forms.Form):
    """A resolution as passed, with the letter that sent it to the board."""

    resolution = forms.CharField(max_length=64)
    title = forms.CharField(max_length=300)
    words = forms.CharField(max_length=2000, required=False)
    passed_on = DayField()
    number = forms.CharField(max_length=64)
    on = DayField()


class MoveForm(forms.Form):
    """What the body before which a resolution lies says."""

    move = forms.ChoiceField(choices=[(move.value, move.value) for move in ResolutionMove])
    words = forms.CharField(max_length=2000, required=False)
    number = forms.CharField(max_length=64)
    on = DayField()


class PolicyForm(forms.Form):
    """A standing policy with the measure it is held to; the target in percent."""

    title = forms.CharField(max_length=300)
    words = forms.CharField(max_length=1000, required=False)
    measure = forms.ChoiceField(choices=[(one.value, one.value) for one in PolicyMeasure])
    bound = forms.IntegerField(min_value=1, max_value=3650)
    target = forms.IntegerField(min_value=1, max_value=100)
    begins = DayField()
    number = forms.CharField(max_length=64, required=False)
    on = DayField(required=False)


class DayForm(forms.Form):
    """A day."""

    on = DayField()


class WordForm(forms.Form):
    """What is said, and somebody who is to be told besides."""

    text = forms.CharField(max_length=5000)
    tell = forms.CharField(max_length=150, required=False)
