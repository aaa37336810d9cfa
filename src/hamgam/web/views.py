"""The pages of the house itself: front page, health, language, errors."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hamgam.agencies.actions.people import choose_post, use_invitation
from hamgam.agencies.doors import act_in, acting_of, door
from hamgam.agencies.limits import counted
from hamgam.agencies.rights import Right
from hamgam.kit.refusals import Refused
from hamgam.kit.words import Language, language_of, say
from hamgam.web.front import front, people_of_demo
from hamgam.web.health import examine
from hamgam.web.logs import request_number
from hamgam.web.pages import THEME_COOKIE, THEMES
from hamgam.web.problems import STATUS, answer
from hamgam.web.story import SCENES, WALK_COOKIE, scenes, told

HELP_QUESTIONS = 15


@door(Right.READ_PUBLIC)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The front page: what waits for the reader, and what the register is for a stranger."""
    acting = acting_of(request)
    language = language_of(get_language())
    if not acting.may(Right.READ_REGISTER):
        return render(request, "home.html", {"demo_people": people_of_demo(language)})
    return render(request, "front.html", front(acting, timezone.localdate(), language))


@door(Right.READ_PUBLIC)
@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """How the site is used, question by question."""
    return render(request, "help.html", {"questions": range(1, HELP_QUESTIONS + 1)})


@door(Right.READ_PUBLIC)
@require_safe
def story(request: HttpRequest) -> HttpResponse:
    """The founding wish, sentence by sentence, and where the system answers it."""
    every = {"scenes": scenes(acting_of(request), language_of(get_language()))}
    return render(request, "story.html", every)


@door(Right.READ_PUBLIC)
@require_safe
def story_scene(request: HttpRequest, number: int) -> HttpResponse:
    """Walk to a scene: its first page, with the banner that leads on."""
    if not 1 <= number <= len(SCENES):
        raise Refused("not_found")
    found = told(number, acting_of(request), language_of(get_language()), figure=False)
    response = redirect(found.links[0][0] if found.links else reverse("story"))
    response.set_cookie(WALK_COOKIE, str(number), max_age=86400, samesite="Lax", httponly=True)
    return response


@door(Right.READ_PUBLIC)
@require_safe
def story_end(request: HttpRequest) -> HttpResponse:
    """End the walk, and stand before the whole story again."""
    response = redirect("story")
    response.delete_cookie(WALK_COOKIE)
    return response


@door(Right.READ_PUBLIC)
@require_POST
def set_theme(request: HttpRequest) -> HttpResponse:
    """Show light or dark from now on, or follow the reader's machine again."""
    theme, response = request.POST.get("theme", ""), back(request)
    if theme in THEMES:
        response.set_cookie(THEME_COOKIE, theme, max_age=365 * 86400, samesite="Lax", httponly=True)
    else:
        response.delete_cookie(THEME_COOKIE)
    return response


@door(Right.READ_PUBLIC)
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """Whether the register can be read and written, and what is wrong if not."""
    condition = examine()
    response = JsonResponse(condition.told(), status=200 if condition.is_well else 503)
    response["Cache-Control"] = "no-store"
    return response


def back(request: HttpRequest) -> HttpResponse:
    """The way back to the page a small form stood on."""
    there = request.POST.get("next", "/")
    safe = url_has_allowed_host_and_scheme(there, allowed_hosts={request.get_host()})
    return HttpResponseRedirect(there if safe else "/")


@door(Right.READ_PUBLIC)
@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Speak that language from now on, and go back to the page."""
    code = request.POST.get("language", "")
    if code not in set(Language):
        return answer(request, "bad_request")
    response = back(request)
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        code,
        max_age=365 * 86400,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
    )
    return response


@door(Right.SIGN_IN)
@require_POST
def set_post(request: HttpRequest) -> HttpResponse:
    """Act in another of one's posts from now on, and go back to the page."""
    told = request.POST.get("post", "")
    number = int(told) if told.isascii() and told.isdigit() and len(told) < 16 else 0
    act_in(request, choose_post(by=acting_of(request), number=number))
    return back(request)


@door(Right.READ_PUBLIC)
@require_safe
def explain_problem(request: HttpRequest, code: str) -> HttpResponse:
    """What a problem's `type` leads to: its meaning, in words."""
    if code not in STATUS:
        return answer(request, "not_found")
    language = language_of(getattr(request, "LANGUAGE_CODE", None))
    told = {
        "title": say(f"refusals.{code}", language),
        "text": say(f"refusals.{code}_detail", language),
    }
    return render(request, "problem.html", told)


@door(Right.SIGN_IN)
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest) -> HttpResponse:
    """Where an invited person sets a first password, with the secret he was given."""
    if request.method != "POST":
        return render(request, "invitation.html", {})
    told = {name: request.POST.get(name, "") for name in ("secret", "password")}
    try:
        with counted(request, "invitation"):
            use_invitation(**told, request=request_number.get())
    except Refused as refusal:
        if refusal.code == "too_many":
            raise
        about: Any = refusal.about.get("errors", [])
        faults = [error["detail"] for error in about]
        language = language_of(get_language())
        faults = faults or [say(f"refusals.{refusal.code}_detail", language)]
        return render(request, "invitation.html", {"faults": faults}, status=422)
    return redirect("account_login")


def locked_out(request: HttpRequest, *_: Any, **__: Any) -> HttpResponse:
    """The answer to too many failed log-ins."""
    return answer(request, "too_many")


def error_400(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The request cannot be read."""
    return answer(request, "bad_request")


def error_403(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The request is not allowed."""
    return answer(request, "forbidden")


def error_404(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Nothing stands at that address."""
    return answer(request, "not_found")


def error_500(request: HttpRequest) -> HttpResponse:
    """Something broke; what was answered "saved" is saved."""
    return answer(request, "server_error")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that did not come from our own page."""
    return answer(request, "csrf")
