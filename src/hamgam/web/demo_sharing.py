"""The demo's asking and sharing: inquiries before paving, requests for cooperation, joint works and
a plan under seal, one at each stage. All of it is invented."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Q
from django.utils import timezone

from hamgam.agencies.acting import Acting, acting_for, job
from hamgam.agencies.models import Agency, Person
from hamgam.agencies.vocabulary import Sharing
from hamgam.coordination.actions.cooperation import (
    Ask,
    answer_cooperation,
    ask_cooperation,
    carry_request_up,
)
from hamgam.coordination.actions.cooperation_rows import Terms
from hamgam.coordination.actions.inquiries import (
    Said,
    answer_inquiry,
    ask_utilities,
    run_inquiry_clocks,
)
from hamgam.coordination.actions.joint import ask_to_join, found_joint
from hamgam.coordination.actions.seals import Contact, seal_plan
from hamgam.coordination.models import Inquiry
from hamgam.coordination.queries.inquiries import programme
from hamgam.coordination.queries.joint import DIGS
from hamgam.coordination.vocabulary import CooperationKind, InquiryAnswer
from hamgam.coordination.workflow.cooperation import CooperationMove
from hamgam.engine.works import Activity, Stage
from hamgam.kit.refusals import Refused
from hamgam.ledger.signing import CITY, Signature, signed
from hamgam.register.actions.works import record_work
from hamgam.register.models import Finding, Work
from hamgam.register.values import WorkValues
from hamgam.register.vocabulary import FindingState

MOST_STREETS = 6
PAIRS_TRIED = 6


def lay_sharing(today: date) -> None:
    """Something on every page of asking and sharing, as far as the city's works reach."""
    _inquiries(today)
    _requests(today)
    _joint(today)
    _sealed(today)


def _as(username: str, today: date) -> Acting:
    return acting_for(Person.objects.get(username=username), today=today)


def _inquiries(today: date) -> None:
    """Some streets asked about long ago, with answers and a silence; some asked about today."""
    deputy, civil = _as("deputy", today), Agency.objects.get(key="civil")
    works = [row.public_id for row in programme(deputy, today)[:MOST_STREETS]]
    if not works:
        return
    half = len(works) // 2
    old = ask_utilities(by=deputy, agency=civil, works=works[:half]) if half else []
    for number, row in enumerate(old):
        _answers(row, number, today)
    past = timezone.now() - timedelta(hours=1)
    with signed(Signature(actor=job("demo").actor, agency=CITY)):
        Inquiry.objects.filter(pk__in=[row.pk for row in old], ended__isnull=True).update(due=past)
    run_inquiry_clocks(timezone.now())
    words = "روکش پیش از ایام نوروز است؛ اگر حفاری دارید پیش از آن بگویید."
    ask_utilities(by=deputy, agency=civil, works=works[half:], words=words)


def _answers(row: Inquiry, number: int, today: date) -> None:
    """Water plans something in the first street and nothing in the others; gas answers all but
    the second, about which it stays silent."""
    lines = {line.agency.key: line.public_id for line in row.lines.select_related("agency")}
    said = Said(answer=InquiryAnswer.NOTHING)
    if number == 0 and row.work.begins and row.work.begins > today + timedelta(days=9):
        last = row.work.begins - timedelta(days=2)
        said = Said(
            answer=InquiryAnswer.DIG_BEFORE,
            begins=last - timedelta(days=5),
            ends=last,
            words="اصلاح انشعاب‌ها",
        )
    answer_inquiry(by=_as("water", today), line=lines["water"], said=said)
    if number != 1:
        nothing = Said(answer=InquiryAnswer.NOTHING)
        answer_inquiry(by=_as("gas", today), line=lines["gas"], said=nothing)


