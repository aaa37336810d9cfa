"""The forms of coordination."""

from __future__ import annotations

from django import forms

from hamgam.register.forms import DayField


class WordsForm(forms.Form):
    """Words that must not be left out."""

    words = forms.CharField(max_length=1000)


class ProposalForm(forms.Form):
    """An option, words if one likes, and whether it is signed at once."""

    option = forms.CharField(max_length=24)
    words = forms.CharField(max_length=1000, required=False)
    is_signed = forms.BooleanField(required=False)


class AnswerForm(forms.Form):
    """Words to a signature, if one likes."""

    words = forms.CharField(max_length=1000, required=False)


class LetterForm(forms.Form):
    """The number and date of an office letter."""

    number = forms.CharField(max_length=64)
    on = DayField()


class SittingForm(forms.Form):
    """The day of a sitting."""

    on = DayField()
    words = forms.CharField(max_length=1000, required=False)


class DecisionForm(forms.Form):
    """What the competent body decided."""

    body = forms.CharField(max_length=64)
    option = forms.CharField(max_length=24)
    words = forms.CharField(max_length=1000)
    number = forms.CharField(max_length=64, required=False)
    on = DayField(required=False)


class TextForm(forms.Form):
    """A word among the parties."""

    text = forms.CharField(max_length=5000)


class FreedomForm(forms.Form):
    """Where a work may lie."""

    work = forms.CharField(max_length=24)
    earliest = DayField()
    latest = DayField()
