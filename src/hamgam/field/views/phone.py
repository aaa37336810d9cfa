"""The phone's side: the page that works without a network, its worker, its manifest."""

from __future__ import annotations

from importlib import resources

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_safe

from hamgam import __version__
from hamgam.agencies.doors import acting_of, door
from hamgam.agencies.rights import Right
from hamgam.field import queries
from hamgam.field.packet import WORDS
from hamgam.kit.words import say, sentences
from hamgam.register.views.reading import language, today

FILES = (
    *("phone.js", "phone_parts.js", "phone_meeting.js", "phone_forms.js", "phone_media.js"),
    *("phone_boxes.js", "outbox.js", "sign.js", "phone.css"),
)
"""What the phone keeps of the page."""

ICONS = {
    "192": {"sizes": "192x192", "purpose": "any"},
    "512": {"sizes": "512x512", "purpose": "any"},
    "maskable-512": {"sizes": "512x512", "purpose": "maskable"},
}
"""The mark on the home screen; the last one may be cut to any shape within its middle."""


@door(Right.SEND_RECORDS)
@require_safe
def phone(request: HttpRequest) -> HttpResponse:
    """The shell of the day at the sites. It holds nothing of anybody, so that it may be kept on the
    phone; the day's packet is asked for beside it. Without script it lists the day's stops."""
    spoken = language()
    book = sentences(spoken)
    context = {
        "words": {key: book[f"phone.{key}"] for key in WORDS},
        "stops": queries.stops_visible_to(acting_of(request)).filter(on=today()),
    }
    return render(request, "field/phone.html", context)


@door(Right.READ_PUBLIC)
@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker, from an address that governs the phone's page and nothing else."""
    place = resources.files("hamgam.field") / "static" / "field" / "worker.js"
    files = [static(f"field/{name}") for name in FILES]
    files += [static("web/tokens.css"), static("web/site.css"), static("web/mark.svg")]
    files += [static("web/palette.js"), static("web/days.js")]
    files += [static(f"field/icons/{name}.png") for name in ICONS]
    files += [static("web/fonts/vazirmatn.woff2"), reverse("phone_manifest")]
    head = f"const VERSION = {__version__!r};\nconst FILES = {files!r};\n"
    head += f"const SHELL = {reverse('phone')!r};\n"
    response = HttpResponse(
        head + place.read_text(encoding="utf-8"), content_type="text/javascript"
    )
    response["Cache-Control"] = "no-cache"
    return response


@door(Right.READ_PUBLIC)
@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """What a phone needs to put the page on its home screen."""
    spoken = language()
    return JsonResponse(
        {
            "id": reverse("phone"),
            "name": say("phone.app_name", spoken),
            "short_name": say("phone.app_short", spoken),
            "start_url": reverse("phone"),
            "scope": reverse("phone"),
            "display": "standalone",
            "dir": spoken.direction,
            "lang": spoken.value,
            "background_color": "#f6f1e7",
            "theme_color": "#0b6e6a",
            "icons": [
                {"src": static(f"field/icons/{name}.png"), "type": "image/png", **told}
                for name, told in ICONS.items()
            ],
        },
        content_type="application/manifest+json",
    )
