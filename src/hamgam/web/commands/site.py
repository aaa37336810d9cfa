"""The demo's site: made once for a seed, a scale and a day, and served on this machine alone."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from hamgam import __version__
from hamgam.web.commands.start import platform

if TYPE_CHECKING:
    from hamgam.web.demo import ToldCity

HOST = "127.0.0.1"
NAME = "city.sqlite3"


def _settle(folder: Path, port: int) -> None:
    """The settings of the demo; a real city's database is never touched."""
    home = folder / "site"
    os.environ.update(
        {
            "HAMGAM_HOME": str(home.resolve()),
            "DATABASE_URL": f"sqlite:///{(folder / NAME).resolve()}",
            "HAMGAM_DEMO": "1",
            "HAMGAM_CITY": "mashhad",
            "HAMGAM_PUBLIC_URL": f"http://{HOST}:{port}",
            "HAMGAM_LOG_LEVEL": os.environ.get("HAMGAM_LOG_LEVEL", "ERROR"),
        }
    )


def stands(folder: Path, grown_from: str) -> bool:
    """Whether the demo's register in the folder grew from just this."""
    return _is_made(folder, f"{__version__} {grown_from}")


def _is_made(folder: Path, print_of: str) -> bool:
    mark = folder / "site" / "made-of"
    made = mark.is_file() and mark.read_text(encoding="utf-8") == print_of
    return made and (folder / NAME).is_file()


def _make(folder: Path, print_of: str, told: ToldCity) -> None:
    for name in (NAME, f"{NAME}-wal", f"{NAME}-shm"):
        (folder / name).unlink(missing_ok=True)
    (folder / "site" / "static").mkdir(parents=True, exist_ok=True)
    platform()
    from hamgam.exchange.city import load_city
    from hamgam.web.demo import lay_city
    from hamgam.web.shape import bring_up_to_date

    bring_up_to_date()
    lay_city(told, load_city("mashhad"))
    (folder / "site" / "made-of").write_text(print_of, encoding="utf-8")


def _freshen() -> None:
    """Bring a register that an earlier version made to this one."""
    platform()
    from hamgam.web.health import pending_migrations
    from hamgam.web.shape import bring_up_to_date

    if pending_migrations():
        bring_up_to_date()


def prepare(folder: Path, port: int, grown_from: str, told: Callable[[], ToldCity]) -> bool:
    """Have the demo's register in the folder; whether it had to be made.

    `grown_from` names what the city grew from: the same register serves it again.
    """
    _settle(folder, port)
    print_of = f"{__version__} {grown_from}"
    if _is_made(folder, print_of):
        _freshen()
        return False
    _make(folder, print_of, told())
    return True


def accounts() -> list[tuple[str, str, str]]:
    """The demo's people: username, name, post; and nobody's secret but the shared one."""
    platform()
    from hamgam.web.demo import ACCOUNTS

    return [(name, told.full_name, told.title) for name, told in ACCOUNTS.items()]


def shared_password() -> str:
    """The one password of the demo's people; worth nothing beyond this machine."""
    from hamgam.web.demo import PASSWORD

    return PASSWORD


def open_site(port: int) -> None:
    """Serve the demo until it is stopped; on the loopback address alone."""
    from django.db import connection

    from hamgam.web.commands.serve import listen

    connection.close()
    os.environ["HAMGAM_EMBEDDED_JOBS"] = "1"
    listen(HOST, port, 1, 4)
