"""Site meetings: called, prepared, held, signed, closed."""

from __future__ import annotations

import base64
import binascii
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hamgam.agencies.acting import Acting
from hamgam.agencies.doors import acting_of, door
from hamgam.agencies.rights import Right
from hamgam.field import queries
from hamgam.field.actions import meetings as deeds
from hamgam.field.actions.signing import (
    close_site_meeting,
    letter_of,
    sign_presence,
    what_is_missing,
)
from hamgam.field.forms import AuthorityForm, CallForm, EndingForm, PresenceForm
from hamgam.field.models import SiteItem, SitePresence
from hamgam.field.papers import qr_svg
from hamgam.field.taxonomy import cause_name
from hamgam.kit.refusals import Refused
from hamgam.kit.words import say
from hamgam.register.actions.meetings import Conclusion
from hamgam.register.models import Meeting
from hamgam.register.queries import projects_visible_to
from hamgam.register.views.reading import language, today
from hamgam.register.vocabulary import Outcome

SHOWN = 60
OUTCOMES = [one for one in Outcome if one is not Outcome.OPEN]


@door(Right.READ_REGISTER)
@require_safe
def meetings(request: HttpRequest) -> HttpResponse:
    """Obstacles removed first, then the meetings; the share held on site, and why not."""
    acting = acting_of(request)
    context = {
        "held": queries.held(acting, queries.year_begins(today())),
        "rows": list(queries.site_meetings_visible_to(acting)[:SHOWN]),
        "may": acting.may(Right.RECORD_MEETING),
    }
    return render(request, "field/meetings.html", context)


@door(Right.RECORD_MEETING)
@require_http_methods(["GET", "POST"])
def call(request: HttpRequest, project_id: str) -> HttpResponse:
    """The form by which a meeting at a site is called."""
    acting = acting_of(request)
    project = projects_visible_to(acting).filter(public_id=project_id).first()
    if project is None:
        raise Refused("not_found")
    stop = request.POST.get("stop", request.GET.get("stop", ""))
    form = CallForm(request.POST or None, language=language(), initial={"on": today()})
    if request.method == "POST" and form.is_valid():
        told = deeds.SiteCall(
            begins=form.begins(),
            trigger=form.cleaned_data["trigger"],
            why_office=form.cleaned_data["why_office"],
        )
        row = deeds.call_site_meeting(by=acting, project=project_id, call=told, stop=stop)
        return redirect("site_meeting", row.public_id)
    context = {"project": project, "form": form, "stop": stop}
    return render(request, "field/call.html", context, status=422 if form.errors else 200)


def seen_meeting(acting: Acting, meeting_id: str) -> Meeting:
    """A site meeting the reader may see; refuses (`not_found`) any other."""
    row = queries.site_meetings_visible_to(acting).filter(public_id=meeting_id).first()
    if row is None:
        raise Refused("not_found")
    return row


class Item:
    """An item of the agenda as the page shows it, with its form."""

    def __init__(self, side: SiteItem, form: EndingForm | None, faults: list[Any]) -> None:
        self.side, self.item = side, side.item
        self.code = side.obstacle.block.cause if side.obstacle else ""
        self.cause = cause_name(self.code, language()) if self.code else ""
        self.days = (today() - side.obstacle.block.begins).days if side.obstacle else None
        self.form, self.faults = form, faults
        self.outcome = side.item.outcome
        self.is_open = self.outcome == Outcome.OPEN
        self.letter = ""

    @property
    def missing(self) -> list[str]:
        """Keys of what is missing."""
        return [fault["pointer"].removeprefix("#/") for fault in self.faults]


def _sides(row: Meeting) -> list[SiteItem]:
    rows = SiteItem.objects.filter(item__meeting=row).select_related(
        "item__owner", "item__commitment", "obstacle__block", "obstacle__owner", "officer", "payer"
    )
    return list(rows.order_by("item__number"))


def _page(
    request: HttpRequest, row: Meeting, refused: tuple[int, EndingForm, list[Any]] | None = None
) -> HttpResponse:
    acting = acting_of(request)
    may = row.closed is None and acting.may(
        Right.RECORD_MEETING, row.agency.path, subject=row.public_id
    )
    spoken, items = language(), []
    authorities = list(row.authorities.select_related("agency").order_by("pk"))
    for side in _sides(row):
        form, faults = None, []
        if may:
            form = EndingForm(language=spoken, initial=_initial(side), prefix=None)
            if refused is not None and refused[0] == side.item.number:
                form, faults = refused[1], refused[2]
        items.append(Item(side, form, faults))
        items[-1].letter = letter_of(authorities, side)
    site = row.site
    people = SitePresence.objects.filter(presence__meeting=row).select_related("presence__agency")
    context = {
        "row": row,
        "site": site,
        "may": may,
        "items": items,
        "done": sum(1 for one in items if not one.is_open),
        "people": list(people.order_by("presence_id")),
        "authorities": authorities,
        "missing": what_is_missing(row) if may else [],
        "outcomes": OUTCOMES,
        "authority_form": AuthorityForm(language=spoken) if may else None,
        "presence_form": PresenceForm(language=spoken) if may else None,
        "agencies": sorted({i["owner"] for i in site.minutes.get("items", ()) if i["owner"]}),
        "plate": "data:image/svg+xml;base64,"
        + base64.b64encode(qr_svg(f"hamgam-site:{site.site_code}")).decode(),
    }
    status = 422 if refused else 200
    return render(request, "field/meeting.html", context, status=status)


