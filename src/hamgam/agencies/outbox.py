"""The one outbox: notices become messages at the hour their person chose, and messages go out.

A message is claimed in one short transaction, sent outside of any, and its fate written in a third,
so that a slow gateway holds nobody's lock. Its key is worked out from its notices: gathering twice
makes one message, and every attempt carries the same key.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.db.models import Q
from django.utils.module_loading import import_string

from hamgam.agencies.acting import acting_anyhow, deed, job
from hamgam.agencies.channels import Undelivered, addresses_of, send
from hamgam.agencies.models import Message, Notice, NoticeChoice, Person
from hamgam.agencies.queries import inbox
from hamgam.agencies.vocabulary import Channel, Rhythm
from hamgam.engine.calendars.instants import local_of
from hamgam.engine.calendars.working_days import WorkCalendar, next_working_day
from hamgam.kit.digits import localise
from hamgam.kit.words import Language, language_of, say

AT_ONCE = 100
MOST_ATTEMPTS = 8
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=6)
DIGEST_FROM = time(7, 30)
SATURDAY = 5
MOST_LINES = 40


def gather(now: datetime) -> int:
    """Turn waiting notices into messages; how many were made. Those of people who want digests
    wait for their hour, on a working day, before the offices close."""
    made = 0
    for person in _people(now):
        choice = NoticeChoice.objects.filter(person=person).first()
        if choice is None or choice.rhythm == Rhythm.AT_ONCE:
            made += sum(_at_once(one, person, choice, now) for one in _waiting(person))
        elif _is_hour(choice, now):
            made += _digest(person, choice, now)
    return made


def _people(now: datetime) -> list[Person]:
    waiting = Notice.objects.filter(gathered__isnull=True, sent__isnull=True)
    digests = NoticeChoice.objects.exclude(rhythm=Rhythm.AT_ONCE).exclude(
        gathered_on=local_of(now, settings.TIME_ZONE).date()
    )
    asked = Q(pk__in=waiting.values("person")) | Q(pk__in=digests.values("person"))
    return list(Person.objects.filter(asked).order_by("pk")[:AT_ONCE])


def _waiting(person: Person) -> list[Notice]:
    found = Notice.objects.filter(person=person, gathered__isnull=True, sent__isnull=True)
    return list(found.order_by("pk")[:AT_ONCE])


def _is_hour(choice: NoticeChoice, now: datetime) -> bool:
    local = local_of(now, settings.TIME_ZONE)
    calendar: WorkCalendar = import_string(settings.HAMGAM_CALENDAR)(local.date())
    return is_hour(calendar, Rhythm(choice.rhythm), local.replace(tzinfo=None), choice.gathered_on)


def is_hour(calendar: WorkCalendar, rhythm: Rhythm, local: datetime, last: date | None) -> bool:
    """Whether a digest is due at a local time: from DIGEST_FROM until the offices close, on a
    working day, the week's first for the weekly one; once a day at most."""
    day = local.date()
    if last == day or not calendar.is_working(day):
        return False
    if not DIGEST_FROM <= local.time() < calendar.closes_at(day):
        return False
    if rhythm is Rhythm.DAILY:
        return True
    saturday = day - timedelta(days=(day.weekday() - SATURDAY) % 7)
    return day == next_working_day(calendar, saturday)


def sentence_of(notice: Notice, language: Language) -> str:
    """What a notice says, in one sentence."""
    return say(f"notices.{notice.kind}", language, **notice.about)


def _at_once(notice: Notice, person: Person, choice: NoticeChoice | None, now: datetime) -> int:
    language = language_of(person.language)
    subject = sentence_of(notice, language)
    text = say("notices.text", language, sentence=subject, **notice.about)
    return _lay(person, choice, [notice], (subject, text), now)


