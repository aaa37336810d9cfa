"""Every address that takes a credential is named here with what slows guessing, and tried."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import URLResolver, get_resolver
from tests.platform.conftest import PASSWORD, City
from tests.platform.web import walk

from hamgam.agencies.limits import MOST_BAD
from hamgam.agencies.vocabulary import Role

pytestmark = pytest.mark.django_db

TAKEN = {
    "invitation": "the count of bad secrets",
    "account_login": "axes, and the rate of logins",
    "login": "axes",
    "account_reauthenticate": "the rate of reauthentication",
    "account_change_password": "the rate of changes, behind a log-in",
    "account_set_password": "the rate of changes, behind a log-in",
    "account_reset_password_from_key": "the rate of resets",
    "account_confirm_login_code": "switched off: no codes by mail",
    "mfa_authenticate": "the rate of failed logins",
    "mfa_reauthenticate": "the rate of reauthentication",
    "mfa_activate_totp": "behind a log-in and reauthentication",
    "mfa_deactivate_totp": "behind a log-in and reauthentication",
    "openid_connect_login": "the city's own sign-on",
    "openid_connect_callback": "the city's own sign-on",
    "password_change": "behind a log-in",
}
"""Addresses that take a password, a code or a secret, and what slows guessing there."""
NONE_TAKEN = frozenset(
    {
        "account_logout",
        "account_inactive",
        "account_signup",
        "account_email",
        "account_email_verification_sent",
        "account_confirm_email",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key_done",
        "mfa_index",
        "mfa_view_recovery_codes",
        "mfa_generate_recovery_codes",
        "mfa_download_recovery_codes",
        "socialaccount_login_cancelled",
        "socialaccount_login_error",
        "socialaccount_signup",
        "socialaccount_connections",
    }
)
"""Addresses of the accounts' pages that take no credential."""
ADMIN = frozenset({"login", "password_change"})


@pytest.fixture(autouse=True)
def _fresh_limits() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def names(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, str]]:
    for entry in resolver.url_patterns:
        here = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from names(entry, here)
        elif entry.name:
            yield here, entry.name


def test_every_address_that_takes_a_credential_is_named_here() -> None:
    known = list(names(get_resolver()))
    accounts = {name for address, name in known if address.startswith("accounts/")}
    assert accounts - NONE_TAKEN == {n for n in TAKEN if n not in ADMIN | {"invitation"}}
    admin = {name for address, name in known if address.startswith("admin/")}
    assert admin >= ADMIN
    assert "invitation" in {name for _, name in known}


def test_every_operation_of_the_api_refuses_a_bad_token_and_slows_who_sends_many() -> None:
    client = Client()
    found = []
    for operation in walk.operations():
        address = f"/api/v1{operation.path.replace('{', '').replace('}', '')}"
        answer = client.generic(
            operation.method, address, headers={"Authorization": "Bearer hamgam_guess"}
        )
        found.append(answer.status_code)
    assert set(found[:MOST_BAD]) == {401}
    assert set(found[MOST_BAD:]) == {429}


def test_pages_refuse_a_bad_token_too() -> None:
    client = Client()
    for address in ("/works/", "/", "/projects/"):
        answer = client.get(address, headers={"Authorization": "Bearer hamgam_guess"})
        assert answer.status_code == 401, address


def test_a_good_token_is_not_shut_out_by_anothers_guesses(city: City) -> None:
    admin, stranger = Client(), Client()
    admin.force_login(
        city.person("water", Role.ADMINISTRATOR),
        backend="allauth.account.auth_backends.AuthenticationBackend",
    )
    body = {
        "agency": "water",
        "name": "gis",
        "rights": ["read_register"],
        "expires": "2099-01-01T00:00:00Z",
    }
    secret = admin.post("/api/v1/tokens", body, "application/json").json()["secret"]
    bad = {"Authorization": "Bearer hamgam_guess"}
    answers = [stranger.get("/api/v1/me", headers=bad).status_code for _ in range(MOST_BAD + 5)]
    assert answers == [401] * MOST_BAD + [429] * 5
    good = {"Authorization": f"Bearer {secret}"}
    assert stranger.get("/api/v1/me", headers=good).status_code == 200


def test_guesses_at_the_invitation_page_are_slowed_by_address() -> None:
    client = Client()

    def guess(address: str) -> int:
        told = {"secret": "guess", "password": PASSWORD}
        return client.post("/invitation", told, REMOTE_ADDR=address).status_code

    answers = [guess("10.1.1.1") for _ in range(MOST_BAD + 3)]
    assert answers == [422] * MOST_BAD + [429] * 3
    assert guess("10.1.1.2") == 422


def test_guesses_at_the_admins_log_in_are_shut_out(city: City) -> None:
    person, client = city.person("water"), Client()
    told = {"username": person.username, "password": "wrong"}
    answers = [client.post("/admin/login/", told).status_code for _ in range(11)]
    assert answers[-1] == 429


def test_guesses_at_a_one_time_code_of_oneself_are_slowed(city: City) -> None:
    client = Client()
    client.force_login(
        city.person("water"), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    answers = [
        client.post("/accounts/reauthenticate/", {"password": "wrong"}).status_code
        for _ in range(11)
    ]
    assert answers[-1] == 429
