"""The city's single sign-on, played by a provider on loopback: it opens the door to people who were
invited, and to nobody else."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from allauth.socialaccount.models import SocialAccount
from cryptography.hazmat.primitives.asymmetric import rsa
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from tests.platform.conftest import PASSWORD, TESTER, City

from hamgam.agencies.models import Person
from hamgam.ledger.models import Change
from hamgam.ledger.signing import signed

CLIENT, SECRET, KEY_ID = "hamgam", "between us", "k1"
LOGIN = "/accounts/oidc/city/login/"

pytestmark = pytest.mark.django_db


@dataclass
class Provider:
    """What the provider knows, and what it was asked."""

    address: str = ""
    claims: dict[str, Any] = field(default_factory=dict)
    challenge: str = ""
    asked: list[dict[str, str]] = field(default_factory=list)
    key: rsa.RSAPrivateKey = field(
        default_factory=lambda: rsa.generate_private_key(public_exponent=65537, key_size=2048)
    )

    def configuration(self) -> dict[str, Any]:
        return {
            "issuer": self.address,
            "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token",
            "userinfo_endpoint": f"{self.address}/userinfo",
            "jwks_uri": f"{self.address}/jwks",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }

    def jwks(self) -> dict[str, Any]:
        told = jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key(), as_dict=True)
        return {"keys": [told | {"kid": KEY_ID, "alg": "RS256", "use": "sig"}]}

    def token(self, asked: dict[str, str]) -> tuple[int, dict[str, Any]]:
        """A token for the code, to the client who knows the secret and began the errand."""
        self.asked.append(asked)
        proof = hashlib.sha256(asked.get("code_verifier", "").encode()).digest()
        began = base64.urlsafe_b64encode(proof).rstrip(b"=").decode() == self.challenge
        if (asked.get("code"), asked.get("client_secret"), began) != ("good", SECRET, True):
            return 400, {"error": "invalid_grant"}
        now = int(time.time())
        told = {"iss": self.address, "aud": CLIENT, "iat": now, "exp": now + 60, **self.claims}
        signed = jwt.encode(told, self.key, algorithm="RS256", headers={"kid": KEY_ID})
        return 200, {"access_token": "t", "token_type": "Bearer", "id_token": signed}


class Door(BaseHTTPRequestHandler):
    provider: Provider

    def _answer(self, status: int, told: dict[str, Any]) -> None:
        body = json.dumps(told).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self) -> None:
        pages = {
            "/.well-known/openid-configuration": self.provider.configuration(),
            "/jwks": self.provider.jwks(),
            "/userinfo": self.provider.claims,
        }
        found = pages.get(self.path)
        self._answer(200 if found is not None else 404, found or {})

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        asked = {name: values[0] for name, values in parse_qs(body).items()}
        self._answer(*self.provider.token(asked))

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def provider(monkeypatch: pytest.MonkeyPatch) -> Iterator[Provider]:
    cache.clear()
    made = Provider()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("OwnDoor", (Door,), {"provider": made}))
    made.address = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    app = {
        "provider_id": "city",
        "name": "City",
        "client_id": CLIENT,
        "secret": SECRET,
        "settings": {"server_url": made.address},
    }
    told = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}
    monkeypatch.setattr(settings, "SOCIALACCOUNT_PROVIDERS", told)
    monkeypatch.setattr(settings, "HAMGAM_OIDC_NAME", "preferred_username")
    yield made
    server.shutdown()
    server.server_close()


def come(client: Client, provider: Provider, *, code: str = "good", more: str = "") -> int:
    """Go to the provider and come back with a code; the answer's status."""
    sent = client.post(f"{LOGIN}{more}")
    assert sent.status_code == 302, sent.content
    parts = urlsplit(sent["Location"])
    assert f"{parts.scheme}://{parts.netloc}{parts.path}" == f"{provider.address}/authorize"
    asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
    assert asked["code_challenge_method"] == "S256"
    provider.challenge = asked["code_challenge"]
    back = {"code": code, "state": asked["state"]}
    return client.get(f"{LOGIN}callback/", back).status_code


def signed_in(client: Client) -> int | None:
    key = client.session.get("_auth_user_id")
    return int(key) if key else None


def test_an_invited_person_comes_in_by_the_citys_sign_on(city: City, provider: Provider) -> None:
    person, client = city.person("water"), Client()
    provider.claims = {"sub": "17", "preferred_username": person.username}
    assert come(client, provider) == 302
    assert signed_in(client) == person.pk
    provider.claims["preferred_username"] = "renamed"
    again = Client()
    come(again, provider)
    assert signed_in(again) == person.pk, "joined once, known by the provider's own number"
    assert SocialAccount.objects.get().uid == "17"


def test_a_stranger_stays_outside_and_is_not_made_known(city: City, provider: Provider) -> None:
    client, before = Client(), Person.objects.count()
    for claims in ({"preferred_username": "stranger"}, {"preferred_username": ["x"]}, {}):
        provider.claims = {"sub": "99", **claims}
        come(client, provider)
        assert signed_in(client) is None
    assert (Person.objects.count(), SocialAccount.objects.count()) == (before, 0)


def test_an_inactive_person_stays_outside(city: City, provider: Provider) -> None:
    person, client = city.person("water"), Client()
    with signed(TESTER):
        person.is_active = False
        person.save(update_fields=["is_active"])
    provider.claims = {"sub": "17", "preferred_username": person.username}
    come(client, provider)
    assert signed_in(client) is None


def test_a_wrong_code_opens_nothing(city: City, provider: Provider) -> None:
    person, client = city.person("water"), Client()
    provider.claims = {"sub": "17", "preferred_username": person.username}
    come(client, provider, code="guessed")
    assert signed_in(client) is None
    assert provider.asked[-1]["code"] == "guessed"


def test_an_answer_without_its_question_opens_nothing(city: City, provider: Provider) -> None:
    provider.claims = {"sub": "17", "preferred_username": city.person("water").username}
    client = Client()
    client.get(f"{LOGIN}callback/", {"code": "good", "state": "made up"})
    assert signed_in(client) is None
    assert provider.asked == []


def test_without_a_claim_people_join_their_account_themselves(
    city: City, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "HAMGAM_OIDC_NAME", "")
    person, client = city.person("water"), Client()
    provider.claims = {"sub": "17", "preferred_username": person.username}
    come(client, provider)
    assert signed_in(client) is None
    client.post("/accounts/login/", {"login": person.username, "password": PASSWORD})
    come(client, provider, more="?process=connect")
    assert SocialAccount.objects.get().user == person
    assert Change.objects.filter(actor=f"person:{person.public_id}").exists()
    later = Client()
    come(later, provider)
    assert signed_in(later) == person.pk


def test_a_person_changes_his_own_password_under_his_own_name(city: City) -> None:
    cache.clear()
    person, client = city.person("water"), Client()
    client.post("/accounts/login/", {"login": person.username, "password": PASSWORD})
    told = {"oldpassword": PASSWORD, "password1": "another long secret"}
    told["password2"] = told["password1"]
    assert client.post("/accounts/password/change/", told).status_code == 302
    person.refresh_from_db()
    assert person.check_password("another long secret")
    assert Change.objects.filter(actor=f"person:{person.public_id}").exists()