def _digest(person: Person, choice: NoticeChoice, now: datetime) -> int:
    language, notices = language_of(person.language), _waiting(person)
    acting = acting_anyhow(person, today=local_of(now, settings.TIME_ZONE).date())
    waits = inbox(acting).filter(done__isnull=True).count()
    lines = list(dict.fromkeys(f"• {sentence_of(one, language)}" for one in notices))
    if len(lines) > MOST_LINES:
        more = localise(len(lines) - MOST_LINES, language)
        lines = [*lines[:MOST_LINES], say("notices.and_more", language, count=more)]
    if waits:
        told = say("notices.digest_waits", language, count=localise(waits, language))
        lines.append(f"{told} {settings.PUBLIC_URL}/inbox/")
    count = localise(len(notices), language)
    subject = say(f"notices.digest_{choice.rhythm}", language, count=count)
    made = 0
    if lines:
        made = _lay(person, choice, notices, (subject, "\n".join([subject, *lines])), now)
    with deed(job("send_notices")):
        choice.gathered_on = local_of(now, settings.TIME_ZONE).date()
        choice.save(update_fields=["gathered_on"])
    return made


def _lay(
    person: Person,
    choice: NoticeChoice | None,
    notices: Sequence[Notice],
    told: tuple[str, str],
    now: datetime,
) -> int:
    """Write the messages of some notices, one for each channel, in one transaction."""
    subject, text = told
    with deed(job("send_notices")):
        channels = addresses_of(person, choice)
        for channel in channels:
            row, _ = Message.objects.get_or_create(
                key=key_of(person, channel, notices, now.date()),
                defaults={
                    "person": person,
                    "channel": channel.value,
                    "subject": subject[:300],
                    "text": text,
                    "queued": now,
                    "next_try": now,
                },
            )
            row.notices.add(*notices)
        for notice in notices:
            notice.gathered = now
            notice.sent = None if channels else now
            notice.save(update_fields=["gathered", "sent"])
    return len(channels)


def key_of(person: Person, channel: Channel, notices: Iterable[Notice], day: date) -> str:
    """What a message is known by, however often it is gathered or tried; a digest without notices
    is known by its day."""
    numbers = sorted(notice.pk for notice in notices)
    about = ",".join(map(str, numbers)) or day.isoformat()
    text = f"{person.public_id}/{channel.value}/{about}"
    return hashlib.sha256(text.encode()).hexdigest()


def wait_after(attempts: int) -> timedelta:
    """How long to wait after so many attempts: twice as long each time, LONGEST_WAIT at most."""
    doubled: timedelta = FIRST_WAIT * 2 ** max(attempts - 1, 0)
    return min(doubled, LONGEST_WAIT)


def deliver(now: datetime) -> int:
    """Send the messages whose time has come; how many were tried."""
    due = Message.objects.filter(sent__isnull=True, next_try__lte=now, attempts__lt=MOST_ATTEMPTS)
    rows = list(due.select_related("person__notice_choice").order_by("pk")[:AT_ONCE])
    return sum(_try(row, now) for row in rows)


def _try(row: Message, now: datetime) -> bool:
    """One attempt; False when another worker had taken it."""
    with deed(job("send_notices")):
        claimed = Message.objects.filter(
            pk=row.pk, attempts=row.attempts, sent__isnull=True, next_try__lte=now
        ).update(attempts=row.attempts + 1, next_try=now + wait_after(row.attempts + 1))
    if not claimed:
        return False
    row.attempts += 1
    row.next_try = now + wait_after(row.attempts)
    choice = getattr(row.person, "notice_choice", None)
    where = addresses_of(row.person, choice).get(Channel(row.channel), "")
    try:
        if where:
            send(row, where)
        row.sent, row.fault = now, "" if where else "no address"
    except Undelivered as fault:
        row.fault = str(fault)[:200]
        if fault.is_final:
            row.attempts = MOST_ATTEMPTS
        row.next_try = max(row.next_try, now + timedelta(seconds=fault.wait_s))
    _write(row, now)
    return True


def _write(row: Message, now: datetime) -> None:
    with deed(job("send_notices")):
        row.save(update_fields=["attempts", "next_try", "sent", "fault"])
        for notice in row.notices.filter(sent__isnull=True):
            notice.attempts = max(notice.attempts, row.attempts)
            notice.sent, notice.fault = row.sent, row.fault
            notice.save(update_fields=["attempts", "sent", "fault"])
