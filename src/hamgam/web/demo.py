"""The demo's site: the invented city laid on the shared table, with people to sign in as."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from types import MappingProxyType
from typing import Protocol

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from hamgam.agencies.acting import Acting, job
from hamgam.agencies.models import Agency, Person, Post
from hamgam.agencies.vocabulary import Role, Sharing
from hamgam.engine.works import Work, ZoneKind
from hamgam.exchange.city import City
from hamgam.exchange.persian import normalise
from hamgam.kit.words import Language
from hamgam.ledger.signing import CITY, Signature, signed
from hamgam.register.actions import projects as deeds
from hamgam.register.actions.promises import StakeValues, record_stake
from hamgam.register.actions.uploads import File, upload_works
from hamgam.register.models import Project
from hamgam.register.models import Work as WorkRow
from hamgam.register.queries import zones
from hamgam.register.values import faults_of, values_of
from hamgam.register.vocabulary import ProjectClass, StakeKind
from hamgam.web.demo_cases import lay_cases, lay_permits
from hamgam.web.demo_field import lay_field
from hamgam.web.demo_inbox import lay_inbox
from hamgam.web.demo_portfolio import ToldProject as ToldMoney
from hamgam.web.demo_portfolio import lay_portfolio
from hamgam.web.demo_service import lay_people
from hamgam.web.demo_sharing import lay_sharing
from hamgam.web.demo_ties import lay_ties
from hamgam.web.founding import draw_ground, found_agencies

PASSWORD = "hamgam-namayesh"  # noqa: S105 - the demo's, on loopback alone, printed when it starts


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody the demo can be seen as."""

    full_name: str
    agency: str
    role: Role
    title: str


ACCOUNTS: Mapping[str, Account] = MappingProxyType(
    {
        "mayor": Account("شهردار نمایشی", "municipality", Role.HEAD, "شهردار"),
        "governor": Account("فرماندار نمایشی", "governorate", Role.HEAD, "فرماندار"),
        "deputy": Account("معاون عمران نمایشی", "civil", Role.DEPUTY, "معاون عمران"),
        "secretary": Account("دبیر نمایشی", "civil", Role.SECRETARY, "دبیر کمیسیون حفاری"),
        "water": Account("برنامه‌ریز آب نمایشی", "water", Role.OFFICER, "کارشناس برنامه‌ریزی"),
        "gas": Account("برنامه‌ریز گاز نمایشی", "gas", Role.OFFICER, "کارشناس برنامه‌ریزی"),
        "samen": Account("شهردار منطقهٔ نمایشی", "samen", Role.HEAD, "شهردار منطقه"),
        "supervisor": Account("ناظر نمایشی", "civil", Role.FIELD, "ناظر کارگاه"),
        "council": Account("عضو شورای نمایشی", "council", Role.COUNCIL, "عضو شورا"),
        "admin": Account("مدیر سامانهٔ نمایشی", "municipality", Role.ADMINISTRATOR, "مدیر سامانه"),
    }
)


class ToldProject(ToldMoney, Protocol):
    """What a project of the demo city tells."""

    @property
    def title(self) -> str:
        """Its title."""

    @property
    def agency(self) -> str:
        """The Persian name of its agency."""

    @property
    def promised(self) -> date | None:
        """The end last promised."""


class ToldCity(Protocol):
    """What the demo city tells."""

    @property
    def today(self) -> date:
        """The day it stands on."""

    @property
    def works(self) -> Sequence[Work]:
        """Its works."""

    @property
    def projects(self) -> Sequence[ToldProject]:
        """Its projects."""


DEMO = job("demo")


def _for(agency: Agency) -> Acting:
    return replace(DEMO, agency=agency)


def people(today: date) -> None:
    """Give every account its person and post, all with the one password."""
    hashed = make_password(PASSWORD)
    with signed(Signature(actor=DEMO.actor, agency=CITY)):
        for username, told in ACCOUNTS.items():
            person = Person(username=username, full_name=told.full_name, language=Language.FA.value)
            person.password = hashed
            person.save()
            Post.objects.create(
                person=person,
                agency=Agency.objects.get(key=told.agency),
                role=told.role.value,
                title=told.title,
                begins=today - timedelta(days=400),
            )


