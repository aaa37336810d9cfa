"""The demo's people: what they reported and how it was answered, what was said, what a survey
found. All of it is invented."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.utils import timezone

from hamgam.agencies.acting import NOBODY, Acting, job
from hamgam.agencies.models import Agency
from hamgam.exchange.complaints import Complaint, Standing
from hamgam.exchange.days import Moment
from hamgam.register.models import Project
from hamgam.register.queries import streets
from hamgam.service.actions.answering import answer_report, publish_report, solve_report
from hamgam.service.actions.importing import import_reports, judged
from hamgam.service.actions.reporting import (
    Told,
    confirm_solution,
    dispute_solution,
    report_problem,
)
from hamgam.service.actions.surveys import Found, record_survey
from hamgam.service.models import CitizenReport
from hamgam.service.vocabulary import Population, SurveyMode
from hamgam.showcase.actions.reasons import explain_change
from hamgam.showcase.actions.statements import Said, correct_statement, record_statement
from hamgam.showcase.vocabulary import Explained


@dataclass(frozen=True, slots=True)
class Story:
    """A report of the demo: what, in which street, with which words, how far it came (`answered`,
    `solved`, `confirmed`, `disputed`, empty for none), and how many days ago."""

    kind: str
    street: str
    words: str
    came: str
    days: int


STORIES = (
    Story("unsafe_dig", "imam_reza", "گودال بی‌حصار کنار پیاده‌رو", "confirmed", 9),
    Story("closed_way", "shirazi", "پیاده‌رو بسته است و راه جایگزین ندارد", "answered", 3),
    Story("no_access", "tabarsi", "ورودی مغازه‌ها خاک‌ریز شده", "disputed", 12),
    Story("water_leak", "navvab", "آب از کنار جدول می‌زند", "confirmed", 6),
    Story("light_out", "vakilabad", "سه چراغ پشت هم خاموش است", "solved", 8),
    Story("noise_dust", "ahmadabad", "گردوخاک کارگاه تا نیمه‌شب", "", 1),
    Story("bad_surface", "malekabad", "نوار حفاری نشست کرده", "answered", 20),
    Story("litter", "danesh_st", "نخالهٔ ساختمانی در حاشیه", "confirmed", 4),
    Story("bus", "vakilabad", "ایستگاه جابه‌جا شده و تابلو ندارد", "", 2),
    Story("gas_smell", "sanabad", "بوی گاز نزدیک علمک", "confirmed", 15),
)
SURVEYS = (
    (Population.PILGRIMS, 96, 412, 263, 1240, 310),
    (Population.RESIDENTS, 82, 640, 349, 1130, 340),
    (Population.PILGRIMS, 12, 388, 271, 1310, 300),
    (Population.RESIDENTS, 10, 655, 393, 1190, 330),
)


LINE_WEEKS = 12
LINE = (
    ("bad_surface", "خیابان امام رضا (ع)", (4, 4, 4, 3, 3, 3, 2, 2, 2, 1, 1, 1)),
    ("water_leak", "خیابان نواب صفوی", (2, 2, 1, 2, 2, 2, 1, 2, 2, 2, 2, 1)),
)
"""Of the complaints line: the kind, the street, and how many of each week's were answered in time,
the first week first. Surfaces slacken, leaks do not."""
A_WEEK = (4, 2)


def _of_line(today: date) -> list[Complaint]:
    """What the complaints line's export would hold of the last weeks."""
    told: list[Complaint] = []
    for (kind, street, kept), count in zip(LINE, A_WEEK, strict=True):
        for week, in_time in enumerate(kept):
            day = today - timedelta(days=7 * (LINE_WEEKS - week) + 14)
            for number in range(count):
                answered = day + timedelta(days=1 if number < in_time else 13)
                told.append(
                    Complaint(
                        where="137",
                        row=len(told) + 1,
                        number=f"137-{len(told) + 1:04}",
                        kind=kind,
                        received=Moment(day),
                        answered=Moment(answered),
                        closed=Moment(answered + timedelta(days=1)),
                        standing=Standing.SOLVED,
                        street=street,
                    )
                )
    return told


def _for(agency: Agency) -> Acting:
    return replace(job("demo"), agency=agency)


def lay_people(today: date) -> None:
    """Reports with their answers, a season of the complaints line, two statements and four
    surveys."""
    known = {row.key: row for row in streets()}
    for story in STORIES:
        if story.street in known:
            told = Told(
                kind=story.kind,
                street=known[story.street],
                text=story.words,
                received=timezone.now() - timedelta(days=story.days),
            )
            _follow(story, report_problem(by=NOBODY, told=told)[0])
    placed = judged(_of_line(today)).rows
    if placed:
        import_reports(by=job("demo"), rows=placed, source="137 (نمایشی)")
    _say(today)
    _survey(today)


def _follow(story: Story, row: CitizenReport) -> None:
    by = _for(row.agency)
    if story.came:
        publish_report(by=by, report=row.public_id, words=story.words, photo=False)
        answer_report(by=by, report=row.public_id, words="گروه نزدیک فرستاده شد.")
    if story.came in {"solved", "confirmed", "disputed"}:
        row = solve_report(by=by, report=row.public_id, words="کار در محل انجام شد.")
    if story.came == "confirmed":
        confirm_solution(by=NOBODY, report=row)
    elif story.came == "disputed":
        dispute_solution(by=NOBODY, report=row)


def _say(today: date) -> None:
    rows = list(Project.objects.select_related("agency").filter(ends__isnull=False)[:2])
    for number, row in enumerate(rows):
        said = Said(
            said_by="مسئول نمایشی پروژه",
            said_on=today - timedelta(days=60 + number),
            text="این پروژه پیش از پایان سال به بهره‌برداری می‌رسد.",
            source="گفت‌وگوی نمایشی با رسانه‌ها",
            promised_end=today + timedelta(days=110),
        )
        explain_change(
            by=_for(row.agency),
            project=row.public_id,
            field=Explained.PLAN,
            on=today - timedelta(days=15),
            words="آزادسازی زمین دیرتر شد؛ تا آن روز دو جبههٔ دیگر جلو افتاد.",
            today=today,
        )
        made = record_statement(by=_for(row.agency), project=row.public_id, said=said)
        if number:
            correct_statement(
                by=_for(row.agency),
                statement=made.public_id,
                correction="با تصمیم بعدی، پایان به روز نوشته‌شده در دفتر رفت.",
                on=today - timedelta(days=20),
            )


def _survey(today: date) -> None:
    agency = Agency.objects.get(key="municipality")
    for population, days, asked, satisfied, mean, deviation in SURVEYS:
        found = Found(
            title="رضایت از خدمات شهری (نمایشی)",
            population=population,
            mode=SurveyMode.FACE,
            on=today - timedelta(days=days),
            asked=asked,
            satisfied=satisfied,
            mean_hundredths=mean,
            deviation_hundredths=deviation,
        )
        record_survey(by=_for(agency), agency=agency, found=found)
