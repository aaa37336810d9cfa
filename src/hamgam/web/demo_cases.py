"""The demo's cases and permits: one at each stage, so that every page has something to show."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from django.conf import settings

from hamgam.agencies.acting import Acting, acting_for
from hamgam.agencies.models import Agency, Person
from hamgam.coordination.actions.emergencies import report_emergency
from hamgam.coordination.actions.ladder import carry_up, convene
from hamgam.coordination.actions.opening import open_case
from hamgam.coordination.actions.permits import (
    Conditions,
    apply_to_dig,
    call_session,
    grant,
)
from hamgam.coordination.actions.settling import enter_letter, propose, sign
from hamgam.coordination.actions.talking import comment
from hamgam.coordination.models import Case
from hamgam.coordination.queries.cases import options_of
from hamgam.engine.calendars.instants import instant_of
from hamgam.engine.works import Activity, Stage
from hamgam.kit.refusals import Refused
from hamgam.register.actions.meetings import close_meeting, note_presence, number_minutes
from hamgam.register.models import Finding, Work
from hamgam.register.vocabulary import FindingState

MOST_APPLICATIONS = 6
PARTNERS = ("water", "gas")
PLAIN = frozenset({"excavation", "connection", "paving"})


def _as(username: str, today: date) -> Acting:
    return acting_for(Person.objects.get(username=username), today=today)


def _between(partner: str, today: date) -> Iterator[Finding]:
    """Collisions ahead between a utility and the civil deputyship: trenches and asphalt first, the
    shorter works before the longer."""
    sides = {"civil", partner}
    rows = Finding.objects.filter(
        kind="collision",
        state=FindingState.OPEN,
        a__begins__gt=today + timedelta(days=20),
        b__begins__gt=today + timedelta(days=20),
        a__agency__key__in=sides,
        b__agency__key__in=sides,
    ).select_related("a__agency", "b__agency")
    found = [
        row for row in rows if row.b is not None and {row.a.agency.key, row.b.agency.key} == sides
    ]
    yield from sorted(found, key=_plainness)


def _plainness(row: Finding) -> tuple[int, int, int]:
    """How plain a case it makes: other works than trenches and asphalt, days of both, key."""
    works = [row.a] + ([row.b] if row.b else [])
    others = sum(work.activity not in PLAIN for work in works)
    days = sum((work.ends - work.begins).days for work in works if work.begins and work.ends)
    return others, days, row.pk


def _opened(partner: str, today: date) -> Iterator[Case]:
    """Cases of such collisions that have a way to settle them, opened by the utility."""
    for finding in _between(partner, today):
        try:
            case = open_case(by=_as(partner, today), finding=finding.identity)
        except Refused:
            continue
        if len(options_of(case)) > 1:
            yield case


def _proposed(case: Case, partner: str, today: date, words: str) -> None:
    option = options_of(case)[1].public_id
    propose(by=_as(partner, today), case=case.public_id, option=option, words=words, is_signed=True)


def lay_cases(today: date) -> int:
    """One case at each stage, as far as the city's collisions reach; how many."""
    by_stage = [waiting_for_deputy, at_commission, awaiting_letters, binding, at_governor]
    found = [
        case
        for partner in PARTNERS
        for case, _ in zip(_opened(partner, today), range(3), strict=False)
    ]
    for case, stage in zip(found, by_stage, strict=False):
        partner = next(p.agency.key for p in case.parties.all() if p.agency.key in PARTNERS)
        stage(case, partner, today)
    return len(found)


def waiting_for_deputy(case: Case, partner: str, today: date) -> None:
    """The utility proposed and signed; the deputy's signature is awaited."""
    _proposed(case, partner, today, "به شرط آنکه مرمت نوار حفاری با شهرداری باشد.")
    text = "نقشهٔ تأسیسات این خیابان را پیوست می‌کنیم. @deputy"
    comment(by=_as(partner, today), case=case.public_id, text=text)


