"""What a phone needs to keep the page: its manifest with icons, its worker with files."""

from __future__ import annotations

import re
import struct
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client


def found(address: str) -> bytes:
    """A static file by its address."""
    path = finders.find(address.removeprefix("/static/"))
    assert isinstance(path, str), address
    return Path(path).read_bytes()


@pytest.mark.django_db
def test_the_home_screen_gets_icons_of_the_sizes_told() -> None:
    manifest = Client().get("/site/app.webmanifest").json()
    assert {icon["purpose"] for icon in manifest["icons"]} == {"any", "maskable"}
    for icon in manifest["icons"]:
        width, height = struct.unpack(">II", found(icon["src"])[16:24])
        assert icon["sizes"] == f"{width}x{height}"


@pytest.mark.django_db
def test_the_worker_keeps_files_that_are_there_and_never_touches_the_outbox() -> None:
    script = Client().get("/site/worker.js").content.decode()
    listed = re.search(r"const FILES = \[(.*?)\];", script)
    assert listed is not None
    files = [name for name in re.findall(r"'(/[^']*)'", listed[1]) if name.startswith("/static/")]
    assert all(found(name) for name in files)
    page = found("/static/field/phone.js").decode()
    parts = [f"/static/field/{name}" for name in re.findall(r'from "\./([\w.]+)"', page)]
    assert set(parts) <= set(files)
    assert "indexedDB" not in script
