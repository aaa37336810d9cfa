from __future__ import annotations

import pytest
from shapely.geometry import LineString
from tests.platform.conftest import TESTER, City
from tests.platform.coordination.scene import LINE, best, opened

from hamgam.coordination.actions.opening import compute_options
from hamgam.ledger.signing import signed
from hamgam.register.models import Street

pytestmark = pytest.mark.django_db


def draw(city: City, key: str, *points: tuple[float, float]) -> None:
    with signed(TESTER):
        row = Street(key=key, name_fa=key, street_class="arterial")
        row.lay_at(LineString(points))
        row.save()


def test_hours_follow_the_way_around_where_the_streets_lead_one(city: City) -> None:
    case = opened(city)
    assert best(case).weight["hours_by"] == "table"
    (west, north), (east, _) = LINE.coords
    draw(city, "main", (west, north), (east, north))
    draw(city, "around", (west, north), (west, 36.292), (east, 36.292), (east, north))
    compute_options(by=city.acting("water"), case=case.public_id)
    near = best(case).weight
    assert near["hours_by"] == "graph"
    assert near["resident_hours"] > 0
    with signed(TESTER):
        Street.objects.filter(key="around").delete()
    draw(city, "far", (west, north), (west, 36.33), (east, 36.33), (east, north))
    compute_options(by=city.acting("water"), case=case.public_id)
    far = best(case).weight
    assert far["resident_hours"] > 3 * near["resident_hours"]
    assert far["pilgrim_hours"] > 3 * near["pilgrim_hours"]
