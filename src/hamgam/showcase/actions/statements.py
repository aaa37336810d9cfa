"""What officials said in public: recorded with its source, and corrected beside, never over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from hamgam.agencies.acting import Acting, deed
from hamgam.agencies.rights import Right
from hamgam.kit.refusals import Refused
from hamgam.ledger.facts import record_fact
from hamgam.register.actions.rows import in_hand
from hamgam.register.queries import projects_visible_to
from hamgam.showcase.models import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A statement: by which post, when, where it was published, and the end it promised, if any."""

    said_by: str
    said_on: date
    text: str
    source: str
    promised_end: date | None = None


def record_statement(*, by: Acting, project: str, said: Said) -> Statement:
    """Enter what was said about a project in public. Planners of its agency; records
    `statement_recorded`."""
    missing = [n for n in ("said_by", "text", "source") if not getattr(said, n).strip()]
    if missing:
        faults = [{"pointer": f"#/{name}", "detail": "required"} for name in missing]
        raise Refused("validation", errors=faults)
    row = projects_visible_to(by).filter(public_id=project).first()
    if row is None:
        raise Refused("not_found")
    by.require(Right.RECORD_STATEMENT, row.agency.path, subject=row.public_id)
    with deed(by):
        made = Statement.objects.create(
            agency=row.agency,
            project=row,
            said_by=said.said_by.strip(),
            said_on=said.said_on,
            text=said.text.strip(),
            source=said.source.strip(),
            promised_end=said.promised_end,
        )
        payload = {"project": row.public_id, "on": said.said_on.isoformat()}
        record_fact("statement_recorded", subject=made.public_id, payload=payload)
    return made


def correct_statement(*, by: Acting, statement: str, correction: str, on: date) -> Statement:
    """Write a correction beside a statement; what was said stays. Planners of the project's
    agency; records `statement_corrected`."""
    if not correction.strip():
        raise Refused("validation", errors=[{"pointer": "#/correction", "detail": "required"}])
    seen = Statement.objects.filter(project__in=projects_visible_to(by).values("pk"))
    with deed(by):
        row = in_hand(seen, statement)
        by.require(Right.RECORD_STATEMENT, row.agency.path, subject=row.public_id)
        row.correction, row.corrected_on = correction.strip(), on
        row.save(update_fields=["correction", "corrected_on"])
        record_fact("statement_corrected", subject=row.public_id, payload={"on": on.isoformat()})
    return row
