"""An upgrade works, or nothing happened."""

from __future__ import annotations

import sqlite3

import pytest
from tests.platform.living import Living, psql


def tables(living: Living) -> set[str]:
    if living.base:
        statement = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        told = psql(living.base, statement, living.database)
        return set(told.split())
    with sqlite3.connect(living.folder / "register.sqlite3") as handle:
        rows = handle.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    handle.close()
    return {name for (name,) in rows}


@pytest.mark.parametrize("way", ["raise", "kill"])
def test_an_upgrade_that_fails_half_way_leaves_a_register_that_works(
    living: Living, way: str
) -> None:
    before = tables(living)
    living.more = {"DJANGO_SETTINGS_MODULE": "tests.platform.broken.settings", "BREAK_BY": way}
    done = living.run("upgrade")
    assert "broken_second" not in tables(living)
    if way == "raise":
        assert done.returncode == 2, done.stderr
        assert "half way" in done.stderr
        assert tables(living) == before
    else:
        assert done.returncode == -9
    living.more = {}
    again = living.run("upgrade")
    assert again.returncode == 0, again.stderr
    audit = living.run("audit", "verify")
    assert audit.returncode == 0, audit.stdout
