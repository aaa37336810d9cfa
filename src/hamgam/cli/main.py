"""The commands by name; each is imported only when it runs, so that help and start stay quick."""

from __future__ import annotations

import sys

from cyclopts import App, CycloptsError

from hamgam import __version__
from hamgam.cli.commands import COMMANDS, PLATFORM

BAD_INPUT = 2
app = App(
    name="hamgam",
    help="Hamgam (همگام): works of many agencies in, overlaps out.",
    version=__version__,
)
for name, text in COMMANDS.items():
    app.command(f"hamgam.cli.{name}:{name}", name=name, help=text)
for name, (place, text) in PLATFORM.items():
    app.command(place, name=name, help=text)


def main() -> None:
    """Run one command and leave with its exit code: 0 well, 1 findings that block, 2 bad input."""
    try:
        code = app(sys.argv[1:], result_action="return_value", exit_on_error=False)
    except CycloptsError:
        code = BAD_INPUT
    sys.exit(code or 0)
