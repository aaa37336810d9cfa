"""What an owner does with a report: answer, pass on, solve, decline, link, publish."""

from __future__ import annotations

from django.utils import timezone

from hamgam.agencies.acting import Acting, deed
from hamgam.agencies.models import Agency
from hamgam.agencies.rights import Right
from hamgam.kit.refusals import Refused
from hamgam.ledger.facts import record_fact
from hamgam.register.actions.rows import in_hand
from hamgam.service.actions.reporting import lay_on_desk, moved, tell
from hamgam.service.models import CitizenReport, ReportStep
from hamgam.service.queries import reports_of
from hamgam.service.vocabulary import Move


def _taken(by: Acting, report: str) -> CitizenReport:
    row = in_hand(reports_of(by), report)
    by.require(Right.ANSWER_REPORT, row.agency.path, subject=row.public_id)
    return row


def _said(words: str) -> str:
    if not words.strip():
        raise Refused("validation", errors=[{"pointer": "#/words", "detail": "required"}])
    return words.strip()


def _step(row: CitizenReport, move: Move, words: str) -> None:
    row.state, row.version = moved(row, move).value, row.version + 1
    row.answered = row.answered or timezone.now()
    ReportStep.objects.create(
        report=row, move=move.value, agency=row.agency, words=words, at=timezone.now()
    )


def answer_report(*, by: Acting, report: str, words: str) -> CitizenReport:
    """Answer what somebody reported; it stays on the desk until solved. The owner's people;
    records `report_answered`."""
    words = _said(words)
    with deed(by):
        row = _taken(by, report)
        _step(row, Move.ANSWER, words)
        row.save()
        record_fact("report_answered", subject=row.public_id)
        lay_on_desk(row)
        tell(row, Move.ANSWER)
    return row


def solve_report(*, by: Acting, report: str, words: str) -> CitizenReport:
    """Call a problem solved; only its reporter can confirm it. The owner's people; records
    `report_solved`."""
    words = _said(words)
    with deed(by):
        row = _taken(by, report)
        _step(row, Move.SOLVE, words)
        row.solved = timezone.now()
        row.save()
        record_fact("report_solved", subject=row.public_id)
        tell(row, Move.SOLVE)
    return row


def decline_report(*, by: Acting, report: str, words: str) -> CitizenReport:
    """Say why nothing will be done. The owner's people; records `report_declined`."""
    words = _said(words)
    with deed(by):
        row = _taken(by, report)
        _step(row, Move.DECLINE, words)
        row.save()
        record_fact("report_declined", subject=row.public_id)
        tell(row, Move.DECLINE)
    return row


def pass_on_report(*, by: Acting, report: str, to: Agency, words: str) -> CitizenReport:
    """Hand a report to the agency it concerns; its terms run on. The owner's people; records
    `report_passed_on`."""
    words = _said(words)
    with deed(by):
        row = _taken(by, report)
        if to.pk == row.agency_id:
            raise Refused("state")
        known = row.answered
        _step(row, Move.HAND_ON, words)
        # Handed on is not answered: the person who reported has learned nothing yet.
        row.agency, row.routed_by, row.answered = to, "passed_on", known
        row.save()
        record_fact("report_passed_on", subject=row.public_id, payload={"to": to.key})
        lay_on_desk(row)
        tell(row, Move.HAND_ON)
    return row


def link_reports(*, by: Acting, report: str, into: str) -> CitizenReport:
    """Link a report to another of the same problem, which speaks for it from then on: its reporter
    is told of that one's steps and may confirm its solution. The owner's people; records
    `reports_linked`."""
    with deed(by):
        row = _taken(by, report)
        main = CitizenReport.objects.select_for_update().filter(public_id=into.strip()).first()
        if main is None:
            raise Refused("not_found")
        main = main.joined or main
        if main.pk == row.pk:
            raise Refused("state")
        row.joined = main
        row.state, row.version = moved(row, Move.JOIN).value, row.version + 1
        row.save(update_fields=["joined", "state", "version"])
        ReportStep.objects.create(
            report=row, move=Move.JOIN.value, agency=row.agency, at=timezone.now()
        )
        for twin in row.twins.all():
            twin.joined = main
            twin.save(update_fields=["joined"])
        record_fact("reports_linked", subject=row.public_id, payload={"into": main.public_id})
        tell(row, Move.JOIN)
    return row


def publish_report(*, by: Acting, report: str, words: str, photo: bool) -> CitizenReport:
    """Let everybody read what was reported, in words without names and numbers; empty words take
    it back. The owner's people; records `report_published`."""
    with deed(by):
        row = _taken(by, report)
        row.published, row.version = words.strip(), row.version + 1
        row.photo_is_public = photo and bool(row.photo_digest)
        row.save()
        payload = {"words": bool(row.published), "photo": row.photo_is_public}
        record_fact("report_published", subject=row.public_id, payload=payload)
    return row
