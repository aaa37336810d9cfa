"""The forms of inquiries, cooperation, joint works and seals."""

from __future__ import annotations

from django import forms

from hamgam.coordination.vocabulary import CooperationKind, InquiryAnswer
from hamgam.coordination.workflow.cooperation import CooperationMove
from hamgam.register.forms import DayField, NumberField


class AskUtilitiesForm(forms.Form):
    """What is said to every utility, if one likes."""

    words = forms.CharField(max_length=1000, required=False)


class InquiryAnswerForm(forms.Form):
    """What a utility says of a street."""

    answer = forms.ChoiceField(choices=[(word.value, word.value) for word in InquiryAnswer])
    begins = DayField(required=False)
    ends = DayField(required=False)
    words = forms.CharField(max_length=300, required=False)


class TermsForm(forms.Form):
    """Days, how much, and rials."""

    begins = DayField(required=False)
    ends = DayField(required=False)
    quantity = forms.CharField(max_length=100, required=False)
    rials = NumberField(required=False)


class CooperationForm(TermsForm):
    """What is asked of whom."""

    kind = forms.ChoiceField(choices=[(word.value, word.value) for word in CooperationKind])
    asked = forms.CharField(max_length=64)
    title = forms.CharField(max_length=300)
    words = forms.CharField(max_length=1000, required=False)
    serves = forms.CharField(max_length=300, required=False)
    about = forms.CharField(max_length=24, required=False)


class CooperationAnswerForm(TermsForm):
    """Yes, no with a reason, or an offer."""

    move = forms.ChoiceField(choices=[(word.value, word.value) for word in CooperationMove])
    words = forms.CharField(max_length=1000, required=False)


class JointForm(forms.Form):
    """What joint works are called, and the dig that is opened."""

    title = forms.CharField(max_length=300)
    work = forms.CharField(max_length=24)


class JoinForm(forms.Form):
    """The dig with which one asks to join."""

    work = forms.CharField(max_length=24)
    words = forms.CharField(max_length=1000, required=False)


class JoiningForm(forms.Form):
    """Whether a late joiner is taken in."""

    accept = forms.CharField(max_length=4, required=False)
    words = forms.CharField(max_length=1000, required=False)


class SealForm(forms.Form):
    """Whom the other side of a match may call."""

    name = forms.CharField(max_length=200)
    phone = forms.CharField(max_length=40)
    opens_on = DayField(required=False)
