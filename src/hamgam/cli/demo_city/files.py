"""The demo city as the files that several agencies would really hand in."""

from __future__ import annotations

from pathlib import Path

from hamgam.cli.demo_city.values import DemoCity


def write_demo_files(demo: DemoCity, folder: Path) -> list[Path]:
    """The files written into the folder, one or more for each agency."""
    folder.mkdir(parents=True, exist_ok=True)
    return []
