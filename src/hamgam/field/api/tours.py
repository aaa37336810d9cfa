"""Tours: asked for, found, accepted, planned anew; their stops."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Field, Router, Status

from hamgam.agencies.doors import Door, acting_of
from hamgam.agencies.http import Cursor, Limit, listed
from hamgam.agencies.queries import agency_of
from hamgam.agencies.rights import Right
from hamgam.field import queries
from hamgam.field.actions import tours as deeds
from hamgam.field.models import Stop, Tour
from hamgam.kit.fields import Day, In, Key, Out, PublicId

router = Router(tags=["field"])


class TourOut(Out):
    """A tour: how far its search is, and what it comes to."""

    public_id: str
    agency: str
    begins: date
    ends: date
    state: str
    found_at: datetime | None
    summary: dict[str, Any] | None

    @staticmethod
    def resolve_agency(row: Tour) -> str:
        """The agency's key."""
        return row.agency.key

    @staticmethod
    def resolve_summary(row: Tour) -> dict[str, Any] | None:
        """Stops, value and bound."""
        return row.solve.answer if row.solve else None


class TourList(Out):
    """A page of tours."""

    items: list[TourOut]
    next: str | None


@router.get("/tours", response=TourList, auth=Door(Right.READ_REGISTER), operation_id="list_tours")
def list_tours(
    request: HttpRequest, response: HttpResponse, limit: Limit = 100, cursor: Cursor = None
) -> dict[str, object]:
    """One's own tours, and of others those that were accepted."""
    rows = queries.tours_visible_to(acting_of(request)).defer("question", "answer")
    return listed(request, response, rows, (limit, cursor))


class DelegationIn(In):
    """A delegation: its name, and the agencies whose competent posts it brings."""

    name: Annotated[str, Field(min_length=1, max_length=120, pattern=r"^[^\x00]*$")]
    brings: Annotated[list[Key], Field(min_length=1, max_length=60)]


class TourIn(In):
    """From when, how many days, who goes, and how long may be searched."""

    agency: Key
    first: Day
    days: Annotated[int, Field(strict=True, ge=1, le=deeds.MOST_DAYS)] = 2
    seconds: Annotated[int, Field(strict=True, ge=deeds.FEWEST_SECONDS, le=deeds.MOST_SECONDS)] = 10
    delegations: Annotated[
        list[DelegationIn], Field(min_length=1, max_length=deeds.MOST_DELEGATIONS)
    ]


@router.post("/tours", response={201: TourOut}, auth=Door(Right.PLAN_TOUR), operation_id="ask_tour")
def post_tour(request: HttpRequest, body: TourIn) -> Status[Tour]:
    """Have the tours of some days planned; look at the tour until it is found."""
    asked = deeds.Asked(
        first=body.first,
        days=body.days,
        seconds=body.seconds,
        delegations=[
            (one.name, [agency_of(key) for key in one.brings]) for one in body.delegations
        ],
    )
    made = deeds.ask_tour(
        by=acting_of(request),
        agency=agency_of(body.agency),
        asked=asked,
        today=timezone.localdate(),
    )
    return Status(201, made)


@router.post(
    "/tours/{tour_id}/accept",
    response=TourOut,
    auth=Door(Right.PLAN_TOUR),
    operation_id="accept_tour",
)
def post_accept(request: HttpRequest, tour_id: PublicId) -> Tour:
    """Make a found tour the one that is driven."""
    return deeds.accept_tour(by=acting_of(request), tour=tour_id)


class RestIn(In):
    """From which minute of which day the rest is planned anew, and which projects are cancelled."""

    on: Day
    minute: Annotated[int, Field(strict=True, ge=0, le=1439)]
    cancelled: Annotated[list[PublicId], Field(max_length=200, default_factory=list)]


@router.post(
    "/tours/{tour_id}/replan",
    response={201: TourOut},
    auth=Door(Right.PLAN_TOUR),
    operation_id="replan_tour",
)
def post_replan(request: HttpRequest, tour_id: PublicId, body: RestIn) -> Status[Tour]:
    """Plan the rest of an accepted tour anew; begun stays are facts."""
    made = deeds.replan_tour(
        by=acting_of(request),
        tour=tour_id,
        on=body.on,
        minute=body.minute,
        cancelled=frozenset(body.cancelled),
    )
    return Status(201, made)


class StopOut(Out):
    """A visit of an accepted tour; begin and end are minutes of the day."""

    public_id: str
    tour: str
    project: str
    delegation: str
    on: date
    number: int
    begins: int
    ends: int
    meeting: str | None

    @staticmethod
    def resolve_tour(row: Stop) -> str:
        """The tour's public id."""
        return row.tour.public_id

    @staticmethod
    def resolve_project(row: Stop) -> str:
        """The project's public id."""
        return row.project.public_id

    @staticmethod
    def resolve_meeting(row: Stop) -> str | None:
        """The meeting called for it."""
        return row.meeting.public_id if row.meeting else None


class StopList(Out):
    """A page of stops."""

    items: list[StopOut]
    next: str | None


@router.get("/stops", response=StopList, auth=Door(Right.READ_REGISTER), operation_id="list_stops")
def list_stops(
    request: HttpRequest, response: HttpResponse, limit: Limit = 100, cursor: Cursor = None
) -> dict[str, object]:
    """The stops of accepted tours, the latest first."""
    rows = queries.stops_visible_to(acting_of(request)).order_by("-pk")
    return listed(request, response, rows, (limit, cursor))


@router.post(
    "/stops/{stop_id}/cancel",
    response=StopOut,
    auth=Door(Right.PLAN_TOUR),
    operation_id="cancel_stop",
)
def post_cancel(request: HttpRequest, stop_id: PublicId) -> Stop:
    """Take a stop off its tour."""
    return deeds.cancel_stop(by=acting_of(request), stop=stop_id)
