"""The service index sees a planted decline in its place before it fails, and complaints near a work
beyond the usual; neither sees anything where nothing happens."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from shapely.geometry import Polygon
from tests.platform.conftest import City
from tests.platform.showcase.test_public import dig, street

from hamgam.agencies.acting import job
from hamgam.engine.works import ZoneKind
from hamgam.exchange.complaints import Complaint, Standing
from hamgam.exchange.days import Moment
from hamgam.kit.words import Language
from hamgam.register.actions.ground import Drawn, draw_zone
from hamgam.service.actions.importing import import_reports, judged
from hamgam.showcase import serving_index

pytestmark = pytest.mark.django_db
SPOT = (59.605, 36.29)
AREA = Polygon([(59.5, 36.2), (59.7, 36.2), (59.7, 36.4), (59.5, 36.4)])
FALLING = (4, 4, 4, 3, 3, 3, 2, 2, 2, 2)
STEADY = (3, 4, 3, 4, 3, 4, 3, 4, 3, 4)


def told(city: City, kind: str, days_ago: int, late: bool, number: int) -> Complaint:
    day = city.today - timedelta(days=days_ago)
    return Complaint(
        where="x",
        row=number,
        number=f"{kind}-{number}",
        kind=kind,
        received=Moment(day),
        answered=Moment(day + timedelta(days=30 if late else 0)),
        standing=Standing.ANSWERED,
        spot=SPOT,
    )


def weeks(city: City, kind: str, in_time: Sequence[int]) -> list[Complaint]:
    return [
        told(city, kind, 7 * (len(in_time) + 1 - week), number >= kept, week * 4 + number)
        for week, kept in enumerate(in_time)
        for number in range(4)
    ]


def lay(rows: Sequence[Complaint]) -> None:
    found = judged(rows)
    assert not found.misread
    import_reports(by=job("tests"), rows=found.rows, source="x")


def test_a_planted_decline_raises_the_alarm_in_its_place_alone(city: City) -> None:
    street()
    drawn = Drawn(key="one", names={"fa": "منطقه ۱"}, geometry=AREA)
    draw_zone(by=job("tests"), drawn=drawn, kind=ZoneKind.DISTRICT)
    lay([*weeks(city, "litter", FALLING), *weeks(city, "bus", STEADY)])
    rows = serving_index.service_index(city.today, Language.FA)
    alarms = {(row.service, row.place): row.trend.is_alarm for row in rows if row.trend is not None}
    assert alarms == {
        ("زباله یا نخاله", ""): True,
        ("زباله یا نخاله", "منطقه ۱"): True,
        ("اتوبوس و ایستگاه", ""): False,
        ("اتوبوس و ایستگاه", "منطقه ۱"): False,
    }
    assert rows[0].trend is not None
    assert rows[0].trend.is_alarm, "alarms stand first"
    assert [row.received for row in rows] == [40, 40, 40, 40]
    page = Client().get(reverse("service_index"), {"lang": "fa"}).content.decode()
    assert "رو به سستی" in page


def test_complaints_near_a_work_are_held_against_the_usual(city: City) -> None:
    street()
    dig(city, begins=city.today - timedelta(days=9))
    before = [told(city, "litter", 20 + 10 * n, False, n) for n in range(4)]
    lay(before)
    assert serving_index.near_works(city.today) == [], "nothing was seen since"
    lay([told(city, "litter", n % 9, False, 100 + n) for n in range(8)])
    [near] = serving_index.near_works(city.today)
    assert near.told.observed == 8
    assert near.told.expected == pytest.approx(4 * 10 / 182)
    assert near.told.is_flagged
