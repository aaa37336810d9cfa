"""The city's directory opens the door to invited people, and gives nothing more."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import authenticate
from django.test import Client, RequestFactory
from tests.platform.conftest import TESTER, City

from hamgam.agencies import directory
from hamgam.agencies.models import Person, Post
from hamgam.agencies.vocabulary import Role
from hamgam.ledger.signing import signed

ldap3 = pytest.importorskip("ldap3")
PEOPLE = "ou=people,dc=example,dc=ir"
TOLD = SimpleNamespace(
    url="ldaps://directory.example.ir",
    people=PEOPLE,
    name="uid",
    reader="cn=hamgam,dc=example,dc=ir",
    secret="reader's own",
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A directory in memory; who asked it, by name."""
    server = ldap3.Server("mock")
    first = ldap3.Connection(server, client_strategy=ldap3.MOCK_SYNC)
    entries = {
        "cn=hamgam,dc=example,dc=ir": {"cn": "hamgam", "userPassword": TOLD.secret},
        f"uid=water-officer,{PEOPLE}": {
            "uid": "water-officer",
            "userPassword": "water's own",
            "memberOf": "cn=administrators,dc=example,dc=ir",
        },
        f"uid=stranger,{PEOPLE}": {"uid": "stranger", "userPassword": "stranger's own"},
        f"uid=gas-officer,ou=a,{PEOPLE}": {"uid": "gas-officer", "userPassword": "gas's own"},
        f"uid=gas-officer,ou=b,{PEOPLE}": {"uid": "gas-officer", "userPassword": "gas's own"},
    }
    for name, told in entries.items():
        first.strategy.add_entry(name, {"objectClass": "inetOrgPerson", **told})
    names: list[str] = []

    def connect(server: Any, told: Any, user: str, password: str) -> Any:
        names.append(user)
        found = ldap3.Connection(
            server, user, password, client_strategy=ldap3.MOCK_SYNC, raise_exceptions=True
        )
        found.bind()
        return found

    monkeypatch.setattr(directory, "server_of", lambda _: server)
    monkeypatch.setattr(directory, "connect", connect)
    monkeypatch.setattr(settings, "HAMGAM_LDAP", TOLD, raising=False)
    backends = [*settings.AUTHENTICATION_BACKENDS, "hamgam.agencies.directory.Directory"]
    monkeypatch.setattr(settings, "AUTHENTICATION_BACKENDS", backends)
    return names


def sign_in(username: str, password: str) -> Person | None:
    found = authenticate(RequestFactory().post("/"), username=username, password=password)
    return found if isinstance(found, Person) else None


def test_an_invited_person_signs_in_with_the_directorys_password(
    city: City, asked: list[str]
) -> None:
    person = city.person("water")
    assert sign_in("water-officer", "water's own") == person
    assert asked == [TOLD.reader, f"uid=water-officer,{PEOPLE}"]
    client = Client()
    told = {"login": "water-officer", "password": "water's own"}
    assert client.post("/accounts/login/", told).status_code == 302
    assert client.get("/inbox/").status_code == 200


def test_a_wrong_or_empty_password_opens_nothing(city: City, asked: list[str]) -> None:
    city.person("water")
    assert sign_in("water-officer", "guess") is None
    assert len(asked) == 2
    assert sign_in("water-officer", "") is None
    assert len(asked) == 2, "an empty password is an anonymous bind: it is not even tried"


def test_a_stranger_is_not_asked_about_and_not_made_known(city: City, asked: list[str]) -> None:
    assert sign_in("stranger", "stranger's own") is None
    assert asked == []
    assert not Person.objects.filter(username="stranger").exists()


def test_two_entries_of_one_name_open_nothing(city: City, asked: list[str]) -> None:
    city.person("gas")
    assert sign_in("gas-officer", "gas's own") is None


def test_an_inactive_person_stays_outside(city: City, asked: list[str]) -> None:
    person = city.person("water")
    with signed(TESTER):
        person.is_active = False
        person.save(update_fields=["is_active"])
    assert sign_in("water-officer", "water's own") is None


def test_groups_of_the_directory_give_no_rights(city: City, asked: list[str]) -> None:
    person = city.person("water", Role.OFFICER)
    before = list(Post.objects.values_list("id", "role"))
    sign_in("water-officer", "water's own")
    person.refresh_from_db()
    assert list(Post.objects.values_list("id", "role")) == before
    assert (person.is_staff, person.is_superuser) == (False, False)
    assert person.groups.count() == 0


def test_a_name_is_no_filter(city: City, asked: list[str]) -> None:
    assert not directory.knows(TOLD, "*", "water's own")
    assert not directory.knows(TOLD, "water-officer)(uid=*", "water's own")


def test_a_directory_that_does_not_answer_lets_local_passwords_through(
    city: City, asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise ldap3.core.exceptions.LDAPSocketOpenError("no route")

    monkeypatch.setattr(directory, "connect", refuse)
    person = city.person("water")
    assert sign_in("water-officer", "water's own") is None
    assert sign_in("water-officer", "a long enough secret") == person


@pytest.mark.parametrize(
    ("url", "begins_tls"),
    [
        ("ldaps://directory.example.ir", False),
        ("ldap://directory.example.ir", True),
        ("ldap://127.0.0.1:3890", False),
    ],
)
def test_nothing_is_said_in_the_clear(
    url: str, begins_tls: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: dict[str, Any] = {}
    monkeypatch.setattr(ldap3, "Connection", lambda *_, **told: seen.update(told))
    told = SimpleNamespace(**(vars(TOLD) | {"url": url}))
    server = directory.server_of(told)
    directory.connect(server, told, "", "")
    assert (seen["auto_bind"] == ldap3.AUTO_BIND_TLS_BEFORE_BIND) is begins_tls
    assert server.tls.validate.name == "CERT_REQUIRED"
