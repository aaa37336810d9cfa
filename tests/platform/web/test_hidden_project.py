"""A project that its agency keeps to itself: what is met about, waited for, toured, promised and
asked of it stays there too."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.platform.conftest import City
from tests.platform.web.test_restricted import CANARY, LINE, answers, signed_in, values

from hamgam.agencies.models import InboxItem
from hamgam.agencies.vocabulary import Role, Sharing
from hamgam.completion.actions.estimates import EstimateValues, record_estimate
from hamgam.completion.actions.proposals import Asked, propose
from hamgam.completion.vocabulary import AskedBy, ProposalKind
from hamgam.coordination.actions.permits import apply_to_dig, call_session
from hamgam.field.actions import meetings, obstacles, orders
from hamgam.field.actions.signing import close_site_meeting, sign_presence
from hamgam.field.models import Obstacle
from hamgam.register.actions.meetings import Conclusion
from hamgam.register.actions.projects import (
    ProjectValues,
    Reported,
    add_task,
    edit_project,
    record_progress,
    record_project,
)
from hamgam.register.actions.works import record_work
from hamgam.register.models import Commitment, Meeting, Project
from hamgam.register.vocabulary import Outcome

pytestmark = pytest.mark.django_db
HIDDEN = (Sharing.PARTIES, Sharing.RESTRICTED)


def told(sharing: Sharing) -> ProjectValues:
    return ProjectValues(title=CANARY, code=CANARY, sharing=sharing)


def lay(city: City, sharing: Sharing) -> dict[str, str]:
    """A project with something of every kind about it; the addresses that tell of each."""
    by, civil = city.acting("civil", Role.HEAD), city.agencies["civil"]
    project = record_project(by=by, agency=civil, values=told(sharing))
    known = project.public_id
    task = add_task(by=by, project=known, title=CANARY, days=(None, None))
    report = Reported(on=city.today, physical_permille=100)
    record_progress(by=city.acting("civil", Role.FIELD), project=known, reported=report)
    record_estimate(
        by=by, project=known, values=EstimateValues(remaining_rials=10**9, price_year=1405)
    )
    obstacle = _obstacle(city, task.public_id)
    meeting = _meeting(city, known)
    values = orders.SprintValues(goal=CANARY, begins=city.today, ends=city.today, rules=CANARY)
    orders.open_sprint(by=by, project=known, values=values)
    asked = Asked(
        asked_by=AskedBy.COUNCIL,
        from_name="شورا",
        kind=ProposalKind.PRIORITY,
        text="زودتر",
        project=known,
    )
    propose(by=by, agency=civil, asked=asked, today=city.today)
    return {
        "project": f"/projects/{known}",
        "obstacle": f"/obstacles/{obstacle.public_id}",
        "site meeting": f"/site-meetings/{meeting.public_id}",
        "meeting": f"/meetings/{meeting.public_id}",
        "meeting by API": f"/api/v1/meetings/{meeting.public_id}",
    }


def _obstacle(city: City, task: str) -> Obstacle:
    values = obstacles.ObstacleValues(
        title=CANARY,
        causes=[("U3", 100)],
        opened=city.today - timedelta(days=20),
        reported_by="ناظر",
        owner=city.agencies["gas"],
        owner_name="ک. سلیمی",
        officer=city.person("civil"),
        removed_when=CANARY,
    )
    return obstacles.report_obstacle(by=city.acting("civil", Role.HEAD), task=task, values=values)


def _meeting(city: City, project: str) -> Meeting:
    """A meeting at the site whose minutes are signed, with a promise of the host itself."""
    by, civil = city.acting("civil", Role.HEAD), city.agencies["civil"]
    call = meetings.SiteCall(begins=timezone.now(), trigger=CANARY)
    row = meetings.call_site_meeting(by=by, project=project, call=call)
    there = meetings.There(name="ک. سلیمی", reason="بی موقعیت")
    who = meetings.note_site_presence(by=by, meeting=row.public_id, agency=civil, there=there)
    ending = meetings.Ending(
        conclusion=Conclusion(
            outcome=Outcome.PROMISED,
            words=CANARY,
            owner=civil,
            due=city.today + timedelta(days=9),
            proof=CANARY,
        ),
        owner_name="س. کاظمی",
        officer=city.person("civil"),
    )
    meetings.conclude_site_item(by=by, meeting=row.public_id, number=1, version=1, ending=ending)
    sign_presence(by=by, meeting=row.public_id, presence=who.presence_id, typed="ک. سلیمی")
    close_site_meeting(by=by, meeting=row.public_id)
    return row


def leaks(city: City, agency: str, role: Role, known: dict[str, str]) -> list[str]:
    """Where somebody meets the project's name, or something of it answers."""
    client = signed_in(city, agency, role)
    found = [
        pattern
        for pattern, (_, body) in answers(client, "none").items()
        if CANARY in body.decode(errors="replace")
    ]
    return found + [
        name for name, address in known.items() if client.get(address).status_code != 404
    ]


@pytest.mark.parametrize("sharing", HIDDEN)
def test_nothing_about_a_hidden_project_is_told_to_others(city: City, sharing: Sharing) -> None:
    known = lay(city, sharing)
    assert leaks(city, "gas", Role.HEAD, known) == []
    told_gas = InboxItem.objects.filter(agency=city.agencies["gas"])
    assert CANARY not in " ".join(str(item.about) for item in told_gas)


def test_what_was_open_closes_with_its_project(city: City) -> None:
    known = lay(city, Sharing.AGENCIES)
    assert leaks(city, "governorate", Role.COUNCIL, known) != []
    row = Project.objects.get()
    by = city.acting("civil", Role.HEAD)
    edit_project(by=by, project=row.public_id, version=row.version, values=told(Sharing.OWN))
    assert leaks(city, "governorate", Role.COUNCIL, known) == []
    assert Commitment.objects.exists()


def test_its_own_people_still_see_all_of_it(city: City) -> None:
    known = lay(city, Sharing.RESTRICTED)
    client = signed_in(city, "municipality", Role.HEAD)
    assert {client.get(address).status_code for address in known.values()} == {200}


def test_an_agenda_that_everybody_reads_names_no_hidden_work(city: City) -> None:
    told_work = values(city, Sharing.RESTRICTED, CANARY, geometry=LINE)
    by = city.acting("civil", Role.SECRETARY)
    work = record_work(by=by, agency=city.agencies["civil"], values=told_work)
    row = apply_to_dig(by=by, work=work.public_id)
    meeting = call_session(by=by, begins=timezone.now(), place="", title="کمیسیون")
    page = signed_in(city, "gas", Role.HEAD).get(f"/meetings/{meeting.public_id}")
    text = page.content.decode()
    assert page.status_code == 200
    assert CANARY not in text
    assert meeting.items.get().title == row.number
