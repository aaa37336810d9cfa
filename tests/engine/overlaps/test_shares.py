"""Laws of dividing a shared trench's cost."""

from __future__ import annotations

from itertools import pairwise
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hamgam.engine.overlaps.settling import Prices
from hamgam.engine.overlaps.shares import Trench, alone_rials, joint_rials, shares_of

PRICES = Prices(
    excavation_m3=900_000,
    backfill_m3=600_000,
    reinstatement_m2=2_500_000,
    overlay_m2=1_800_000,
    mobilisation=150_000_000,
    traffic_day=12_000_000,
    night=5_000_000,
    person_hour=250_000,
)
MEMBERS = st.lists(
    st.builds(
        Trench,
        ref=st.just(""),
        metres=st.floats(0, 3_000),
        width_m=st.floats(0.3, 4),
        depth_m=st.floats(0.3, 6),
        days=st.integers(1, 120),
    ),
    min_size=1,
    max_size=6,
)


def named(members: list[Trench]) -> list[Trench]:
    return [
        Trench(ref=f"w{n}", metres=t.metres, width_m=t.width_m, depth_m=t.depth_m, days=t.days)
        for n, t in enumerate(members)
    ]


@settings(max_examples=60)
@given(MEMBERS)
def test_shares_add_up_to_the_rial_and_nobody_pays_more_than_alone(members: list[Trench]) -> None:
    told = named(members)
    found = shares_of(told, PRICES)
    whole = min(joint_rials(told, PRICES), found.alone_rials)
    assert found.joint_rials == whole
    assert all(found.shares[ref] <= found.alone[ref] for ref in found.alone)
    assert all(share >= 0 for share in found.shares.values())


@settings(max_examples=60)
@given(MEMBERS, st.randoms(use_true_random=False))
def test_the_order_of_members_divides_nothing_otherwise(
    members: list[Trench], random: Random
) -> None:
    told = named(members)
    mixed = sorted(told, key=lambda _: random.random())
    assert shares_of(mixed, PRICES).shares == pytest.approx(shares_of(told, PRICES).shares, abs=1)


@settings(max_examples=60)
@given(MEMBERS)
def test_who_would_pay_more_alone_pays_no_smaller_share(members: list[Trench]) -> None:
    found = shares_of(named(members), PRICES)
    order = sorted(found.alone, key=lambda ref: found.alone[ref])
    for less, more in pairwise(order):
        assert found.shares[less] <= found.shares[more] + 1


def test_one_member_pays_what_it_would_pay_alone() -> None:
    (told,) = named([Trench(ref="", metres=120, width_m=0.8, depth_m=1.5, days=9)])
    assert shares_of([told], PRICES).shares == {"w0": alone_rials(told, PRICES)}


def test_two_equal_trenches_save_a_site_the_paving_and_most_of_the_second_dig() -> None:
    one = Trench(ref="a", metres=100, width_m=1.0, depth_m=2.0, days=10)
    other = Trench(ref="b", metres=100, width_m=1.0, depth_m=2.0, days=10)
    dug, paved = 200 * 1_500_000, 100 * 2_500_000
    site = 150_000_000 + 10 * 12_000_000
    found = shares_of([one, other], PRICES)
    assert found.alone == dict.fromkeys("ab", dug + paved + site)
    assert found.joint_rials == round(1.25 * dug) + paved + site
    assert found.shares["a"] == found.shares["b"]


def test_nobody_and_a_twin_divide_nothing() -> None:
    one = Trench(ref="a", metres=1, width_m=1, depth_m=1, days=1)
    for told in ([], [one, one]):
        with pytest.raises(ValueError, match="trenches"):
            shares_of(told, PRICES)
