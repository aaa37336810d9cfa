"""The commands by name; each is imported only when it runs, so that help and start stay quick."""

from __future__ import annotations

import sys

from cyclopts import App

from hamgam import __version__

app = App(
    name="hamgam",
    help="Hamgam (همگام): works of many agencies in, overlaps out.",
    version=__version__,
)
for name in ("rules", "seasons", "warm"):
    app.command(f"hamgam.cli.{name}:{name}", name=name)


def main() -> None:
    """Run one command and leave with its exit code: 0 well, 1 findings that block, 2 bad input."""
    sys.exit(app(sys.argv[1:], result_action="return_value") or 0)
