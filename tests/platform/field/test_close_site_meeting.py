"""A site meeting ends in decisions, or it does not end."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from tests.platform.conftest import City
from tests.platform.field.scene import PLACE, Scene, scene

from hamgam.agencies.vocabulary import Role
from hamgam.field.actions import meetings as deeds
from hamgam.field.actions.obstacles import remove_obstacle
from hamgam.field.actions.signing import (
    close_site_meeting,
    digest_of,
    minutes_of,
    sign_presence,
)
from hamgam.field.models import FollowUp, SiteItem, SiteMeeting
from hamgam.field.papers import letter_pdf, minutes_pdf
from hamgam.field.queries import held, year_begins
from hamgam.kit.refusals import Refused
from hamgam.kit.words import Language
from hamgam.register.actions.meetings import Conclusion
from hamgam.register.models import Commitment, Meeting
from hamgam.register.vocabulary import Outcome

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010804000000b51c0c02"
    "0000000b4944415478da6364f80f00010501012718e3660000000049454e44ae426082"
)


@pytest.fixture
def told(city: City) -> Scene:
    return scene(city)


def ending(told: Scene, **changed: object) -> deeds.Ending:
    whole: dict[str, object] = {
        "words": "تا هجده آذر به ضلع شمالی ببرد",
        "owner": told.city.agencies["gas"],
        "due": told.today + timedelta(days=14),
        "proof": "عکس کنتور",
        "outcome": Outcome.DECIDED,
    }
    sides: dict[str, object] = {"owner_name": "ک. سلیمی", "officer": told.officer}
    for name, value in changed.items():
        (whole if name in whole else sides)[name] = value
    return deeds.Ending(conclusion=Conclusion(**whole), **sides)  # type: ignore[arg-type] # told by name


def there(**changed: object) -> deeds.There:
    told = {"name": "ک. سلیمی", "position": (*PLACE, 12.0)} | changed
    return deeds.There(**told)  # type: ignore[arg-type] # told by name


def conclude(told: Scene, row: Meeting, end: deeds.Ending) -> SiteItem:
    return deeds.conclude_site_item(
        by=told.by, meeting=row.public_id, number=1, version=1, ending=end
    )


@pytest.mark.django_db
@pytest.mark.parametrize("missing", ["words", "owner", "owner_name", "officer", "due", "proof"])
def test_a_decision_without_any_of_its_parts_is_none(told: Scene, missing: str) -> None:
    told.obstacle()
    row = told.meeting()
    empty = None if missing in {"owner", "officer", "due"} else ""
    with pytest.raises(Refused) as refused:
        conclude(told, row, ending(told, **{missing: empty}))
    assert refused.value.code == "validation"
    assert f"#/{missing}" in str(refused.value)
    assert row.items.get().outcome == Outcome.OPEN


@pytest.mark.django_db
def test_whoever_acts_does_not_follow_up_himself(told: Scene) -> None:
    told.obstacle()
    with pytest.raises(Refused, match="validation"):
        conclude(told, told.meeting(), ending(told, owner_name=told.officer.full_name))


@pytest.mark.django_db
def test_it_does_not_close_before_all_is_said_and_signed(told: Scene) -> None:
    told.obstacle()
    row = told.meeting()
    with pytest.raises(Refused, match="unfinished"):
        close_site_meeting(by=told.by, meeting=row.public_id)
    conclude(told, row, ending(told))
    deeds.note_site_presence(
        by=told.by, meeting=row.public_id, agency=told.city.agencies["gas"], there=there()
    )
    with pytest.raises(Refused) as refused:
        close_site_meeting(by=told.by, meeting=row.public_id)
    assert refused.value.about["missing"] == ["unsigned"]


def hold(told: Scene, outcome: Outcome = Outcome.PROMISED) -> Meeting:
    row = told.meeting()
    who = deeds.note_site_presence(
        by=told.by, meeting=row.public_id, agency=told.city.agencies["gas"], there=there()
    )
    conclude(told, row, ending(told, outcome=outcome))
    sign_presence(by=told.by, meeting=row.public_id, presence=who.presence_id, drawn=PNG)
    return close_site_meeting(by=told.by, meeting=row.public_id)


@pytest.mark.django_db
def test_closing_makes_followed_promises_and_moves_the_obstacles_day(told: Scene) -> None:
    obstacle = told.obstacle()
    row = hold(told)
    promise = Commitment.objects.get()
    assert promise.subject == obstacle.public_id
    assert promise.first_due == told.today + timedelta(days=14)
    followed = FollowUp.objects.get(commitment=promise)
    assert (followed.officer, followed.obstacle) == (told.officer, obstacle)
    obstacle.refresh_from_db()
    assert obstacle.first_promised == obstacle.block.promised == promise.due
    site = SiteMeeting.objects.get(meeting=row)
    assert site.digest == digest_of(site.minutes)
    site.minutes["items"][0]["words"] = "دیگر"
    assert site.digest != digest_of(site.minutes)


@pytest.mark.django_db
@pytest.mark.parametrize(("ceiling", "cost", "letter"), [(10, 10, "۱۲/۴"), (None, None, "۱۲/۴")])
def test_a_decision_inside_the_letter_stands_at_once_and_the_minutes_name_it(
    told: Scene, ceiling: int | None, cost: int | None, letter: str
) -> None:
    told.obstacle()
    row, gas = told.meeting(), told.city.agencies["gas"]
    whole = deeds.Letter(name="ک. سلیمی", subject="خط", letter_number=letter, ceiling_rials=ceiling)
    deeds.record_authority(by=told.by, meeting=row.public_id, agency=gas, letter=whole)
    conclude(told, row, ending(told, cost_rials=cost))
    minutes = minutes_of(row)
    assert minutes["items"][0]["authority"] == letter
    assert minutes["authorities"][0]["letter_number"] == letter
    other = told.meeting()
    conclude(told, other, ending(told))
    assert minutes_of(other)["items"][0]["authority"] == ""


@pytest.mark.django_db
def test_old_promises_come_first_at_the_next_meeting(told: Scene) -> None:
    told.obstacle()
    hold(told)
    told.obstacle("تملک پلاک چهارده")
    items = SiteItem.objects.filter(item__meeting=told.meeting()).order_by("item__number")
    assert [side.is_old_promise for side in items] == [True, False, False]


@pytest.mark.django_db
def test_what_is_escalated_climbs_a_rung(told: Scene) -> None:
    obstacle = told.obstacle()
    hold(told, Outcome.ESCALATED)
    obstacle.refresh_from_db()
    assert obstacle.rung == 1


@pytest.mark.django_db
def test_a_position_elsewhere_needs_a_reason(told: Scene) -> None:
    told.obstacle()
    row, gas = told.meeting(), told.city.agencies["gas"]
    away = (PLACE[0] + 0.05, PLACE[1], 10.0)
    with pytest.raises(Refused, match="not_at_site"):
        deeds.note_site_presence(
            by=told.by, meeting=row.public_id, agency=gas, there=there(position=away)
        )
    found = deeds.note_site_presence(
        by=told.by,
        meeting=row.public_id,
        agency=gas,
        there=there(position=away, reason="راه بسته بود"),
    )
    assert found.proof == "excused"
    assert found.distance_m is not None
    assert 4000 < found.distance_m < 5000


@pytest.mark.django_db
def test_a_decision_above_the_letter_of_authority_does_not_stand(told: Scene) -> None:
    told.obstacle()
    row, gas = told.meeting(), told.city.agencies["gas"]
    letter = deeds.Letter(
        name="ک. سلیمی", subject="جابه‌جایی", letter_number="4412", ceiling_rials=5 * 10**10
    )
    deeds.record_authority(by=told.by, meeting=row.public_id, agency=gas, letter=letter)
    with pytest.raises(Refused, match="above_authority"):
        conclude(told, row, ending(told, cost_rials=6 * 10**10))
    conclude(told, row, ending(told, cost_rials=4 * 10**10))


@pytest.mark.django_db
def test_two_who_write_at_once_do_not_overwrite_each_other(told: Scene) -> None:
    told.obstacle()
    row = told.meeting()
    conclude(told, row, ending(told))
    with pytest.raises(Refused, match="stale"):
        conclude(told, row, ending(told, words="دیگر"))


@pytest.mark.django_db
def test_only_those_who_keep_it_write_its_minutes(told: Scene) -> None:
    told.obstacle()
    row, gas = told.meeting(), told.city.acting("gas", Role.HEAD)
    with pytest.raises(Refused, match="forbidden"):
        deeds.conclude_site_item(
            by=gas, meeting=row.public_id, number=1, version=1, ending=ending(told)
        )


@pytest.mark.django_db
@pytest.mark.parametrize("language", list(Language))
def test_minutes_and_letters_are_papers(told: Scene, language: Language) -> None:
    told.obstacle()
    row = hold(told)
    site = SiteMeeting.objects.get(meeting=row)
    assert minutes_pdf(row, site, language).startswith(b"%PDF")
    assert letter_pdf(site, "گاز", language).startswith(b"%PDF")


@pytest.mark.django_db
@pytest.mark.parametrize(("after", "removed"), [(30, 1), (31, 0)])
def test_removals_within_thirty_days_stand_before_meetings_held(
    told: Scene, after: int, removed: int
) -> None:
    """And the share held on site, of the meetings about problems."""
    obstacle = told.obstacle()
    hold(told)
    obstacle.refresh_from_db()
    remove_obstacle(
        by=told.by,
        obstacle=obstacle.public_id,
        version=obstacle.version,
        on=told.today + timedelta(days=after),
        evidence="عکس",
    )
    found = held(told.by, told.today)
    assert (found.removed, found.meetings, found.site_percent) == (removed, 1, 100)


def test_this_year_is_the_jalali_one() -> None:
    assert year_begins(date(2026, 3, 20)) == date(2025, 3, 21)
    assert year_begins(date(2026, 3, 21)) == date(2026, 3, 21)
