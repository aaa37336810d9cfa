from __future__ import annotations

from datetime import timedelta

import pytest
from tests.platform.conftest import TESTER, City
from tests.platform.coordination.scene import lay, opened

from hamgam.agencies.models import Notice
from hamgam.agencies.vocabulary import Role, Sharing
from hamgam.coordination.actions.talking import (
    comment,
    edit_comment,
    people_named,
    say_about,
    withdraw_comment,
)
from hamgam.coordination.talk import words_about, words_visible_to
from hamgam.engine.works import Activity
from hamgam.kit.refusals import Refused
from hamgam.ledger.signing import signed
from hamgam.register.actions.works import record_work
from hamgam.register.models import Work
from hamgam.register.values import WorkValues

pytestmark = pytest.mark.django_db


def hidden(city: City) -> Work:
    values = WorkValues(title="پنهان", begins=city.today, ends=city.today, sharing=Sharing.OWN)
    return record_work(by=city.acting("civil"), agency=city.agencies["civil"], values=values)


def test_whoever_sees_the_work_reads_the_word_and_the_named_are_told(city: City) -> None:
    work, water = lay(city, "civil", Activity.PAVING, 20, 3), city.person("water")
    say_about(by=city.acting("gas"), subject=work.public_id, text="کی؟ @water-officer")
    (word,) = words_about(city.acting("water"), work.public_id)
    assert list(word.mentions.all()) == [water]
    (notice,) = Notice.objects.filter(person=water, kind="comment_mention")
    assert notice.about["work"] == work.public_id


def test_nobody_is_told_of_what_he_may_not_see(city: City) -> None:
    work = hidden(city)
    city.person("water")
    say_about(by=city.acting("civil"), subject=work.public_id, text="@water-officer ببین")
    assert not Notice.objects.filter(kind="comment_mention").exists()
    assert not words_about(city.acting("water"), work.public_id).exists()
    assert not words_visible_to(city.acting("water")).exists()
    with pytest.raises(Refused, match="not_found"):
        say_about(by=city.acting("water"), subject=work.public_id, text="x")


def test_an_edit_keeps_what_was_said_and_only_the_author_may(city: City) -> None:
    work = lay(city, "civil", Activity.PAVING, 20, 3)
    word = say_about(by=city.acting("civil"), subject=work.public_id, text="اول")
    with pytest.raises(Refused, match="forbidden"):
        edit_comment(by=city.acting("water"), comment=word.public_id, text="دوم")
    edit_comment(by=city.acting("civil"), comment=word.public_id, text="دوم")
    word.refresh_from_db()
    assert (word.text, [v.text for v in word.versions.all()]) == ("دوم", ["اول"])
    withdraw_comment(by=city.acting("civil"), comment=word.public_id)
    word.refresh_from_db()
    assert (word.text, word.versions.count()) == ("", 2)
    with pytest.raises(Refused, match="state"):
        edit_comment(by=city.acting("civil"), comment=word.public_id, text="سوم")


def test_words_in_a_case_stay_among_its_parties(city: City) -> None:
    word = comment(by=city.acting("water"), case=opened(city).public_id, text="@civil.officer؟")
    assert word.mentions.count() == 1
    assert not words_visible_to(city.acting("gas")).filter(pk=word.pk).exists()
    assert words_visible_to(city.acting("civil")).filter(pk=word.pk).exists()


def test_people_are_named_by_username_by_post_and_by_title(city: City) -> None:
    person = city.person("water", Role.DEPUTY)
    post = person.posts.get()
    with signed(TESTER):
        post.title = "معاون بهره‌برداری"
        post.save()
    for text in ("@water-deputy", "سلام @water.deputy.", "@معاون_بهره_برداری"):
        assert people_named(text) == [person], text
    with signed(TESTER):
        post.ends = city.today - timedelta(days=1)
        post.save()
    assert people_named("@water.deputy") == []
