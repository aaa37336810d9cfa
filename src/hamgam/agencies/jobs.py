"""Timed doors of agencies: the notices in the outbox."""

from __future__ import annotations

from smtplib import SMTPException

from django.core.mail import send_mail
from django.utils import timezone
from django_tasks import task

from hamgam.agencies.acting import deed, job
from hamgam.agencies.models import Notice
from hamgam.kit.words import language_of, say

MOST_ATTEMPTS = 5
AT_ONCE = 100


def _send(notice: Notice) -> None:
    """Send one notice; a fault is kept with it, and after five it is left to a person."""
    language = language_of(notice.person.language)
    subject = say(f"notices.{notice.kind}", language, **notice.about)
    text = say("notices.text", language, sentence=subject, **notice.about)
    notice.attempts += 1
    try:
        if notice.person.email:
            send_mail(subject, text, None, [notice.person.email])
        notice.sent, notice.fault = timezone.now(), ""
    except (SMTPException, OSError) as fault:
        notice.fault = str(fault)[:200]
    notice.save(update_fields=["attempts", "sent", "fault"])


@task()
def send_notices() -> int:
    """Send what waits in the outbox, a hundred at a time; how many were tried."""
    waiting = Notice.objects.filter(sent__isnull=True, attempts__lt=MOST_ATTEMPTS)
    rows = list(waiting.select_related("person").order_by("id")[:AT_ONCE])
    for notice in rows:
        with deed(job("send_notices")):
            _send(notice)
    return len(rows)
