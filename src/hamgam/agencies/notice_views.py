"""How one is told: the page of channels and rhythm, and the last messages."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from hamgam.agencies.actions.notices import Choice, choose_notices, plain_number
from hamgam.agencies.api.notices import choice_of
from hamgam.agencies.channels import open_channels
from hamgam.agencies.doors import acting_of, door
from hamgam.agencies.models import Message
from hamgam.agencies.outbox import MOST_ATTEMPTS
from hamgam.agencies.rights import Right
from hamgam.agencies.vocabulary import Rhythm
from hamgam.kit.refusals import Refused
from hamgam.kit.words import language_of, say

LAST = 15


class ChoiceForm(forms.Form):
    """Channels with their addresses, and the rhythm."""

    rhythm = forms.ChoiceField(choices=[(one.value, one.value) for one in Rhythm])
    by_email = forms.BooleanField(required=False)
    by_sms = forms.BooleanField(required=False)
    by_bale = forms.BooleanField(required=False)
    mobile = forms.CharField(max_length=20, required=False)
    bale_chat = forms.CharField(max_length=40, required=False)


@door(Right.SIGN_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def notices(request: HttpRequest) -> HttpResponse:
    """Choose how one is told."""
    acting = acting_of(request)
    row, language = choice_of(acting), language_of(get_language())
    if request.method == "POST" and (told := ChoiceForm(request.POST)).is_valid():
        data = told.cleaned_data
        choice = Choice(
            rhythm=Rhythm(data.pop("rhythm")),
            **data | {"mobile": plain_number(data["mobile"])},
        )
        try:
            choose_notices(by=acting, choice=choice)
        except Refused as refusal:
            text = say(f"refusals.{refusal.code}_detail", language, **refusal.about)
            messages.error(request, text, extra_tags="bad")
        else:
            messages.success(request, say("notices.saved", language))
        return redirect("notices")
    last = Message.objects.filter(person=acting.person).order_by("-pk")[:LAST]
    context = {
        "choice": row,
        "email": acting.person.email if acting.person else "",
        "rhythms": list(Rhythm),
        "open": open_channels(),
        "last": [{"row": one, "failed": one.attempts >= MOST_ATTEMPTS} for one in last],
    }
    return render(request, "agencies/notices.html", context)
