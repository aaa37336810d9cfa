"""Open311 GeoReport v2: the services, and the reports as requests, in XML and JSON.

Frozen since 2011, so exact: lists everywhere, its own shape of errors, closed or open and nothing
between. Nobody's name, number or unmoderated words are in it.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import wraps
from typing import Any
from xml.sax.xmlreader import AttributesImpl

import orjson
import shapely
from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import get_language
from django.utils.xmlutils import SimplerXMLGenerator
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from hamgam.agencies.doors import acting_of, door
from hamgam.agencies.rights import Right
from hamgam.exchange.city.serving import ProblemKind
from hamgam.kit.dates import is_plausible
from hamgam.kit.refusals import Refused
from hamgam.kit.words import Language, language_of, say
from hamgam.service.actions.reporting import MOST_TEXT, Told, report_problem
from hamgam.service.forms import is_in_city, street_named
from hamgam.service.limits import count_report
from hamgam.service.models import CitizenReport
from hamgam.service.queries import reports
from hamgam.service.settings_of_city import serving
from hamgam.service.telling import told_report
from hamgam.service.vocabulary import Channel
from hamgam.service.workflow import OPEN

MOST = 1000
SPAN = timedelta(days=90)
XML, JSON = "text/xml; charset=utf-8", "application/json; charset=utf-8"
DISCOVERY = "http://wiki.open311.org/Service_Discovery"
Row = Mapping[str, Any]
View = Callable[..., HttpResponse]


class Wrong(Exception):  # noqa: N818 - an answer to a client
    """What a client is told it did wrong, with its HTTP status."""

    def __init__(self, status: int, description: str) -> None:
        super().__init__(description)
        self.status, self.description = status, description


def _language() -> Language:
    return language_of(get_language())


def _xml(names: tuple[str, str], rows: Sequence[Row]) -> bytes:
    kept = io.BytesIO()
    maker = SimplerXMLGenerator(kept, "utf-8")
    maker.startDocument()
    maker.startElement(names[0], AttributesImpl({}))
    for row in rows:
        maker.startElement(names[1], AttributesImpl({}))
        for name, value in row.items():
            maker.addQuickElement(name, "" if value is None else str(value))
        maker.endElement(names[1])
    maker.endElement(names[0])
    maker.endDocument()
    return kept.getvalue()


def answered(
    form: str, names: tuple[str, str], rows: Sequence[Row], status: int = 200
) -> HttpResponse:
    """Rows in the form asked for: always a list, even of one."""
    body = _xml(names, rows) if form == "xml" else orjson.dumps([dict(row) for row in rows])
    response = HttpResponse(body, content_type=XML if form == "xml" else JSON, status=status)
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _wrong(form: str, told: Wrong) -> HttpResponse:
    row = {"code": told.status, "description": told.description}
    return answered(form, ("errors", "error"), [row], told.status)


def spoken(view: View) -> View:
    """A door that answers every fault in Open311's own shape."""

    @wraps(view)
    def told(request: HttpRequest, *args: Any, form: str, **kwargs: Any) -> HttpResponse:
        if form not in {"xml", "json"}:
            return _wrong("json", Wrong(404, "the format is xml or json"))
        try:
            return view(request, *args, form=form, **kwargs)
        except Wrong as fault:
            return _wrong(form, fault)
        except Refused as refusal:
            status = {"not_found": 404, "too_many": 429}.get(refusal.code, 400)
            return _wrong(form, Wrong(status, say(f"refusals.{refusal.code}", _language())))

    return told


def _service(kind: ProblemKind) -> Row:
    return {
        "service_code": kind.key,
        "service_name": kind.names[_language().value],
        "description": "",
        "metadata": "false",
        "type": "realtime",
        "keywords": "",
        "group": kind.agency,
    }


@door(Right.READ_PUBLIC)
@require_safe
@spoken
def services(request: HttpRequest, *, form: str) -> HttpResponse:
    """What can be reported."""
    rows = [_service(kind) for kind in serving().kinds]
    return answered(form, ("services", "service"), rows)


@door(Right.READ_PUBLIC)
@require_safe
@spoken
def service(request: HttpRequest, service_code: str, *, form: str) -> HttpResponse:
    """The attributes of a service: none has more than what every report tells."""
    kind = serving().kind(service_code)
    if kind is None:
        raise Wrong(404, "service_code was not found")
    return answered(form, ("service_definition", "attributes"), [])


def _at(moment: datetime) -> str:
    return timezone.localtime(moment).isoformat(timespec="seconds")


def _request(row: CitizenReport) -> Row:
    told = told_report(row, _language(), steps=True)
    spot = row.shape.representative_point() if row.shape is not None else None
    words = [step.words for step in told.steps if step.words]
    photo = reverse("citizen_photo", args=[told.public_id])
    due = timezone.make_aware(datetime.combine(told.solve_due, datetime.min.time()))
    return {
        "service_request_id": told.public_id,
        "status": "open" if told.is_open else "closed",
        "status_notes": words[-1] if words else None,
        "service_name": told.kind_name,
        "service_code": told.kind,
        "description": told.published or None,
        "agency_responsible": told.agency_name,
        "service_notice": None,
        "requested_datetime": _at(told.received),
        "updated_datetime": _at(told.steps[-1].at if told.steps else told.received),
        "expected_datetime": _at(due),
        "address": told.street or None,
        "address_id": None,
        "zipcode": None,
        "lat": round(spot.y, 6) if spot else None,
        "long": round(spot.x, 6) if spot else None,
        "media_url": f"{settings.PUBLIC_URL}{photo}" if told.has_photo else None,
    }