def _initial(side: SiteItem) -> dict[str, Any]:
    item, obstacle = side.item, side.obstacle
    owner = item.owner or (obstacle.owner if obstacle else None)
    officer = side.officer or (obstacle.officer if obstacle else None)
    return {
        "outcome": item.outcome,
        "version": side.version,
        "words": item.words,
        "owner": owner.key if owner else "",
        "owner_name": side.owner_name or (obstacle.owner_name if obstacle else ""),
        "officer": officer.public_id if officer else "",
        "due": item.due,
        "proof": item.proof,
    }


@door(Right.READ_REGISTER)
@require_safe
def meeting(request: HttpRequest, meeting_id: str) -> HttpResponse:
    """One site meeting, in the order in which it is held."""
    return _page(request, seen_meeting(acting_of(request), meeting_id))


@door(Right.RECORD_MEETING)
@require_POST
def authority(request: HttpRequest, meeting_id: str) -> HttpResponse:
    """Record what a representative may decide."""
    form = AuthorityForm(request.POST, language=language())
    if not form.is_valid():
        errors = [{"pointer": f"#/{name}", "detail": "required"} for name in form.errors]
        raise Refused("validation", errors=errors)
    told = dict(form.cleaned_data)
    agency = told.pop("agency")
    deeds.record_authority(
        by=acting_of(request), meeting=meeting_id, agency=agency, letter=deeds.Letter(**told)
    )
    return redirect("site_meeting", meeting_id)


@door(Right.RECORD_MEETING)
@require_POST
def present(request: HttpRequest, meeting_id: str) -> HttpResponse:
    """Note somebody who is there."""
    form = PresenceForm(request.POST, language=language())
    if not form.is_valid():
        raise Refused("validation", errors=[{"pointer": "#/name", "detail": "required"}])
    told = dict(form.cleaned_data)
    agency = told.pop("agency")
    try:
        deeds.note_site_presence(
            by=acting_of(request), meeting=meeting_id, agency=agency, there=deeds.There(**told)
        )
    except Refused as refusal:
        if refusal.code != "not_at_site":
            raise
        messages.error(request, say("refusals.not_at_site_detail", language()), "bad")
    return redirect("site_meeting", meeting_id)


@door(Right.RECORD_MEETING)
@require_POST
def conclude(request: HttpRequest, meeting_id: str, number: int) -> HttpResponse:
    """Say what an item came to."""
    acting = acting_of(request)
    row = seen_meeting(acting, meeting_id)
    form = EndingForm(request.POST, language=language())
    if not form.is_valid():
        faults = [{"pointer": f"#/{name}", "detail": "required"} for name in form.errors]
        return _page(request, row, (number, form, faults))
    told = form.cleaned_data
    ending = _ending(told)
    if ending is None:
        return _page(request, row, (number, form, [{"pointer": "#/outcome"}]))
    try:
        deeds.conclude_site_item(
            by=acting, meeting=meeting_id, number=number, version=told["version"], ending=ending
        )
    except Refused as refusal:
        if refusal.code != "validation":
            raise
        faults = list(refusal.about["errors"])  # type: ignore[call-overload] # a list, by the deed
        return _page(request, row, (number, form, faults))
    return redirect(f"/site-meetings/{meeting_id}#item-{number}")


def _ending(told: dict[str, Any]) -> deeds.Ending | None:
    try:
        outcome = Outcome(told["outcome"])
    except ValueError:
        return None
    return deeds.Ending(
        conclusion=Conclusion(
            outcome=outcome,
            words=told["words"],
            owner=told["owner"],
            due=told["due"],
            proof=told["proof"],
        ),
        owner_name=told["owner_name"],
        officer=told["officer"],
        obstacle=told["obstacle"],
        cost_rials=told["cost_rials"],
        payer=told["payer"],
    )


@door(Right.RECORD_MEETING)
@require_POST
def sign(request: HttpRequest, meeting_id: str, presence: int) -> HttpResponse:
    """Sign: drawn on the screen, or typed."""
    drawn = request.POST.get("drawn", "").removeprefix("data:image/png;base64,")
    try:
        picture = base64.b64decode(drawn, validate=True)
    except (binascii.Error, ValueError) as fault:
        raise Refused("media_type") from fault
    sign_presence(
        by=acting_of(request),
        meeting=meeting_id,
        presence=presence,
        drawn=picture,
        typed=request.POST.get("typed", "")[:200],
    )
    return redirect(f"/site-meetings/{meeting_id}#signatures")


@door(Right.RECORD_MEETING)
@require_POST
def close(request: HttpRequest, meeting_id: str) -> HttpResponse:
    """Seal the minutes."""
    try:
        close_site_meeting(by=acting_of(request), meeting=meeting_id)
    except Refused as refusal:
        if refusal.code != "unfinished":
            raise
        messages.error(request, say("refusals.unfinished_detail", language()), "bad")
    else:
        messages.success(request, say("field.meeting_closed", language()))
    return redirect("site_meeting", meeting_id)