def at_commission(case: Case, partner: str, today: date) -> None:
    """Field leads and deputies came to nothing; the secretary of the commission is asked."""
    for words in ("کارگاه‌ها به توافق نرسیدند.", "معاونان در روزها هم‌نظر نشدند."):
        carry_up(by=_as(partner, today), case=case.public_id, words=words)


def awaiting_letters(case: Case, partner: str, today: date) -> None:
    """Both signed; the letters are awaited."""
    _proposed(case, partner, today, "")
    sign(by=_as("deputy", today), case=case.public_id)


def binding(case: Case, partner: str, today: date) -> None:
    """Both letters stand."""
    awaiting_letters(case, partner, today)
    for who, number in ((partner, "۱۴۰۵/ص/۳۱۸"), ("deputy", "۲۲۰/۴۵۱۷")):
        enter_letter(by=_as(who, today), case=case.public_id, number=number, on=today)


def at_governor(case: Case, partner: str, today: date) -> None:
    """It ran up the ladder to the governor, who called the parties."""
    at_commission(case, partner, today)
    for words in ("کمیسیون یک گزینه را پیشنهاد داد؛ پذیرفته نشد.", "هزینه را هیچ‌یک نپذیرفت."):
        carry_up(by=_as("deputy", today), case=case.public_id, words=words)
    convene(
        by=_as("governor", today),
        case=case.public_id,
        on=today + timedelta(days=6),
        words="با نمایندهٔ تام‌الاختیار بیایید.",
    )


def lay_permits(today: date) -> int:
    """Applications that wait, a sitting with its minutes, and an emergency; how many."""
    applied = []
    for partner in PARTNERS:
        works = Work.objects.filter(
            agency__key=partner,
            activity__in=(Activity.EXCAVATION.value, Activity.CONNECTION.value),
            stage__in=(Stage.PLANNED.value, Stage.UNKNOWN.value),
            begins__gt=today,
            withdrawn__isnull=True,
        ).order_by("begins", "pk")
        for work in works[:MOST_APPLICATIONS]:
            applied.append(apply_to_dig(by=_as(partner, today), work=work.public_id))
    if len(applied) > MOST_APPLICATIONS:
        _sitting(today)
        for partner in PARTNERS:
            _one_more(partner, today)
    water = Agency.objects.get(key="water")
    report_emergency(
        by=_as("water", today), agency=water, street="بلوار وکیل‌آباد", words="ترکیدگی لولهٔ آب"
    )
    return len(applied)


def _sitting(today: date) -> None:
    """A sitting that granted everything on its agenda and whose minutes are signed."""
    secretary = _as("secretary", today)
    begins: datetime = instant_of(today, time(9, 0), settings.TIME_ZONE)
    meeting = call_session(
        by=secretary, begins=begins, place="معاونت عمران", title="نشست کمیسیون حفاری"
    )
    for item in meeting.items.order_by("number"):
        conditions = Conditions(words="یک خط عبور باز بماند.", by_night=item.number % 3 == 0)
        grant(by=secretary, application=item.subject, conditions=conditions)
    for key, who in (("water", ("س. نوری", "مدیر طرح")), ("civil", ("م. کاظمی", "معاون عمران"))):
        note_presence(
            by=secretary, meeting=meeting.public_id, agency=Agency.objects.get(key=key), who=who
        )
    close_meeting(by=secretary, meeting=meeting.public_id)
    number_minutes(by=secretary, meeting=meeting.public_id, number="۱۴۰۵/ک/۷۷", on=today)


def _one_more(partner: str, today: date) -> None:
    """Some applications that came after the sitting."""
    works = Work.objects.filter(
        agency__key=partner,
        activity__in=(Activity.EXCAVATION.value, Activity.CONNECTION.value),
        begins__gt=today + timedelta(days=30),
        withdrawn__isnull=True,
        applications__isnull=True,
    ).order_by("begins", "pk")
    for work in works[:3]:
        apply_to_dig(by=_as(partner, today), work=work.public_id)
