"""The bytes of a document, and what is answered when they are gone."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.platform.conftest import City

from hamgam.register.actions.papers import Paper, attach_document, place_of
from hamgam.register.actions.works import record_work
from hamgam.register.values import WorkValues

pytestmark = pytest.mark.django_db
PICTURE = b"\x89PNG\r\n\x1a\n gone"


def test_a_document_whose_bytes_are_gone_is_not_found(city: City) -> None:
    by = city.acting("water")
    work = record_work(by=by, agency=city.agencies["water"], values=WorkValues(ref="w"))
    paper = Paper(title="a", file_name="a.png", content=PICTURE)
    row = attach_document(by=by, subject=work.public_id, paper=paper)
    client, address = Client(), f"/api/v1/documents/{row.public_id}/content"
    client.force_login(city.person("water"))
    whole = client.get(address)
    assert (whole.status_code, b"".join(whole)) == (200, PICTURE)
    place_of(row.digest).unlink()
    assert client.get(address).status_code == 404
