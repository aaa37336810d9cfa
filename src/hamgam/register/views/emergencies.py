"""The page of an emergency: where, what, how many days; one minute."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from hamgam.agencies.doors import acting_of, door
from hamgam.agencies.models import InboxItem
from hamgam.agencies.rights import Right
from hamgam.engine.works import Certainty
from hamgam.exchange.persian import latin_digits
from hamgam.exchange.places import locate
from hamgam.kit.digits import localise
from hamgam.kit.words import Language, say
from hamgam.register.actions.emergencies import KINDS, Emergency, record_emergency
from hamgam.register.actions.rows import acting_agency
from hamgam.register.forms import drawn_place, streets_of
from hamgam.register.mapping.foresight import street_name_at
from hamgam.register.mapping.ground import bounds
from hamgam.register.mapping.words import map_words
from hamgam.register.marks import city
from hamgam.register.models import Work
from hamgam.register.views.reading import language, today

MOST_DAYS = 30
USUAL_DAYS = 2


class EmergencyForm(forms.Form):
    """What one knows in the first minute."""

    what = forms.ChoiceField()
    address = forms.CharField(max_length=200, required=False)
    line = forms.CharField(max_length=20_000, required=False)
    days = forms.CharField(max_length=4, initial=str(USUAL_DAYS))

    def __init__(self, *args: Any, language: Language, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.language = language
        choices = [(key, say(f"map.urgent_kind_{key}", language)) for key in KINDS]
        self.fields["what"].choices = choices  # type: ignore[attr-defined] # a ChoiceField
        for field in self.fields.values():
            field.error_messages["required"] = say("pages.fault_required", language)

    def clean_days(self) -> int:
        """How long it takes, from 1 day to MOST_DAYS."""
        text = latin_digits(self.cleaned_data["days"]).strip()
        if not text.isdecimal() or not 1 <= int(text) <= MOST_DAYS:
            raise forms.ValidationError(say("pages.fault_number", self.language))
        return int(text)

    def clean(self) -> dict[str, Any]:
        """The place: what was clicked on the map, else the street that was written."""
        told = self.cleaned_data
        line, address = told.get("line", ""), told.get("address", "").strip()
        told["geometry"], told["certainty"] = None, Certainty.DRAWN
        if line:
            told["geometry"] = drawn_place(line)
        elif address:
            found = locate(address, streets_of(city().key))
            if not isinstance(found, str):
                told["geometry"], told["certainty"] = found.geometry, found.certainty
        if told["geometry"] is None:
            self.add_error("address", say("map.urgent_no_place", self.language))
        return told

    def emergency(self) -> Emergency:
        """As the deed takes it."""
        told = self.cleaned_data
        street = told["address"] or street_name_at(told["geometry"], self.language)
        what = say(f"map.urgent_kind_{told['what']}", self.language)
        title = say("map.urgent_title_of", self.language, what=what, where=street)
        return Emergency(
            title=title if street else what,
            street=street[:200],
            geometry=told["geometry"],
            certainty=told["certainty"],
            days=told["days"],
        )


def _say_told(request: HttpRequest, row: Work) -> None:
    """Say how many agencies heard of it."""
    told = InboxItem.objects.filter(subject=row.public_id).values("agency").distinct().count()
    key = "map.urgent_saved" if told else "map.urgent_saved_alone"
    messages.success(request, say(key, language(), count=localise(told, language())))


@door(Right.RECORD_WORK)
@require_http_methods(["GET", "POST"])
def emergency(request: HttpRequest) -> HttpResponse:
    """Record an emergency that begins now."""
    acting = acting_of(request)
    agency = acting_agency(acting)
    form = EmergencyForm(request.POST or None, language=language(), initial={"days": USUAL_DAYS})
    if request.method == "POST" and form.is_valid():
        row = record_emergency(by=acting, agency=agency, told=form.emergency(), today=today())
        _say_told(request, row)
        return redirect("work", row.public_id)
    told = {
        "form": form,
        "agency": agency,
        "today": today(),
        "island": {"ground": reverse("map_ground"), "bounds": bounds(), "shapes": ["point"]},
        "words": map_words(language()),
    }
    return render(request, "register/emergency.html", told, status=422 if form.errors else 200)
