"""The term of the city's management and what was promised in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from hamgam.agencies.acting import Acting, deed
from hamgam.agencies.models import Agency
from hamgam.agencies.rights import Right
from hamgam.completion.models import Term, TermPromise
from hamgam.completion.queries import terms_visible_to
from hamgam.kit.refusals import Refused
from hamgam.ledger.facts import because_of, record_fact
from hamgam.register.actions.promises import Promise, record_commitment
from hamgam.register.actions.rows import acting_agency, in_hand, iso
from hamgam.register.queries import projects_visible_to


def open_term(*, by: Acting, agency: Agency, title: str, days: tuple[date, date]) -> Term:
    """Open a term with its end. Heads and secretaries of the agency; records `term_opened`."""
    by.require(Right.KEEP_TERM, agency.path)
    begins, ends = days
    if ends <= begins or not title.strip():
        detail = "A term has a title, and ends after it begins."
        raise Refused("validation", errors=[{"pointer": "#/ends", "detail": detail}])
    with deed(by):
        row = Term.objects.create(agency=agency, title=title.strip(), begins=begins, ends=ends)
        record_fact("term_opened", subject=row.public_id, payload={"ends": iso(ends)})
    return row


@dataclass(frozen=True, slots=True, kw_only=True)
class Promised:
    """What is promised in a term, until when, and of which project."""

    text: str
    due: date
    project: str = ""


def promise_in_term(*, by: Acting, term: str, promised: Promised) -> TermPromise:
    """Promise something of the term; its first deadline is kept for good. Heads and secretaries of
    the term's agency; records `term_promise_made`."""
    agency = acting_agency(by)
    if not promised.text.strip():
        raise Refused("validation", errors=[{"pointer": "#/text", "detail": "Say what."}])
    with deed(by):
        row = in_hand(terms_visible_to(by), term)
        by.require(Right.KEEP_TERM, row.agency.path, subject=row.public_id)
        project = in_hand(projects_visible_to(by), promised.project) if promised.project else None
        if not row.begins <= promised.due <= row.ends:
            detail = "A promise of the term lies within it."
            raise Refused("validation", errors=[{"pointer": "#/due", "detail": detail}])
        fact = record_fact(
            "term_promise_made",
            subject=row.public_id,
            payload={"due": iso(promised.due), "project": promised.project},
        )
        with because_of(fact):
            commitment = record_commitment(
                by=by,
                agency=agency,
                promise=Promise(
                    text=promised.text.strip(), due=promised.due, subject=promised.project
                ),
            )
        return TermPromise.objects.create(term=row, commitment=commitment, project=project)
