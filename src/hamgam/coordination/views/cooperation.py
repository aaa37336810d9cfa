"""Requests for cooperation: list, a new one, one with its turns and deeds."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hamgam.agencies.acting import Acting
from hamgam.agencies.doors import acting_of, door
from hamgam.agencies.queries import agency_of
from hamgam.agencies.rights import Right
from hamgam.coordination.actions import cooperation as deeds
from hamgam.coordination.actions.cooperation_rows import Terms, about_of
from hamgam.coordination.bridge import settling
from hamgam.coordination.forms import sharing as forms
from hamgam.coordination.forms.cases import AnswerForm, WordsForm
from hamgam.coordination.models import Cooperation
from hamgam.coordination.queries import cooperation as queries
from hamgam.coordination.views.doing import do
from hamgam.coordination.vocabulary import CooperationKind
from hamgam.coordination.workflow.cooperation import CooperationMove, CooperationState
from hamgam.kit.lists import listing
from hamgam.kit.refusals import Refused
from hamgam.kit.words import Language, say
from hamgam.register.actions.rows import acting_agency
from hamgam.register.views.history import story_of
from hamgam.register.views.reading import language

TABS = ("open", "asked", "asking", "all")


def _tab(acting: Acting, shown: str) -> Any:
    if shown == "all":
        return queries.cooperations_visible_to(acting).order_by("-pk")
    rows = queries.open_cooperations(acting)
    if shown == "open" or acting.agency is None:
        return rows
    side = "asked" if shown == "asked" else "asker"
    return rows.filter(**{f"{side}__path__startswith": acting.agency.path})


@door(Right.READ_REGISTER)
@require_safe
def cooperations(request: HttpRequest) -> HttpResponse:
    """What is asked of one's agencies, and what they ask of others."""
    acting, shown = acting_of(request), request.GET.get("show", "open")
    shown = shown if shown in TABS else "open"
    page = listing(_tab(acting, shown), request.GET.get("page"))
    context = {
        "page": page,
        "rows": [(row, rung_told(row, language())) for row in page.items],
        "tabs": TABS,
        "shown": shown,
        "may_ask": acting.may(Right.ASK_COOPERATION) and acting.agency is not None,
        "now": timezone.now(),
    }
    return render(request, "coordination/cooperations.html", context)


def rung_told(row: Cooperation, told: Language) -> str:
    """The name of the rung on which a request stands."""
    rungs = settling().ladder(row.ladder).rungs
    return rungs[min(row.rung, len(rungs) - 1)].names[told.value]


def otherwise_told(row: Cooperation, told: Language) -> str:
    """What happens at the end of the clock at hand; empty in an end."""
    if row.due is None:
        return ""
    state = CooperationState(row.state)
    if state is not CooperationState.ASKED:
        return say(f"sharing.otherwise_{state.value}", told)
    rungs = settling().ladder(row.ladder).rungs
    if row.rung + 1 < len(rungs):
        return say("sharing.otherwise_up", told, rung=rungs[row.rung + 1].names[told.value])
    return say("sharing.otherwise_remind", told)


@door(Right.ASK_COOPERATION)
@require_http_methods(["GET", "HEAD", "POST"])
def new_cooperation(request: HttpRequest) -> HttpResponse:
    """The form of a new request, about what `about` names."""
    acting = acting_of(request)
    if request.method == "POST":
        return _asked(request, acting)
    about = request.GET.get("about", "")
    subject = next(iter(about_of(acting, about).values()), None)
    return _form(request, acting, forms.CooperationForm(initial={"about": about}), subject)


def _form(
    request: HttpRequest, acting: Acting, form: forms.CooperationForm, subject: object = None
) -> HttpResponse:
    kind = request.GET.get("kind", "")
    context = {
        "form": form,
        "subject": subject,
        "about": form["about"].value() or "",
        "kinds": list(CooperationKind),
        "kind": kind if kind in set(CooperationKind) else "",
        "agencies": queries.may_be_asked(acting),
        "asked": request.GET.get("asked", ""),
    }
    status = 422 if form.is_bound else 200
    return render(request, "coordination/new_cooperation.html", context, status=status)


