from __future__ import annotations

from datetime import timedelta

import pytest
from tests.platform.conftest import City
from tests.platform.register.test_works import recorded

from hamgam.kit.refusals import Refused
from hamgam.ledger.models import Fact
from hamgam.register.actions.windows import Days, clear_block, set_window
from hamgam.register.models import Window
from hamgam.register.vocabulary import WindowKind


def test_a_block_is_cleared_once_and_not_before_it_began(city: City) -> None:
    work, by = recorded(city, "water"), city.acting("civil")
    days = Days(begins=city.today, promised=city.today + timedelta(days=5), cause="تملک")
    block = set_window(by=by, of=work, kind=WindowKind.BLOCKED, days=days)
    with pytest.raises(Refused, match="state"):
        clear_block(by=by, window=block, on=city.today - timedelta(days=1))
    clear_block(by=by, window=block, on=city.today)
    row = Window.objects.get()
    assert (row.cleared, row.ends, row.promised) == (city.today, city.today, days.promised)
    with pytest.raises(Refused, match="state"):
        clear_block(by=by, window=block, on=city.today)
    told = Fact.objects.filter(subject=work.public_id).order_by("id")
    assert [fact.name for fact in told] == ["work_recorded", "window_set", "block_cleared"]


def test_agreed_days_give_way_to_later_ones_and_stay_readable(city: City) -> None:
    work, by = recorded(city, "water"), city.acting("civil")
    for start in (10, 20):
        first = city.today + timedelta(days=start)
        days = Days(begins=first, ends=first + timedelta(days=3))
        set_window(by=by, of=work, kind=WindowKind.AGREED, days=days)
    assert list(Window.objects.order_by("id").values_list("superseded", flat=True)) == [True, False]


def test_only_a_block_may_be_open_ended(city: City) -> None:
    work, by = recorded(city, "water"), city.acting("civil")
    for kind in (WindowKind.AGREED, WindowKind.PLANNED):
        with pytest.raises(Refused, match="state"):
            set_window(by=by, of=work, kind=kind, days=Days(begins=city.today))
