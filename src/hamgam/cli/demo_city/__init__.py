"""The demo city: a seeded, invented year of works on a schematic Mashhad («داده نمایشی»)."""

from hamgam.cli.demo_city.files import write_demo_files
from hamgam.cli.demo_city.make import make_demo
from hamgam.cli.demo_city.values import MARK, DemoCity, DemoProject

__all__ = ["MARK", "DemoCity", "DemoProject", "make_demo", "write_demo_files"]