def _ask(who: str, asked: str, kind: CooperationKind, title: str, today: date) -> str:
    by = _as(who, today)
    agency = by.agency
    if agency is None:
        raise Refused("no_agency")
    ask = Ask(
        kind=kind,
        asked=Agency.objects.get(key=asked),
        title=title,
        serves="ساکنان و زائران مسیر",
        terms=Terms(begins=today + timedelta(days=7), ends=today + timedelta(days=30)),
    )
    return str(ask_cooperation(by=by, agency=agency, ask=ask).public_id)


def _requests(today: date) -> None:
    """One unanswered, one with a counter-offer, one granted, one refused and carried up."""
    deputy, water, gas = (_as(name, today) for name in ("deputy", "water", "gas"))
    _ask("governor", "municipality", CooperationKind.INFORMATION, "برنامهٔ روکش نیمهٔ دوم", today)
    offered = _ask("water", "civil", CooperationKind.MACHINE, "دو دستگاه بیل برای خط نو", today)
    answer_cooperation(
        by=deputy,
        request=offered,
        move=CooperationMove.OFFER,
        words="یک دستگاه از شنبه آزاد است.",
        terms=Terms(quantity="۱ دستگاه", ends=today + timedelta(days=20)),
    )
    granted = _ask("deputy", "gas", CooperationKind.RELOCATION, "جابه‌جایی علمک‌های گذر", today)
    answer_cooperation(by=gas, request=granted, move=CooperationMove.GRANT)
    refused = _ask("water", "gas", CooperationKind.CLOSURE_WINDOW, "بستن هم‌زمان بولوار", today)
    reason = "پیمانکار در آن روزها جای دیگر است."
    answer_cooperation(by=gas, request=refused, move=CooperationMove.DECLINE, words=reason)
    carry_request_up(by=water, request=refused, words="مردم دو بار بسته شدن را نمی‌پذیرند.")


def _joint(today: date) -> None:
    """The water company opens a dig that the gas company's runs beside; gas asks to join."""
    sides = {"water", "gas"}
    both = Q(a__agency__key__in=sides) & Q(b__agency__key__in=sides)
    rows = Finding.objects.filter(
        both,
        state=FindingState.OPEN,
        a__activity__in=DIGS,
        b__activity__in=DIGS,
        a__begins__gt=today,
        b__begins__gt=today,
    ).select_related("a__agency", "b__agency")
    for row in rows.order_by("distance_m", "pk")[:PAIRS_TRIED]:
        by_key = {work.agency.key: work for work in (row.a, row.b) if work is not None}
        if len(by_key) == 2 and _join(by_key["water"], by_key["gas"], today):
            return


def _join(led: Work, joining: Work, today: date) -> bool:
    try:
        joint = found_joint(
            by=_as("water", today), title=led.street or led.title, work=led.public_id
        )
        ask_to_join(
            by=_as("gas", today),
            joint=joint.public_id,
            work=joining.public_id,
            words="همین مسیر را در همان روزها می‌کنیم.",
        )
    except Refused:
        return False
    return True


def _sealed(today: date) -> None:
    """An early plan of the gas company in a street that the civil deputyship will pave."""
    paving = (
        Work.objects.filter(
            agency__key="civil",
            activity=Activity.PAVING,
            begins__gt=today,
            withdrawn__isnull=True,
            geometry__isnull=False,
        )
        .order_by("-begins", "pk")
        .first()
    )
    if paving is None or paving.begins is None or paving.ends is None:
        return
    values = WorkValues(
        title="طرح زودهنگام تقویت فشار",
        activity=Activity.EXCAVATION,
        stage=Stage.PLANNED,
        street=paving.street,
        geometry=paving.shape,
        begins=paving.begins,
        ends=paving.ends + timedelta(days=20),
        sharing=Sharing.OWN,
    )
    by = _as("gas", today)
    row = record_work(by=by, agency=Agency.objects.get(key="gas"), values=values)
    contact = Contact(
        name="دفتر طرح‌های توسعه", phone="۰۵۱۳۷۰۰۰۰۰۰", opens_on=today + timedelta(days=90)
    )
    seal_plan(by=by, work=row.public_id, contact=contact)
