from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.platform.conftest import City

from hamgam.agencies.acting import NOBODY, acting_by_token, acting_for
from hamgam.agencies.actions.people import delegate, end_delegation, end_post, give_post
from hamgam.agencies.actions.tokens import issue_token, revoke_token
from hamgam.agencies.doors import digest_of
from hamgam.agencies.models import Post, Token
from hamgam.agencies.rights import RIGHTS, Reach, Right, rights_of, sentence
from hamgam.agencies.vocabulary import Role
from hamgam.kit.refusals import Refused
from hamgam.kit.words import Language


def test_every_right_stands_in_the_list_with_three_sentences() -> None:
    assert set(RIGHTS) == set(Right)
    for right in RIGHTS:
        assert all("rights." not in sentence(right, language) for language in Language)


def test_a_council_member_reads_and_proposes_and_changes_nothing() -> None:
    reading = {Right.READ_PUBLIC, Right.SIGN_IN, Right.READ_REGISTER}
    speaking = {Right.PROPOSE, Right.REPORT_PROBLEM}
    assert rights_of(Role.COUNCIL) == reading | speaking


def test_an_officer_writes_his_own_agency_and_those_below(city: City) -> None:
    officer = city.acting("municipality")
    assert officer.may(Right.RECORD_WORK, city.agencies["municipality"].path)
    assert officer.may(Right.RECORD_WORK, city.agencies["civil"].path)
    assert not officer.may(Right.RECORD_WORK, city.agencies["water"].path)
    below = city.acting("civil")
    assert not below.may(Right.RECORD_WORK, city.agencies["municipality"].path)


def test_nobody_reads_what_is_public_and_may_report_a_problem() -> None:
    public = {Right.READ_PUBLIC, Right.SIGN_IN, Right.REPORT_PROBLEM}
    assert {right for right in Right if NOBODY.may(right)} == public
    with pytest.raises(Refused, match="not_signed_in"):
        NOBODY.require(Right.READ_REGISTER)


def test_several_posts_each_count_on_their_own_branch(city: City) -> None:
    person = city.person("water")
    give_post(
        by=city.acting("gas", Role.ADMINISTRATOR),
        person=person,
        agency=city.agencies["gas"],
        role=Role.VIEWER,
        begins=city.today,
    )
    both = acting_for(person, today=city.today)
    assert both.may(Right.RECORD_WORK, city.agencies["water"].path)
    assert not both.may(Right.RECORD_WORK, city.agencies["gas"].path)
    assert both.agency == city.agencies["water"]


def test_an_ended_post_gives_nothing(city: City) -> None:
    person = city.person("water")
    end_post(
        by=city.acting("water", Role.ADMINISTRATOR),
        post=person.posts.get(),
        on=city.today - timedelta(days=1),
    )
    assert not acting_for(person, today=city.today).may(Right.READ_REGISTER)


def test_an_administrator_appoints_in_his_own_branch_only(city: City) -> None:
    with pytest.raises(Refused, match="forbidden"):
        give_post(
            by=city.acting("water", Role.ADMINISTRATOR),
            person=city.person("gas"),
            agency=city.agencies["gas"],
            role=Role.HEAD,
            begins=city.today,
        )


def _delegated(city: City, **bounds: object) -> None:
    head = city.person("water", Role.HEAD)
    delegate(
        by=city.acting("water", Role.HEAD),
        post=Post.objects.get(person=head),
        to=city.person("gas"),
        rights=[Right.RECORD_CONTRACT],
        span=(city.today, city.today + timedelta(days=7)),
        bounds=(str(bounds.get("subject", "")), bounds.get("limit")),  # type: ignore[arg-type]
    )


def test_a_substitute_acts_within_subject_sum_and_days(city: City) -> None:
    _delegated(city, subject="k-1", limit=10**9)
    water = city.agencies["water"].path
    gas_officer = city.person("gas")
    substitute = acting_for(gas_officer, today=city.today)
    assert substitute.may(Right.RECORD_CONTRACT, water, subject="k-1", rials=10**9)
    assert not substitute.may(Right.RECORD_CONTRACT, water, subject="k-1", rials=10**9 + 1)
    assert not substitute.may(Right.RECORD_CONTRACT, water, subject="k-2")
    assert not substitute.may(Right.RECORD_WORK, water)
    later = acting_for(gas_officer, today=city.today + timedelta(days=8))
    assert not later.may(Right.RECORD_CONTRACT, water, subject="k-1")


def test_a_delegation_taken_back_gives_nothing(city: City) -> None:
    _delegated(city)
    head = city.acting("water", Role.HEAD)
    row = Post.objects.get(person=head.person).delegations.get()
    end_delegation(by=head, delegation=row, on=city.today)
    assert not acting_for(city.person("gas"), today=city.today).may(
        Right.RECORD_CONTRACT, city.agencies["water"].path
    )


def test_nobody_delegates_what_his_post_does_not_carry(city: City) -> None:
    head = city.person("water", Role.HEAD)
    with pytest.raises(Refused, match="state"):
        delegate(
            by=city.acting("water", Role.HEAD),
            post=Post.objects.get(person=head),
            to=city.person("gas"),
            rights=[Right.APPOINT],
            span=(city.today, city.today),
        )


def test_a_token_is_kept_as_a_hash_and_holds_its_own_rights_alone(city: City) -> None:
    row, secret = issue_token(
        by=city.acting("water", Role.ADMINISTRATOR),
        agency=city.agencies["water"],
        name="gis",
        rights=[Right.READ_REGISTER],
        expires=timezone.now() + timedelta(days=1),
    )
    assert secret not in {row.digest, row.name}
    assert Token.objects.get(digest=digest_of(secret)) == row
    machine = acting_by_token(row)
    assert machine.may(Right.READ_REGISTER)
    assert not machine.may(Right.RECORD_WORK, city.agencies["water"].path)
    revoked = revoke_token(by=city.acting("water", Role.ADMINISTRATOR), token=row)
    assert revoked.revoked is not None


def test_no_token_can_appoint_or_issue_tokens(city: City) -> None:
    with pytest.raises(Refused, match="state"):
        issue_token(
            by=city.acting("water", Role.ADMINISTRATOR),
            agency=city.agencies["water"],
            name="gis",
            rights=[Right.ISSUE_TOKEN],
            expires=timezone.now() + timedelta(days=1),
        )


def test_rights_of_the_list_reach_at_least_what_they_say() -> None:
    open_to_all = {right for right, grant in RIGHTS.items() if grant.reach is Reach.EVERYONE}
    assert open_to_all == {Right.READ_PUBLIC, Right.SIGN_IN, Right.REPORT_PROBLEM}


def test_nobody_lends_his_rights_to_the_council(city: City) -> None:
    head = city.acting("water", Role.HEAD)
    with pytest.raises(Refused, match="state"):
        delegate(
            by=head,
            post=Post.objects.get(person=head.person),
            to=city.person("governorate", Role.COUNCIL),
            rights=[Right.RECORD_WORK],
            span=(city.today, city.today + timedelta(days=7)),
        )