def keys_by_name(city: City) -> dict[str, str]:
    """Every agency's key by its names."""
    return {
        normalise(name): agency.key
        for agency in city.agencies
        for name in (agency.key, *agency.names.values())
    }


def lay_projects(told: Sequence[ToldProject], keys: Mapping[str, str], today: date) -> None:
    """Enter the projects with their reports; the promise that was first made stays first."""
    agencies = {row.key: row for row in Agency.objects.all()}
    deputy = Person.objects.get(username="deputy")
    opened = next((one.ref for one in told if one.began and one.physical_percent >= 85), "")
    for project in told:
        agency = agencies[keys[normalise(project.agency)]]
        values = deeds.ProjectValues(
            title=project.title,
            code=project.ref,
            plan_code=f"T-{project.ref[-3:]}",
            budget_row=f"40{project.ref[-3:]}" if project.began else "",
            project_class=ProjectClass.MEGA if project.is_mega else ProjectClass.ORDINARY,
            deputy=deputy if agency.path.startswith("/municipality/civil/") else None,
            budget_rials=project.total_rials,
            price_year=project.price_base[0],
            price_quarter=project.price_base[1],
            begins=project.began,
            ends=project.first_promised,
            approved_on=(project.began or today) - timedelta(days=200),
            ready_on=(project.began or today) - timedelta(days=30),
            inaugurated_on=today - timedelta(days=80) if project.ref == opened else None,
            sharing=Sharing.PUBLIC,
        )
        row = deeds.record_project(by=_for(agency), agency=agency, values=values)
        if project.promised and project.promised != project.first_promised:
            later = replace(values, ends=project.promised)
            deeds.edit_project(
                by=_for(agency), project=row.public_id, version=row.version, values=later
            )


def lay_works(told: Sequence[Work], keys: Mapping[str, str]) -> int:
    """Lay the works, one upload for each agency, and tie them to their projects; how many."""
    by_agency: dict[str, list[Work]] = defaultdict(list)
    for work in told:
        if owner := keys.get(normalise(work.agency or "")):
            by_agency[owner].append(work)
    for key, works in sorted(by_agency.items()):
        agency = Agency.objects.get(key=key)
        told_values = [replace(values_of(work), sharing=Sharing.PUBLIC) for work in works]
        values = [value for value in told_values if not faults_of(value)]
        digest = hashlib.sha256(key.encode()).hexdigest()
        file = File(name=f"{key} (داده نمایشی).xlsx", digest=digest)
        upload_works(by=_for(agency), agency=agency, file=file, told=values)
    _tie(told)
    return len(told)


def _tie(told: Sequence[Work]) -> None:
    projects = {row.code: row for row in Project.objects.all()}
    wanted = {work.ref: projects[work.project] for work in told if work.project in projects}
    with signed(Signature(actor=DEMO.actor, agency=CITY)):
        for row in WorkRow.objects.filter(ref__in=list(wanted)):
            row.project = wanted[row.ref]
            row.save(update_fields=["project"])


def lay_stakes() -> None:
    """Astan Quds holds a stake in the ground round the shrine: works there are told to it."""
    agency = Agency.objects.get(key="astan_quds")
    core = zones().filter(kind=ZoneKind.SHRINE_CORE).first()
    if core is not None:
        values = StakeValues(kind=StakeKind.ZONE, title="حریم حرم", geometry=core.shape, reach_m=60)
        record_stake(by=_for(agency), agency=agency, values=values)


def lay_city(told: ToldCity, city: City) -> int:
    """The whole demo city on an empty register, in one transaction; how many works."""
    keys = keys_by_name(city)
    with transaction.atomic():
        found_agencies(city)
        draw_ground(city)
        people(told.today)
        lay_stakes()
        lay_projects(told.projects, keys, told.today)
        lay_portfolio(told.projects, told.today)
        count = lay_works(told.works, keys)
        lay_cases(timezone.localdate())
        lay_permits(timezone.localdate())
        lay_ties(timezone.localdate())
        lay_sharing(timezone.localdate())
        lay_field(timezone.localdate())
        lay_people(told.today)
        lay_inbox(told.today)
        return count
