from __future__ import annotations

import re
import time
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from tests.platform.conftest import PASSWORD, City

from hamgam.agencies.accounts import SealedSecrets
from hamgam.agencies.actions.people import invite_person
from hamgam.agencies.models import Invitation, Person
from hamgam.agencies.vocabulary import Role
from hamgam.kit.words import Language
from hamgam.web import settings as production

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    cache.clear()


def sign_in(client: Client, name: str, password: str, address: str = "10.0.0.1") -> int:
    told = {"login": name, "password": password}
    return client.post("/accounts/login/", told, REMOTE_ADDR=address).status_code


def test_a_person_signs_in_and_sees_his_posts(city: City) -> None:
    person, client = city.person("water"), Client()
    assert sign_in(client, person.username, PASSWORD) == 302
    text = client.get("/").content.decode()
    assert "آب و فاضلاب" in text
    assert "کارشناس برنامه‌ریزی" in text


def test_the_eleventh_bad_attempt_is_refused(city: City) -> None:
    person, client = city.person("water"), Client()
    answers = [sign_in(client, person.username, "wrong") for _ in range(11)]
    assert set(answers[:9]) == {200}
    assert answers[-1] == 429
    assert sign_in(client, person.username, PASSWORD) == 429


def test_a_strangers_guesses_never_shut_the_mayor_out(city: City) -> None:
    mayor = city.person("municipality", Role.HEAD)
    for _ in range(25):
        sign_in(Client(), mayor.username, "wrong", "10.6.6.6")
    assert sign_in(Client(), mayor.username, PASSWORD, "10.0.0.1") == 302


@pytest.mark.parametrize(("hours", "stays"), [(2.9, True), (3.1, False)])
def test_a_log_in_that_nobody_uses_ends_after_three_hours(
    city: City, monkeypatch: pytest.MonkeyPatch, hours: float, stays: bool
) -> None:
    client, now = Client(), time.time()
    client.force_login(
        city.person("water"), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    assert client.get("/api/v1/inbox").status_code == 200
    monkeypatch.setattr("hamgam.web.middleware.time.time", lambda: now + hours * 3600)
    assert client.get("/api/v1/inbox").status_code == (200 if stays else 401)


def test_nobody_signs_up_by_himself(city: City) -> None:
    client = Client()
    client.post("/accounts/signup/", {"username": "eve", "password1": PASSWORD})
    assert not Person.objects.filter(username="eve").exists()


def test_an_invited_person_sets_a_password_once(city: City) -> None:
    _, secret = invite_person(
        by=city.acting("water", Role.ADMINISTRATOR),
        username="new.one",
        full_name="تازه",
        email="",
        language=Language.FA,
        agency=city.agencies["water"],
    )
    assert not Invitation.objects.filter(digest=secret).exists()
    client = Client()
    assert client.get("/invitation").status_code == 200
    weak = client.post("/invitation", {"secret": secret, "password": "short"})
    assert weak.status_code == 422
    told = {"secret": secret, "password": PASSWORD}
    assert client.post("/invitation", told).status_code == 302
    assert client.post("/invitation", told).status_code == 422
    assert sign_in(client, "new.one", PASSWORD) == 302


def test_an_invitation_runs_out(city: City) -> None:
    _, secret = invite_person(
        by=city.acting("water", Role.ADMINISTRATOR),
        username="late.one",
        full_name="دیر",
        email="",
        language=Language.FA,
        agency=city.agencies["water"],
    )
    from tests.platform.conftest import TESTER

    from hamgam.ledger.signing import signed

    with signed(TESTER):
        Invitation.objects.update(expires=timezone.now() - timedelta(seconds=1))
    response = Client().post("/invitation", {"secret": secret, "password": PASSWORD})
    assert response.status_code == 422


def test_one_time_codes_can_be_set_up_and_their_secret_lies_sealed(city: City) -> None:
    person, client = city.person("water"), Client()
    sign_in(client, person.username, PASSWORD)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    page = client.get("/accounts/2fa/totp/activate/")
    assert page.status_code == 200
    assert re.search(r"[A-Z2-7]{32}", page.content.decode())
    sealed = SealedSecrets().encrypt("SECRET")
    assert "SECRET" not in sealed
    assert SealedSecrets().decrypt(sealed) == "SECRET"


def test_passwords_are_kept_by_argon2() -> None:
    assert production.PASSWORD_HASHERS[0].endswith("Argon2PasswordHasher")
    assert production.SESSION_COOKIE_AGE == 12 * 3600
