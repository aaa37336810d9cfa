"""The demo's last part: the site, with the same invented city on its table."""

from __future__ import annotations

import sys
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.table import Table
from rich.text import Text

from hamgam.cli.voice import Voice

if TYPE_CHECKING:
    from hamgam.exchange.findings_out.words import Words

SITE = "hamgam.web.commands.site"
"""By name, as every command of the platform: the command line knows no Django."""


def is_watched() -> bool:
    """Whether a person sits at the terminal, who can end what keeps running."""
    return sys.stdin is not None and sys.stdin.isatty() and sys.stdout.isatty()


def open_site(
    voice: Voice, spoken: Words, out: Path, grown: tuple[int, int], day: date, port: int
) -> None:
    """Make the demo's register where it is not made yet, name the people, and serve."""
    from hamgam.cli.demo_city.make import make_demo

    site: Any = import_module(SITE)
    seed, scale = grown
    with voice.working(spoken("terminal", "site_preparing")):
        site.prepare(out, port, f"{seed} {scale} {day}", lambda: make_demo(seed, scale, today=day))
        people = site.accounts()
    voice.out.print(Text(f"\n{spoken('terminal', 'site_people')}", style="bold"))
    table = Table(box=None, padding=(0, 2))
    for heading in ("site_user", "site_name", "site_post"):
        table.add_column(spoken("terminal", heading))
    for row in people:
        table.add_row(*row)
    voice.out.print(table)
    voice.say(spoken("terminal", "site_password", password=site.shared_password()))
    voice.say(spoken("terminal", "site_stop"))
    site.open_site(port)


def stands(out: Path, grown: tuple[int, int], day: date) -> bool:
    """Whether the site of just this city was made before, so that it opens at once."""
    site: Any = import_module(SITE)
    return bool(site.stands(out, f"{grown[0]} {grown[1]} {day}"))


def tell_how(voice: Voice, spoken: Words) -> None:
    """How the site is opened, where nobody sits who could end it."""
    voice.say(spoken("terminal", "site_how"))
