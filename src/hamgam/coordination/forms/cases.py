"""The forms of coordination."""

from __future__ import annotations

from django import forms

from hamgam.coordination.vocabulary import Reinstatement
from hamgam.register.forms import DayField, NumberField, RialsField


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


class EmergencyForm(forms.Form):
    """What is said on the phone."""

    street = forms.CharField(max_length=200)
    words = forms.CharField(max_length=300)


class SessionForm(forms.Form):
    """The day and place of a sitting."""

    on = DayField()
    place = forms.CharField(max_length=200, required=False)


class GrantForm(forms.Form):
    """The conditions of a permit; days left empty are the work's own."""

    begins = DayField(required=False)
    ends = DayField(required=False)
    by_night = forms.BooleanField(required=False)
    reinstatement = forms.ChoiceField(
        choices=[(word.value, word.value) for word in Reinstatement], required=False
    )
    reinstate_by = DayField(required=False)
    deposit_rials = RialsField(required=False)
    words = forms.CharField(max_length=1000, required=False)


class ExtensionForm(forms.Form):
    """A later end, and why."""

    ends = DayField()
    reason = forms.CharField(max_length=500)


class RepairForm(forms.Form):
    """What the repair cost, in rials."""

    cost_rials = RialsField()


class DayForm(forms.Form):
    """A day."""

    on = DayField()


class CompleteForm(forms.Form):
    """What an emergency's report lacks."""

    length_m = NumberField()
    ends = DayField()


class PresenceForm(forms.Form):
    """Somebody who was there."""

    agency = forms.CharField(max_length=64)
    name = forms.CharField(max_length=200)
    post = forms.CharField(max_length=200, required=False)


class ConclusionForm(forms.Form):
    """What an item of the agenda came to."""

    number = forms.IntegerField(min_value=1)
    outcome = forms.CharField(max_length=12)
    words = forms.CharField(max_length=2000, required=False)
    owner = forms.CharField(max_length=64, required=False)
    due = DayField(required=False)
    proof = forms.CharField(max_length=500, required=False)


class MeetingForm(forms.Form):
    """A meeting to be called."""

    kind = forms.CharField(max_length=24)
    title = forms.CharField(max_length=300)
    on = DayField()
    place = forms.CharField(max_length=200, required=False)
    agenda = forms.CharField(max_length=5000, required=False)
