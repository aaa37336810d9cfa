"""A citizen's report and a statement of the owner's, and sound bodies for their operations."""

from __future__ import annotations

from datetime import date
from typing import Any

from shapely.geometry import Point
from tests.platform.conftest import City

from hamgam.agencies.acting import NOBODY
from hamgam.service.actions.reporting import Told, report_problem
from hamgam.showcase.actions.statements import Said, record_statement


def furnish_people(city: City, made: Any, owner: str, canary: str) -> None:
    """A report whose words are its owner's alone, and a statement about a hidden project."""
    told = Told(kind="bad_surface", spot=Point(59.7, 36.2), text=canary, email="a@example.org")
    row, _ = report_problem(by=NOBODY, told=told)
    assert row.agency.key == owner
    made.hidden["report_id"] = [row.public_id]
    made.shared["main_report"] = [report_problem(by=NOBODY, told=told)[0].public_id]
    said = Said(said_by=canary, said_on=city.today, text=canary, source=canary)
    project = made.hidden["project_id"][0]
    stated = record_statement(by=city.acting(owner), project=project, said=said)
    made.hidden["statement_id"] = [stated.public_id]


def people_bodies(owner: str, today: date, into: str) -> dict[str, Any]:
    """A sound body for each operation of service and showcase."""
    words, day = {"words": "x"}, today.isoformat()
    return {
        "report_problem": {
            "kind": "litter",
            "geometry": {"type": "Point", "coordinates": [59, 36]},
        },
        "answer_report": words,
        "solve_report": words,
        "decline_report": words,
        "pass_on_report": {"to": "gas", "words": "x"},
        "publish_report": words,
        "link_reports": {"into": into},
        "import_reports": {
            "rows": [
                {
                    "number": "137-1",
                    "kind": "litter",
                    "received": day,
                    "lat": 36.2,
                    "long": 59.7,
                }
            ]
        },
        "record_survey": {
            "agency": owner,
            "title": "x",
            "population": "pilgrims",
            "mode": "face",
            "on": day,
            "asked": 9,
            "satisfied": 3,
        },
        "record_statement": {"said_by": "x", "said_on": day, "text": "x", "source": "x"},
        "explain_change": {"field": "ends", "on": day, "words": "x"},
        "correct_statement": {"correction": "x", "on": day},
    }
