"""What a reporter does: report, say "me too", confirm, dispute, ask to be forgotten."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import F, Q
from django.utils import timezone
from shapely.geometry.base import BaseGeometry

from hamgam.agencies.acting import Acting, deed
from hamgam.agencies.actions.inbox import put_in_inbox
from hamgam.agencies.doors import digest_of
from hamgam.agencies.rights import Right
from hamgam.engine.works import Certainty
from hamgam.exchange.city.serving import ProblemKind
from hamgam.exchange.persian import latin_digits
from hamgam.kit.refusals import Refused
from hamgam.ledger.facts import record_fact
from hamgam.register.models import Street, Work
from hamgam.service.models import CitizenReport, Contact, News, ReportStep
from hamgam.service.photos import keep_photo
from hamgam.service.routing import Route, route
from hamgam.service.settings_of_city import serving
from hamgam.service.vocabulary import Channel, Move, State
from hamgam.service.workflow import after

MOST_TEXT = 2000
_PHONE = re.compile(r"\+[1-9][0-9]{7,14}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What somebody reports. A street without a spot is kept as the street; both may be absent
    only where a work is named."""

    kind: str
    spot: BaseGeometry | None = None
    street: Street | None = None
    work: Work | None = None
    text: str = ""
    photo: bytes | None = None
    phone: str = ""
    email: str = ""
    language: str = "fa"
    channel: Channel = Channel.WEB
    number_137: str = ""
    received: datetime | None = None
    """None means now."""


def phone_of(text: str) -> str:
    """A mobile number as +989151234567, Iranian or foreign; empty for none. Refuses
    (`validation`) what is no number."""
    plain = re.sub(r"[\s()\-.]", "", latin_digits(text))
    if not plain:
        return ""
    if plain.startswith("00"):
        plain = f"+{plain[2:]}"
    elif plain.startswith("0"):
        plain = f"+98{plain[1:]}"
    if not _PHONE.fullmatch(plain):
        raise Refused("validation", errors=[{"pointer": "#/phone", "detail": "phone"}])
    return plain


def email_of(text: str) -> str:
    """An address of e-mail; empty for none. Refuses (`validation`) what is no address."""
    plain = text.strip()
    if not plain:
        return ""
    try:
        validate_email(plain)
    except ValidationError as fault:
        refused = [{"pointer": "#/email", "detail": "email"}]
        raise Refused("validation", errors=refused) from fault
    return plain


def _place_of(told: Told) -> tuple[BaseGeometry | None, Certainty]:
    if told.spot is not None:
        return told.spot, Certainty.DRAWN
    if told.work is not None:
        return told.work.shape, Certainty(told.work.certainty)
    return (told.street.shape if told.street else None), Certainty.STREET_ONLY


def _faults(told: Told) -> list[dict[str, str]]:
    found = []
    if serving().kind(told.kind) is None:
        found.append({"pointer": "#/kind", "detail": "required"})
    if told.spot is None and told.street is None and told.work is None:
        found.append({"pointer": "#/street", "detail": "required"})
    if len(told.text) > MOST_TEXT or "\x00" in told.text:
        found.append({"pointer": "#/text", "detail": "max_length"})
    return found


def report_problem(*, by: Acting, told: Told) -> tuple[CitizenReport, str]:
    """Report a problem; the report, and the secret by which its reporter follows it. Anybody;
    records `problem_reported` and lays it on its owner's desk."""
    by.require(Right.REPORT_PROBLEM)
    kind, faults = serving().kind(told.kind), _faults(told)
    if kind is None or faults:
        raise Refused("validation", errors=faults)
    contact = (phone_of(told.phone), email_of(told.email))
    digest = keep_photo(told.photo) if told.photo else ""
    secret = secrets.token_urlsafe(24)
    place, certainty = _place_of(told)
    with deed(by):
        found = route(kind, place, timezone.localdate(), told.work)
        row = _new(told, kind, found, certainty)
        row.lay_at(place)
        row.photo_digest, row.secret_digest = digest, digest_of(secret)
        row.save()
        ReportStep.objects.create(report=row, move=Move.RECEIVE.value, at=row.received)
        _keep_contact(row, contact)
        payload = {"kind": kind.key, "agency": row.agency.key, "by": row.routed_by}
        record_fact("problem_reported", subject=row.public_id, payload=payload)
        lay_on_desk(row)
    return row, secret