def _asked(request: HttpRequest, acting: Acting) -> HttpResponse:
    form = forms.CooperationForm(request.POST)
    if not form.is_valid():
        messages.error(request, say("cases.incomplete", language()), extra_tags="bad")
        return _form(request, acting, form)
    told = form.cleaned_data
    ask = deeds.Ask(
        kind=CooperationKind(told["kind"]),
        asked=agency_of(told["asked"]),
        title=told["title"],
        words=told["words"],
        serves=told["serves"],
        about=told["about"],
        terms=_terms(told),
    )
    try:
        row = deeds.ask_cooperation(by=acting, agency=acting_agency(acting), ask=ask)
    except Refused as refusal:
        if refusal.code != "validation":
            raise
        messages.error(request, say("cases.incomplete", language()), extra_tags="bad")
        return _form(request, acting, form)
    messages.success(request, say("cases.done", language()))
    return redirect("cooperation", row.public_id)


def _terms(told: dict[str, Any]) -> Terms:
    rials = told["rials"]
    return Terms(
        begins=told["begins"],
        ends=told["ends"],
        quantity=told["quantity"],
        rials=None if rials is None else round(rials),
    )


@door(Right.READ_REGISTER)
@require_safe
def cooperation(request: HttpRequest, cooperation_id: str) -> HttpResponse:
    """One request: what is asked, every turn it took, and what may be done now."""
    acting = acting_of(request)
    row = queries.cooperation_of(acting, cooperation_id)
    state = CooperationState(row.state)
    asks = acting.may(Right.ASK_COOPERATION, row.asker.path, subject=row.public_id)
    answers = acting.may(Right.ANSWER_COOPERATION, row.asked.path, subject=row.public_id)
    rungs = settling().ladder(row.ladder).rungs
    has_above = row.rung + 1 < len(rungs)
    ends = {CooperationState.FULFILLED, CooperationState.WITHDRAWN, CooperationState.CLOSED}
    context = {
        "row": row,
        "turns": queries.turns_of(row),
        "rung": rung_told(row, language()),
        "otherwise": otherwise_told(row, language()),
        "is_late": row.due is not None and row.due <= timezone.now(),
        "may_answer": answers and state is CooperationState.ASKED,
        "may_accept": asks and state is CooperationState.OFFERED,
        "may_fulfil": asks and state is CooperationState.GRANTED,
        "may_carry": asks and has_above and state not in ends,
        "may_withdraw": asks and state in {CooperationState.ASKED, CooperationState.OFFERED},
        "history": story_of(acting, row.public_id),
    }
    return render(request, "coordination/cooperation.html", context)


@door(Right.ANSWER_COOPERATION)
@require_POST
def answer(request: HttpRequest, cooperation_id: str) -> HttpResponse:
    """Say yes, no with a reason, or offer something else."""
    by = acting_of(request)

    def done(data: dict[str, Any]) -> object:
        return deeds.answer_cooperation(
            by=by,
            request=cooperation_id,
            move=CooperationMove(data["move"]),
            words=data["words"],
            terms=_terms(data),
        )

    return do(request, ("cooperation", cooperation_id), forms.CooperationAnswerForm, done)


@door(Right.ASK_COOPERATION)
@require_POST
def accept(request: HttpRequest, cooperation_id: str) -> HttpResponse:
    """Take what was offered instead."""
    by = acting_of(request)
    return do(
        request,
        ("cooperation", cooperation_id),
        AnswerForm,
        lambda data: deeds.accept_offer(by=by, request=cooperation_id, **data),
    )


@door(Right.ASK_COOPERATION)
@require_POST
def carry_up(request: HttpRequest, cooperation_id: str) -> HttpResponse:
    """Carry a request to the next rung."""
    by = acting_of(request)
    return do(
        request,
        ("cooperation", cooperation_id),
        WordsForm,
        lambda data: deeds.carry_request_up(by=by, request=cooperation_id, **data),
    )


@door(Right.ASK_COOPERATION)
@require_POST
def fulfil(request: HttpRequest, cooperation_id: str) -> HttpResponse:
    """Confirm that what was granted was done."""
    by = acting_of(request)
    return do(
        request,
        ("cooperation", cooperation_id),
        AnswerForm,
        lambda data: deeds.fulfil_request(by=by, request=cooperation_id, **data),
    )


@door(Right.ASK_COOPERATION)
@require_POST
def withdraw(request: HttpRequest, cooperation_id: str) -> HttpResponse:
    """Take a request back."""
    by = acting_of(request)
    return do(
        request,
        ("cooperation", cooperation_id),
        AnswerForm,
        lambda data: deeds.withdraw_request(by=by, request=cooperation_id, **data),
    )