def _moment(told: QueryDict, name: str) -> datetime | None:
    text = told.get(name, "")
    if not text:
        return None
    try:
        found = parse_datetime(text)
    except ValueError:
        found = None
    if found is None or not is_plausible(found.date()):
        raise Wrong(400, f"{name} is no W3C date and time of the Gregorian calendar")
    return found if timezone.is_aware(found) else timezone.make_aware(found)


def _asked(told: QueryDict) -> QuerySet[CitizenReport]:
    rows = reports()
    if ids := told.get("service_request_id", ""):
        return rows.filter(public_id__in=ids.split(","))
    if codes := told.get("service_code", ""):
        rows = rows.filter(kind__in=codes.split(","))
    if states := told.get("status", ""):
        wanted = set(states.split(","))
        if wanted - {"open", "closed"}:
            raise Wrong(400, "status is open or closed")
        standing = [state.value for state in OPEN]
        if wanted == {"open"}:
            rows = rows.filter(state__in=standing)
        elif wanted == {"closed"}:
            rows = rows.exclude(state__in=standing)
    last = _moment(told, "end_date") or timezone.now()
    first = _moment(told, "start_date") or last - SPAN
    return rows.filter(received__gte=first, received__lte=last)


def _new(request: HttpRequest) -> Told:
    told = request.POST
    if serving().kind(told.get("service_code", "")) is None:
        raise Wrong(400, "service_code was not provided or is unknown")
    street = street_named(told.get("address_string", "") or told.get("address_id", ""))
    spot = None
    if told.get("lat") or told.get("long"):
        try:
            spot = shapely.Point(float(told.get("long", "")), float(told.get("lat", "")))
        except ValueError as fault:
            raise Wrong(400, "lat and long are numbers") from fault
        if not is_in_city(spot):
            raise Wrong(400, "lat and long lie outside the city")
    if spot is None and street is None:
        raise Wrong(400, "lat and long, or the name of a street as address_string, are needed")
    return Told(
        kind=told["service_code"],
        spot=spot,
        street=street,
        text=told.get("description", "")[:MOST_TEXT],
        phone=told.get("phone", ""),
        email=told.get("email", ""),
        language=_language().value,
        channel=Channel.OPEN311,
    )


def _posted(request: HttpRequest, form: str) -> HttpResponse:
    told = _new(request)
    count_report(request)
    row, secret = report_problem(by=acting_of(request), told=told)
    follow = f"{settings.PUBLIC_URL}{reverse('follow_report', args=[secret])}"
    answer = {"service_request_id": row.public_id, "service_notice": follow, "account_id": None}
    return answered(form, ("service_requests", "request"), [answer], 201)


@csrf_exempt
@door(Right.REPORT_PROBLEM)
@spoken
def requests(request: HttpRequest, *, form: str) -> HttpResponse:
    """Reports of the last ninety days or of the days asked for; POST reports a problem."""
    if request.method == "POST":
        return _posted(request, form)
    if request.method not in {"GET", "HEAD"}:
        raise Wrong(405, "GET or POST")
    rows = [_request(row) for row in _asked(request.GET)[:MOST]]
    return answered(form, ("service_requests", "request"), rows)


@door(Right.READ_PUBLIC)
@require_safe
@spoken
def one_request(request: HttpRequest, report_id: str, *, form: str) -> HttpResponse:
    """One report."""
    row = reports().filter(public_id=report_id).first()
    if row is None:
        raise Wrong(404, "service_request_id was not found")
    return answered(form, ("service_requests", "request"), [_request(row)])


@door(Right.READ_PUBLIC)
@require_safe
@spoken
def discovery(request: HttpRequest, *, form: str) -> HttpResponse:
    """Where the service lies (Service Discovery)."""
    address = f"{settings.PUBLIC_URL}/open311/v2"
    told = {
        "changeset": "2026-11-24T00:00:00+03:30",
        "contact": serving().phone,
        "key_service": "",
    }
    endpoint = {
        "specification": "http://wiki.open311.org/GeoReport_v2",
        "url": address,
        "changeset": told["changeset"],
        "type": "production",
        "formats": [XML.partition(";")[0], JSON.partition(";")[0]],
    }
    if form == "json":
        body = orjson.dumps(told | {"endpoints": [endpoint]})
        return HttpResponse(body, content_type=JSON)
    return HttpResponse(_discovery_xml(told, endpoint), content_type=XML)


def _discovery_xml(told: Mapping[str, str], endpoint: Mapping[str, Any]) -> bytes:
    kept = io.BytesIO()
    maker = SimplerXMLGenerator(kept, "utf-8")
    maker.startDocument()
    maker.startElement("discovery", AttributesImpl({"xmlns": DISCOVERY}))
    for name, value in told.items():
        maker.addQuickElement(name, value)
    maker.startElement("endpoints", AttributesImpl({}))
    maker.startElement("endpoint", AttributesImpl({}))
    for name in ("specification", "url", "changeset", "type"):
        maker.addQuickElement(name, endpoint[name])
    maker.startElement("formats", AttributesImpl({}))
    for form in endpoint["formats"]:
        maker.addQuickElement("format", form)
    for name in ("formats", "endpoint", "endpoints", "discovery"):
        maker.endElement(name)
    maker.endDocument()
    return kept.getvalue()