def _new(told: Told, kind: ProblemKind, found: Route, certainty: Certainty) -> CitizenReport:
    at = told.received or timezone.now()
    day = timezone.localdate(at)
    street = told.street.name_fa if told.street else ""
    return CitizenReport(
        agency=found.agency,
        kind=kind.key,
        channel=told.channel.value,
        text=told.text.strip(),
        street=street or (found.work.street if found.work else ""),
        street_key=told.street.key if told.street else "",
        routed_by=found.by,
        work=found.work,
        language=told.language,
        number_137=told.number_137,
        received=at,
        answer_due=day + timedelta(days=kind.answer_days),
        solve_due=day + timedelta(days=kind.solve_days),
        certainty=certainty.value,
    )


def _keep_contact(row: CitizenReport, contact: tuple[str, str]) -> None:
    phone, email = contact
    if not phone and not email:
        return
    kept = timezone.localdate() + timedelta(days=serving().keep_contact_days)
    Contact.objects.create(report=row, phone=phone, email=email, erase_after=kept)
    tell(row, Move.RECEIVE)


def lay_on_desk(row: CitizenReport) -> None:
    """Have a report wait for its owner. Part of several deeds."""
    put_in_inbox(
        row.agency,
        kind="report_waits",
        subject=row.public_id,
        about={"kind": row.kind, "street": row.street},
        due=row.solve_due if row.answered else row.answer_due,
    )


def tell(row: CitizenReport, move: Move) -> None:
    """Put word of a move into the outbox, where its reporter left an address, and whoever reported
    the same."""
    contacts = Contact.objects.filter(Q(report=row) | Q(report__joined=row)).order_by("pk")
    for contact in contacts:
        for address, is_sms in ((contact.phone, True), (contact.email, False)):
            if address:
                News.objects.create(
                    contact=contact, move=move.value, is_sms=is_sms, queued=timezone.now()
                )


def moved(row: CitizenReport, move: Move) -> State:
    """The state a move leads to; refuses (`state`) one that is not allowed."""
    found = after(State(row.state), move)
    if found is None:
        raise Refused("state")
    return found


def join_report(*, by: Acting, report: CitizenReport) -> CitizenReport:
    """Say that one sees the same problem. Anybody; records `report_joined`."""
    by.require(Right.REPORT_PROBLEM)
    with deed(by):
        row = CitizenReport.objects.select_for_update().get(pk=report.pk)
        row.also = F("also") + 1
        row.save(update_fields=["also"])
        row.refresh_from_db(fields=["also"])
        record_fact("report_joined", subject=row.public_id, payload={"also": row.also})
    return row


def _by_reporter(report: CitizenReport, move: Move) -> CitizenReport:
    row = CitizenReport.objects.select_for_update().get(pk=report.pk)
    row.state = moved(row, move).value
    row.version += 1
    ReportStep.objects.create(report=row, move=move.value, at=timezone.now())
    return row


def confirm_solution(*, by: Acting, report: CitizenReport) -> CitizenReport:
    """Say that a problem is really solved. Who reported it; records `solution_confirmed`."""
    by.require(Right.REPORT_PROBLEM)
    with deed(by):
        row = _by_reporter(report, Move.CONFIRM)
        row.confirmed = timezone.now()
        row.save(update_fields=["state", "version", "confirmed"])
        record_fact("solution_confirmed", subject=row.public_id)
    return row


def dispute_solution(*, by: Acting, report: CitizenReport) -> CitizenReport:
    """Say that a problem is not solved; it comes back to its owner's desk. Who reported it;
    records `solution_disputed`."""
    by.require(Right.REPORT_PROBLEM)
    with deed(by):
        row = _by_reporter(report, Move.DISPUTE)
        row.solved = None
        row.save(update_fields=["state", "version", "solved"])
        record_fact("solution_disputed", subject=row.public_id)
        lay_on_desk(row)
    return row


def erase_reporter(*, by: Acting, report: CitizenReport) -> CitizenReport:
    """Forget who reported: contact, words, picture and secret. Who reported it, or the house when
    the time is over; records `reporter_erased`."""
    by.require(Right.REPORT_PROBLEM)
    with deed(by):
        row = CitizenReport.objects.select_for_update().get(pk=report.pk)
        Contact.objects.filter(report=row).delete()
        row.text, row.secret_digest = "", ""
        if not row.photo_is_public:
            row.photo_digest = ""
        row.save(update_fields=["text", "secret_digest", "photo_digest"])
        record_fact("reporter_erased", subject=row.public_id)
    return row
