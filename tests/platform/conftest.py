"""What the platform's tests share: a small named city with three agencies and their people."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone
from tests.platform.living import Living

from hamgam.agencies.acting import Acting, acting_for, job
from hamgam.agencies.actions.agencies import found_agency
from hamgam.agencies.models import Agency, Person, Post
from hamgam.agencies.vocabulary import AgencyKind, Role
from hamgam.ledger.signing import CITY, Signature, signed

TESTER = Signature(actor="job:tests", agency=CITY, request="")
PASSWORD = "a long enough secret"


@dataclass
class City:
    """Municipality with its civil deputyship, water, gas, and the governorate."""

    agencies: dict[str, Agency] = field(default_factory=dict)
    today: date = field(default_factory=timezone.localdate)

    def person(self, agency: str, role: Role = Role.OFFICER) -> Person:
        """Somebody with that role in that agency; made at the first call."""
        username = f"{agency}-{role.value}"
        found = Person.objects.filter(username=username).first()
        if found:
            return found
        with signed(TESTER):
            person = Person.objects.create_user(username, password=PASSWORD, full_name=username)
            Post.objects.create(
                person=person,
                agency=self.agencies[agency],
                role=role.value,
                begins=self.today - timedelta(days=30),
            )
        return person

    def acting(self, agency: str, role: Role = Role.OFFICER) -> Acting:
        """That somebody at a door."""
        return acting_for(self.person(agency, role), today=self.today, request="r-test")


@pytest.fixture(scope="session")
def django_db_modify_db_settings_xdist_suffix() -> None:
    """Each worker its own test database.

    SQLite's lives in memory and is a worker's own anyway; the plugin would know that by the name of
    Django's engine, and ours has another.
    """
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    if worker and connection.vendor != "sqlite":
        told = settings.DATABASES["default"]
        told.setdefault("TEST", {})["NAME"] = f"test_{told['NAME']}_{worker}"


@pytest.fixture(scope="session")
def seed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Living]:
    """A founded register, from which the others begin."""
    made = Living(tmp_path_factory.mktemp("seed"))
    made.found()
    yield made
    made.end()


@pytest.fixture
def living(seed: Living, tmp_path: Path) -> Iterator[Living]:
    """A register with a server of its own, to be killed and copied."""
    made = Living(tmp_path, seed=seed)
    yield made
    made.end()


@pytest.fixture
def city(db: None) -> City:
    made = City()
    for key, parent, kind, name in (
        ("municipality", None, AgencyKind.MUNICIPALITY, "شهرداری"),
        ("civil", "municipality", AgencyKind.DEPUTYSHIP, "معاونت عمران"),
        ("water", None, AgencyKind.UTILITY, "آب و فاضلاب"),
        ("gas", None, AgencyKind.UTILITY, "گاز"),
        ("governorate", None, AgencyKind.STATE, "فرمانداری"),
    ):
        made.agencies[key] = found_agency(
            by=job("tests"),
            key=key,
            kind=kind,
            names={"fa": name},
            parent=made.agencies[parent] if parent else None,
        )
    return made


@pytest.fixture(autouse=True)
def no_kept_pages() -> None:
    """Chains of equal length in two tests would give one the public pages of the other, and what
    one reported would count against the other."""
    from django.core.cache import cache

    from hamgam.showcase.prerender import forget

    forget()
    cache.clear()


@pytest.fixture(autouse=True)
def open_house() -> None:
    """A worker that ends in one test says to the whole process that the house closes; the jobs of
    the next would hand themselves on."""
    from hamgam.register.solves.running import closing

    closing.clear()
