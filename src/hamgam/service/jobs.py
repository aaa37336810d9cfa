"""Timed doors of service: words to reporters, and forgetting them in time."""

from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from hamgam.agencies.acting import job
from hamgam.agencies.channels import Undelivered, open_channels, send
from hamgam.agencies.models import Message
from hamgam.agencies.vocabulary import Channel
from hamgam.kit.words import language_of, say
from hamgam.service.actions.reporting import erase_reporter
from hamgam.service.models import News
from hamgam.service.queries import past_keeping
from hamgam.service.telling import kind_name

MOST_ATTEMPTS = 5
AT_ONCE = 100


def words_of(news: News) -> tuple[str, str]:
    """The subject and the text of a word to a reporter, in the language he reported in. It holds
    no address of the page: only who reported has that."""
    row = news.contact.report
    language = language_of(row.language)
    subject = say(f"service.news_{news.move}", language)
    text = say(
        "service.news_text",
        language,
        sentence=subject,
        number=row.public_id,
        kind=kind_name(row.kind, language),
        agency=row.agency.name(language),
    )
    return subject, text


def _send(news: News) -> None:
    """One attempt, by the same channels as every notice of the house."""
    channel = Channel.SMS if news.is_sms else Channel.EMAIL
    where = news.contact.phone if news.is_sms else news.contact.email
    subject, text = words_of(news)
    message = Message(
        key=f"report-news-{news.pk}", channel=channel.value, subject=subject, text=text
    )
    news.attempts += 1
    try:
        send(message, where)
        news.sent, news.fault = timezone.now(), ""
    except Undelivered as fault:
        news.fault = str(fault)[:200]
        if fault.is_final:
            news.attempts = MOST_ATTEMPTS
    news.save(update_fields=["attempts", "sent", "fault"])


@task()
def send_news() -> int:
    """Send the words that wait, a hundred at a time; how many were tried. Short messages wait
    while the installation has no gateway for them."""
    waiting = News.objects.filter(sent__isnull=True, attempts__lt=MOST_ATTEMPTS)
    if Channel.SMS not in open_channels():
        waiting = waiting.filter(is_sms=False)
    rows = list(waiting.select_related("contact__report__agency").order_by("pk")[:AT_ONCE])
    for news in rows:
        _send(news)
    return len(rows)


@task()
def forget_reporters() -> int:
    """Erase contacts, words and pictures whose time is over; of how many reports."""
    due = past_keeping(timezone.localdate())
    rows = list(due.order_by("pk")[:AT_ONCE])
    for row in rows:
        erase_reporter(by=job("forget_reporters"), report=row)
    return len(rows)
