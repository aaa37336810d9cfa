"""The front page of each post: its sentence, its sections, and a line for what is absent."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from tests.platform.conftest import TESTER, City

from hamgam.agencies.acting import deed, job
from hamgam.agencies.actions.inbox import put_in_inbox
from hamgam.agencies.vocabulary import Role
from hamgam.kit.words import Language
from hamgam.ledger.signing import signed
from hamgam.register.actions import projects, promises
from hamgam.register.raising import raise_items
from hamgam.web.front import parts, sections
from hamgam.web.front.parts import PROVIDERS, Visit
from hamgam.web.front.posts import LAYOUTS, Front
from hamgam.web.story import SCENES, WALK_COOKIE, told

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
POSTS = {
    Front.MAYOR: ("municipality", Role.HEAD),
    Front.GOVERNOR: ("governorate", Role.HEAD),
    Front.DEPUTY: ("civil", Role.DEPUTY),
    Front.SECRETARY: ("civil", Role.SECRETARY),
    Front.PLANNER: ("water", Role.OFFICER),
    Front.COUNCIL: ("governorate", Role.COUNCIL),
    Front.SUPERVISOR: ("civil", Role.FIELD),
    Front.ADMINISTRATOR: ("municipality", Role.ADMINISTRATOR),
}


def client_of(city: City, agency: str, role: Role) -> Client:
    client = Client()
    client.force_login(city.person(agency, role), backend=BACKEND)
    return client


def late_project(city: City, title: str = "پل") -> None:
    first = city.today - timedelta(days=300)
    values = projects.ProjectValues(
        title=title, begins=first - timedelta(days=400), ends=first, budget_rials=10**12,
        price_year=1405,
    )  # fmt: skip
    by = city.acting("civil")
    row = projects.record_project(by=by, agency=city.agencies["civil"], values=values)
    reported = projects.Reported(on=city.today - timedelta(days=5), physical_permille=400)
    field = city.acting("civil", Role.FIELD)
    projects.record_progress(by=field, project=row.public_id, reported=reported)


@pytest.mark.django_db
def test_every_post_has_a_page_of_its_own(city: City) -> None:
    titles = {}
    for front, (agency, role) in POSTS.items():
        page = client_of(city, agency, role).get(reverse("home"))
        assert page.status_code == 200
        assert page.context["kind"] == front.value
        names = [part.name for part in (*page.context["main"], *page.context["beside"])]
        assert names == [*LAYOUTS[front].main, *LAYOUTS[front].beside]
        titles[front] = page.context["title"]
    assert len(set(titles.values())) == len(POSTS)


@pytest.mark.django_db
def test_the_mayor_is_told_how_many_decisions_and_what_happens_if_none_is_made(city: City) -> None:
    late_project(city)
    for days in (-9, -3):
        promise = promises.Promise(text="قول", due=city.today + timedelta(days=days))
        by = city.acting("municipality", Role.HEAD)
        promises.record_commitment(by=by, agency=city.agencies["municipality"], promise=promise)
    with deed(job("tests")):
        raise_items(city.today)
    page = client_of(city, "municipality", Role.HEAD).get(reverse("home"))
    text = page.content.decode()
    assert page.context["title"] == "امروز دو تصمیم با شماست"
    assert "اگر کاری نکنید" in page.context["lead"]
    assert text.count('class="dec"') == 2
    assert 'class="slipline"' in text


@pytest.mark.django_db
def test_three_decisions_of_different_kinds_come_before_a_second_of_one(city: City) -> None:
    with signed(TESTER):
        for number, kind in enumerate(("a", "a", "a", "a", "b", "c")):
            due = city.today + timedelta(days=number)
            put_in_inbox(
                city.agencies["municipality"], kind=kind, subject=str(number), about={}, due=due
            )
    page = client_of(city, "municipality", Role.HEAD).get(reverse("home"))
    told = next(part.told for part in page.context["main"] if part.name == "decisions")
    assert [seen.item.kind for seen in told["seen"]] == ["a", "b", "c"]
    assert told["more"] == 3


@pytest.mark.django_db
def test_a_late_project_is_never_shown_on_course(city: City) -> None:
    late_project(city)
    for agency, role in (POSTS[Front.MAYOR], POSTS[Front.COUNCIL], POSTS[Front.DEPUTY]):
        text = client_of(city, agency, role).get(reverse("home")).content.decode()
        row = text.partition("پل")[2].partition("</tr>")[0]
        assert "روز دیرتر" in row
        assert 'class="st ok"' not in row


@pytest.mark.django_db
def test_the_council_reads_and_is_offered_no_deed(city: City) -> None:
    late_project(city)
    page = client_of(city, "governorate", Role.COUNCIL).get(reverse("home"))
    main = page.content.decode().partition("<main")[2].partition("</main>")[0]
    assert "<form" not in main
    assert "۱ پروژه" in main or "یک پروژه" in page.context["title"]


@pytest.mark.django_db
def test_a_part_that_nobody_provides_says_so_and_a_provider_fills_it(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = client_of(city, "municipality", Role.HEAD)
    told = {**PROVIDERS, "visits": ()}
    monkeypatch.setattr(parts, "PROVIDERS", told)
    assert "هنوز نیست" in client.get(reverse("home")).content.decode()
    told["visits"] = (f"{__name__}.visits", f"{__name__}.fails")
    text = client.get(reverse("home")).content.decode()
    assert "فردا ۷:۳۰" in text, "a provider that fails is passed over"


def visits(asking: parts.Asking) -> list[Visit]:
    return [Visit(when="فردا ۷:۳۰", stops=())]


def fails(asking: parts.Asking) -> list[Visit]:
    raise RuntimeError("broken")


@pytest.mark.django_db
def test_every_section_has_its_template_and_every_layout_its_sections(city: City) -> None:
    for layout in LAYOUTS.values():
        assert {*layout.main, *layout.beside} <= set(sections.SECTIONS)


@pytest.mark.django_db
def test_the_walk_leads_from_scene_to_scene_without_script(city: City) -> None:
    client = client_of(city, "municipality", Role.HEAD)
    assert client.get("/story").status_code == client.get("/story/").status_code == 200
    assert "story/2" not in client.get(reverse("works")).content.decode()
    for number in range(1, len(SCENES) + 1):
        answer = client.get(reverse("story_scene", args=[number]))
        assert answer.status_code == 302
        page = client.get(answer.headers["Location"], follow=True).content.decode()
        assert 'class="walk"' in page
        leads_on = reverse("story_scene", args=[number + 1]) in page
        assert leads_on == (number < len(SCENES))
    assert client.get(reverse("story_scene", args=[len(SCENES) + 1])).status_code == 404
    client.get(reverse("story_end"))
    assert 'class="walk"' not in client.get(reverse("works")).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("language", list(Language))
def test_every_scene_leads_to_pages_that_stand_and_none_awaits_what_is_there(
    city: City, language: Language
) -> None:
    for number, scene in enumerate(SCENES, 1):
        found = told(number, city.acting("municipality", Role.HEAD), language, figure=False)
        assert len(found.links) == len(scene.pages), scene.key
        assert not [label for _, label in found.links if label.startswith("story.")], scene.key
        assert found.missing == ""


@pytest.mark.django_db
def test_every_part_of_a_front_page_is_provided(city: City) -> None:
    for agency, role in POSTS.values():
        page = client_of(city, agency, role).get(reverse("home"))
        drawn = (*page.context["main"], *page.context["beside"])
        assert [part.name for part in drawn if part.told.get("is_there") is False] == []


@pytest.mark.django_db
@pytest.mark.parametrize("kept", ["0", "99", "x", "-1", ""])
def test_a_forged_walk_is_no_walk(city: City, kept: str) -> None:
    client = client_of(city, "municipality", Role.HEAD)
    client.cookies[WALK_COOKIE] = kept
    assert 'class="walk"' not in client.get(reverse("works")).content.decode()


@pytest.mark.django_db
def test_the_story_has_live_figures_and_strangers_may_read_it(city: City) -> None:
    late_project(city)
    page = client_of(city, "municipality", Role.HEAD).get(reverse("story")).content.decode()
    assert "۱ پروژهٔ نیمه‌تمام" in page
    assert page.count("<li id=") == len(SCENES)
    assert Client().get(reverse("story")).status_code == 200
