from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client, override_settings
from django.urls import URLPattern, URLResolver, get_resolver

SAMPLE = {"slug": "x", "str": "x", "int": "1", "uuid": "0" * 32, "path": "x"}


def addresses(resolver: URLResolver | None = None, before: str = "") -> Iterator[str]:
    """Every address of the site with a sample in each variable part."""
    for entry in (resolver or get_resolver()).url_patterns:
        here = before + str(entry.pattern).lstrip("^").rstrip("$").replace("\\Z", "")
        if isinstance(entry, URLResolver):
            yield from addresses(entry, here)
        elif isinstance(entry, URLPattern):
            yield "/" + _sampled(here)


def _sampled(route: str) -> str:
    import re

    route = re.sub(r"<(?:\w+:)?\w+>", "x", route)
    return re.sub(r"\(\?P<\w+>[^)]*\)", "x", route)


ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
}


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "post"])
def test_every_answer_carries_the_headers(method: str) -> None:
    client = Client(raise_request_exception=False)
    checked = 0
    for address in [*addresses(), "/no/such/page", "/static/web/site.css", "/api/v1/no"]:
        response = getattr(client, method)(address)
        if response.streaming:
            b"".join(response)
        policy = response["Content-Security-Policy"]
        assert "script-src 'self'" in policy, address
        assert "unsafe-inline" not in policy, address
        assert "unsafe-eval" not in policy, address
        assert "frame-ancestors 'none'" in policy, address
        assert {name: response.get(name) for name in ALWAYS} == ALWAYS, address
        assert "geolocation=(self)" in response["Permissions-Policy"], address
        assert len(response["X-Request-Id"]) == 16
        assert response.status_code < 500, address
        checked += 1
    assert checked > 30


@pytest.mark.django_db
def test_an_unknown_address_is_a_page_for_people_and_a_problem_for_machines() -> None:
    page = Client().get("/nowhere", headers={"accept": "text/html"})
    assert page.status_code == 404
    assert "چنین چیزی نیست" in page.content.decode()
    problem = Client().get("/api/v1/nowhere", headers={"accept-language": "en"})
    assert problem.status_code == 404
    assert problem["Content-Type"] == "application/problem+json"
    assert problem.json()["title"] == "There is no such thing"


@pytest.mark.django_db
def test_health_tells_that_the_register_can_be_written() -> None:
    response = Client().get("/health")
    assert response.status_code == 200
    assert response.json()["status"] == "ok"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("code", "direction", "word"),
    [("fa", "rtl", "ورود"), ("en", "ltr", "Sign in"), ("ar", "rtl", "تسجيل")],
)
def test_one_switch_turns_the_page(code: str, direction: str, word: str) -> None:
    client = Client()
    there = client.post("/language", {"language": code, "next": "/"})
    assert there.status_code == 302
    text = client.get("/").content.decode()
    assert f'<html lang="{code}" dir="{direction}">' in text
    assert word in text


@pytest.mark.django_db
def test_the_switch_never_leads_to_a_foreign_site() -> None:
    there = Client().post("/language", {"language": "en", "next": "https://evil.example/"})
    assert there["Location"] == "/"


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/works/", "/api/v1/works"])
@override_settings(ALLOWED_HOSTS=["city.example"])
def test_a_foreign_host_is_a_bad_request_and_breaks_nothing(address: str) -> None:
    client = Client(raise_request_exception=False)
    assert client.get(address, headers={"host": "evil.example"}).status_code == 400
