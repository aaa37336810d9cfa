"""The demo's desks: promises that slipped, what the register raises by itself, and what people
handed on to one another. All of it is invented."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.utils import timezone

from hamgam.agencies.acting import Acting, acting_for, deed, job
from hamgam.agencies.actions.inbox import chief_desk, put_in_inbox, refer_inbox_item
from hamgam.agencies.models import Agency, InboxItem, Person
from hamgam.engine.findings import Consequence
from hamgam.ledger.signing import CITY, Signature, signed
from hamgam.register.actions.promises import (
    Promise,
    fulfil_commitment,
    postpone_commitment,
    record_commitment,
)
from hamgam.register.models import Finding
from hamgam.register.raising import raise_items
from hamgam.register.views.findings import gravity
from hamgam.register.vocabulary import FindingState

DEMO = job("demo")


@dataclass(frozen=True, slots=True)
class Told:
    """A promise of the demo: its first day and its moves in days from today, and when it was kept;
    None while it is open."""

    agency: str
    text: str
    first: int
    moves: tuple[int, ...] = ()
    kept: int | None = None


PROMISES = (
    Told("electricity", "جابه‌جایی پست برق چهارراه نمایشی", -96, (-40, -12, 16)),
    Told("urban_planning", "تحویل زمین پلاک ۱۴ به کارگاه", -41, (8,)),
    Told("finance", "پرداخت صورت‌وضعیت‌های تأییدشدهٔ زیرگذر", -30, (6,)),
    Told("water", "اصلاح انشعاب‌های مانده پیش از روکش", -18, (5,)),
    Told("gas", "برداشت علائم کارگاه خط تغذیه", -9, (4,)),
    Told("civil", "نقشهٔ چون‌ساخت تقاطع نمایشی", -52, (-20, 7)),
    Told("samen", "بازگشایی گذر جنوبی حرم برای پیاده‌ها", -12, (3,)),
    Told("governorate", "برگزاری کارگروه زمین مسیر", -26, (2,)),
    Told("municipality", "معرفی نمایندهٔ تام‌الاختیار در کارگروه زمین", -6),
    Told("water", "تحویل نقشهٔ خط انتقال", -60, (), -63),
    Told("gas", "پاسخ استعلام روکش بلوار", -45, (), -47),
    Told("civil", "پاسخ استعلام خط گاز", -33, (), -20),
    Told("telecom", "جمع‌کردن کابل هوایی میدان", -70, (-30,), -28),
    Told("electricity", "روشنایی مسیر زائران پیاده", -22, (), -22),
    Told("parks", "برگرداندن فضای سبز پس از حفاری", -15, (), -2),
)
AGED = (23, 9, 6, 14, 4, 2, 11, 1, 17, 5)
"""How many days each item has waited, in turn."""


def lay_inbox(today: date) -> None:
    """Fill the desks of the demo city as a year of work would have."""
    for told in PROMISES:
        _promise(told, today)
    with deed(DEMO):
        raise_items(today)
    _age(today)
    _hand_on(today)


def _for(key: str) -> Acting:
    return replace(DEMO, agency=Agency.objects.get(key=key))


def _promise(told: Told, today: date) -> None:
    by, agency = _for(told.agency), Agency.objects.get(key=told.agency)
    first = Promise(text=told.text, due=today + timedelta(days=told.first))
    row = record_commitment(by=by, agency=agency, promise=first)
    for days in told.moves:
        due = today + timedelta(days=days)
        row = postpone_commitment(by=by, commitment=row.public_id, version=row.version, due=due)
    if told.kept is not None:
        on = today + timedelta(days=told.kept)
        version = row.version
        fulfil_commitment(
            by=by, commitment=row.public_id, version=version, on=on, proof="صورت‌جلسهٔ تحویل"
        )


def _age(today: date) -> None:
    """Let the items have waited for some days, as they would in a city at work."""
    now = timezone.now()
    with signed(Signature(actor=DEMO.actor, agency=CITY)):
        for number, item in enumerate(InboxItem.objects.order_by("pk")):
            item.raised = now - timedelta(days=AGED[number % len(AGED)])
            item.save(update_fields=["raised"])


def _as(username: str, today: date) -> Acting:
    return acting_for(Person.objects.get(username=username), today=today)


def _apart(row: Finding) -> bool:
    """Whether a finding lies between the municipality's branch and another body."""
    ours = [side.agency.path.startswith("/municipality/") for side in (row.a, row.b) if side]
    return len(set(ours)) == 2


def _between(today: date) -> Iterator[Finding]:
    rows = Finding.objects.filter(
        state=FindingState.OPEN,
        b__isnull=False,
        consequence__in=(Consequence.BLOCK, Consequence.REQUIRE),
        a__begins__gt=today,
        b__begins__gt=today,
    )
    related = gravity(rows.select_related("a__agency", "b__agency"))
    return (row for row in related if _apart(row))


def _hand_on(today: date) -> None:
    """The commission's secretary takes two overlaps to the mayor; he takes one to the governor."""
    secretary, mayor = _as("secretary", today), _as("mayor", today)
    civil = Agency.objects.get(key="civil")
    notes = (
        "دو دستگاه در کمیسیون به توافق نرسیدند؛ ترتیب کار را شما روشن کنید.",
        "طرف دیگر زیر نظر شهرداری نیست؛ بی هماهنگی فرمانداری پیش نمی‌رود.",
    )
    for row, note in zip(_between(today), notes, strict=False):
        with deed(DEMO):
            item = put_in_inbox(
                civil, kind="finding_blocks", subject=row.identity, about={"agency": "civil"}
            )
        refer_inbox_item(by=secretary, item=item, to=chief_desk("municipality"), note=note)
        if note is notes[1]:
            told = "لطفاً دو طرف را با هم بخوانید؛ گزینه‌ها پیوست پرونده است."
            refer_inbox_item(by=mayor, item=item, to=chief_desk("governorate"), note=told)
