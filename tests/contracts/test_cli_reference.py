"""The reference of commands is what the commands themselves say.

`python -m tests.contracts.test_cli_reference` writes it anew.
"""

from __future__ import annotations

import sys
from pathlib import Path
from unittest import mock

from hamgam.cli.main import app

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "cli.md"
PREFACE = """\
<!-- Made from the commands themselves: python -m tests.contracts.test_cli_reference -->

"""


def reference() -> str:
    """Every command with its help and every option, as Markdown."""
    with mock.patch.object(sys, "argv", ["hamgam"]):
        told: str = app.generate_docs(
            output_format="markdown", recursive=True, include_hidden=False
        )
    return PREFACE + told.strip() + "\n"


def test_the_reference_tells_every_command_and_option_as_they_are() -> None:
    page = PAGE.read_text(encoding="utf-8")
    missing = [line for line in reference().splitlines() if line and line not in page.splitlines()]
    assert missing == [], "run: python -m tests.contracts.test_cli_reference"


def test_the_reference_tells_nothing_that_is_gone() -> None:
    known = set(reference().splitlines())
    gone = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line not in known]
    assert gone == [], "run: python -m tests.contracts.test_cli_reference"


if __name__ == "__main__":
    PAGE.write_text(reference(), encoding="utf-8")
