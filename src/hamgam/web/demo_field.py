"""The demo's field: who must remove each obstacle, the week's tour, a meeting that was held at a
site, promises of which one is overdue. All of it is invented."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from hamgam.agencies.acting import Acting, Power, acting_for, job
from hamgam.agencies.models import Agency, Person
from hamgam.agencies.rights import Right
from hamgam.field.actions import meetings as site
from hamgam.field.actions.obstacles import (
    ObstacleValues,
    adopt_block,
    remove_obstacle,
    verify_removal,
)
from hamgam.field.actions.orders import (
    Order,
    SprintValues,
    answer_directive,
    issue_directive,
    open_sprint,
)
from hamgam.field.actions.pursuit import remind
from hamgam.field.actions.signing import close_site_meeting, sign_presence
from hamgam.field.actions.tours import Asked, accept_tour, ask_tour
from hamgam.field.bridge import middle_of
from hamgam.field.models import Obstacle, Tour
from hamgam.field.queries import project_of
from hamgam.field.solver import solve
from hamgam.field.solves import keep
from hamgam.ledger.signing import Signature, signed
from hamgam.register.actions.meetings import Conclusion
from hamgam.register.marks import city
from hamgam.register.models import Meeting, Project, Solve, Window
from hamgam.register.solves.solver import Silence
from hamgam.register.vocabulary import Outcome, SolveState, WindowKind

TITLES = {
    "F": ("مطالبات پیمانکار سه صورت‌وضعیت عقب است", "صورت‌وضعیت‌ها پرداخت شد"),
    "L": ("تملک پلاک چهارده ناتمام است", "صورت‌جلسهٔ تحویل پلاک چهارده امضا شد"),
    "U": ("پست برق سر راه ورودی شرقی است", "پست در جای تازه برق‌دار شد"),
    "P": ("مجوز انسداد معبر صادر نشده است", "مجوز در سامانه صادر شد"),
    "C": ("اکیپ پیمانکار کامل نیست", "دو اکیپ کامل در کارگاه دیده شد"),
    "D": ("نقشهٔ اجرایی عرشه نرسیده است", "نقشهٔ مهرشده در کارگاه است"),
    "K": ("دستور توقف دادستانی پابرجاست", "نامهٔ رفع توقف رسید"),
    "G": ("متولی نگهداری معلوم نیست", "مصوبهٔ متولی ابلاغ شد"),
    "M": ("قیر سهمیه نرسیده است", "قیر در کارگاه تخلیه شد"),
    "S": ("کسبه با بسته شدن راه مخالف‌اند", "توافق با کسبه امضا شد"),
}
USUAL = ("مانعی سر راه کار است", "مانع در محل دیده نشد")
OWNERS = {"F": "finance", "L": "finance", "U": "electricity", "P": "civil", "M": "civil"}
PEOPLE = {"finance": "ر. نعمتی", "electricity": "ک. سلیمی", "civil": "س. کاظمی"}
MANY, WORK, CALLED = 40, 400, 3


def lay_field(today: date) -> None:
    """Everything of the field, on the demo's projects with their blocks."""
    deputy = acting_for(Person.objects.get(username="deputy"), today=today)
    laid = [row for block in _blocks() if (row := _obstacle(block)) is not None]
    mine = [o for o in laid if o.agency.path.startswith("/municipality/civil/")]
    if not mine:
        return
    _hold(deputy, mine, today)
    tour = _tour(deputy, today)
    for stop in tour.stops.order_by("on", "begins")[:CALLED]:
        begins = _at(stop.on, stop.begins)
        call = site.SiteCall(begins=begins, trigger="ارزش رفع مانع از همهٔ محل‌ها بیشتر است")
        project = stop.project.public_id
        site.call_site_meeting(by=deputy, project=project, call=call, stop=stop.public_id)
    remind(deputy, today)
    _order(deputy, today)
    _hurry(deputy, _worst(mine), today)


def _order(by: Acting, today: date) -> None:
    """A directive six days old: one agency follows it, one does not yet, one has not answered."""
    keys = ("finance", "electricity", "water")
    recipients = list(Agency.objects.filter(key__in=keys).order_by("pk"))
    order = Order(
        title="حضور نمایندهٔ تام‌الاختیار در جلسه‌های محل",
        text="هر دستگاه تا پایان هفته نمایندهٔ خود را با نامهٔ اختیار معرفی کند.",
        measure="نامهٔ اختیار نماینده پیش از نخستین جلسه ثبت شده باشد",
        letter_number="۱۴۰۵/الف/۲۱۷",
    )
    agency = Agency.objects.get(key="civil")
    issued = today - timedelta(days=6)
    row = issue_directive(by=by, agency=agency, order=order, recipients=recipients, today=issued)
    answers = ("نامه ثبت شد.", "نماینده هنوز برگزیده نشده است.")
    for recipient, words, is_followed in zip(recipients, answers, (True, False), strict=False):
        answer_directive(
            by=replace(job("demo"), agency=recipient, powers=(_all_at(recipient),)),
            directive=row.public_id,
            is_followed=is_followed,
            words=words,
            today=today - timedelta(days=2),
        )


def _all_at(agency: Agency) -> Power:
    return Power(rights=frozenset(Right), path=agency.path)


def _hurry(by: Acting, project: Project, today: date) -> None:
    """An intensive mode on the project that most obstacles hold: three weeks of nights."""
    values = SprintValues(
        goal="بسته شدن عرشه پیش از سرما",
        begins=today - timedelta(days=5),
        ends=today + timedelta(days=16),
        rules="کار پرصدا تا ساعت ۲۳؛ روشنایی کامل کارگاه؛ ناظر ایمنی در هر نوبت.",
        night_shifts=True,
        crews_lent="دو اکیپ آرماتوربندی از سازمان عمران",
        stand_up_at=time(7, 15),
    )
    open_sprint(by=by, project=project.public_id, values=values)


def _blocks() -> list[Window]:
    rows = Window.objects.filter(kind=WindowKind.BLOCKED, cleared__isnull=True, task__isnull=False)
    return list(rows.select_related("task__project__agency").order_by("pk")[:MANY])


def _obstacle(block: Window) -> Obstacle | None:
    if block.task is None:
        return None
    agency, kind = block.task.project.agency, block.cause[:1]
    title, gone = TITLES.get(kind, USUAL)
    owner = _owner(kind, agency)
    code = block.cause if len(block.cause) > 1 else _first_code(kind)
    values = ObstacleValues(
        title=title,
        causes=[(code, 70), ("G2", 30)] if kind != "G" else [(code, 100)],
        opened=block.begins,
        reported_by="ناظر نمایشی",
        owner=owner,
        owner_name=PEOPLE.get(owner.key, "م. یوسفی"),
        officer=Person.objects.get(username="secretary"),
        removed_when=gone,
        next_step="نشست در محل با نمایندهٔ تام‌الاختیار",
        promised=block.promised,
    )
    by = replace(job("demo"), agency=agency)
    return adopt_block(by=by, block=block.public_id, values=values)


def _owner(kind: str, agency: Agency) -> Agency:
    return Agency.objects.filter(key=OWNERS.get(kind, "")).first() or agency


def _first_code(kind: str) -> str:
    for one in city().obstacles:
        if one.code == kind:
            return next(iter(one.sub_codes), kind)
    return kind


def _at(day: date, minute: int) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(minute // 60, minute % 60)))


def _worst(obstacles: list[Obstacle]) -> Project:
    """The project that most obstacles hold."""
    held = Counter(p for o in obstacles if (p := project_of(o)) is not None)
    return held.most_common(1)[0][0]


def _hold(by: Acting, obstacles: list[Obstacle], today: date) -> None:
    """A meeting held at a site twelve days ago; one of its promises is overdue by now."""
    project = _worst(obstacles)
    begins = _at(today - timedelta(days=12), 8 * 60 + 45)
    call = site.SiteCall(begins=begins, trigger="قول رفع مانع گذشته بود")
    row = site.call_site_meeting(by=by, project=project.public_id, call=call)
    _come(by, row, project)
    for item in row.items.order_by("number"):
        first, obstacle = item.number == 1, item.site.obstacle
        if obstacle is None:
            continue
        ending = site.Ending(
            conclusion=Conclusion(
                outcome=Outcome.DECIDED if first else Outcome.PROMISED,
                words=f"تا مهلت کار را به پایان برساند، چنان‌که: {obstacle.removed_when}.",
                owner=obstacle.owner,
                due=today + timedelta(days=-4 if first else 9),
                proof="عکس محل با تاریخ",
            ),
            owner_name=obstacle.owner_name,
            officer=obstacle.officer,
        )
        site.conclude_site_item(
            by=by, meeting=row.public_id, number=item.number, version=1, ending=ending
        )
    close_site_meeting(by=by, meeting=row.public_id)
    _remove_one(by, row, today)


def _remove_one(by: Acting, row: Meeting, today: date) -> None:
    """The last item's obstacle is gone since five days, and somebody saw it."""
    last = row.items.order_by("number").last()
    obstacle = last.site.obstacle if last is not None and last.number > 1 else None
    if obstacle is None:
        return
    obstacle.refresh_from_db()
    remove_obstacle(
        by=by,
        obstacle=obstacle.public_id,
        version=obstacle.version,
        on=today - timedelta(days=5),
        evidence="عکس محل، پنج روز پیش",
    )
    verify_removal(by=replace(job("demo"), agency=by.agency), obstacle=obstacle.public_id)


def _come(by: Acting, row: Meeting, project: Project) -> None:
    spot = middle_of(project)
    for key, name, post in (
        ("civil", "معاون عمران نمایشی", "معاون عمران"),
        ("finance", "ر. نعمتی", "مدیر املاک"),
    ):
        there = site.There(
            name=name,
            post=post,
            position=(spot[1], spot[0], 9.0) if spot else None,
            reason="" if spot else "جای پروژه ثبت نشده است",
        )
        agency = Agency.objects.get(key=key)
        found = site.note_site_presence(by=by, meeting=row.public_id, agency=agency, there=there)
        sign_presence(by=by, meeting=row.public_id, presence=found.presence_id, typed=name)


def _tour(by: Acting, today: date) -> Tour:
    """The tour of this day and the next, worked out here and accepted."""
    owners = list(Agency.objects.filter(key__in=set(OWNERS.values())))
    asked = Asked(
        first=today,
        days=2,
        delegations=[("هیئت معاون عمران", [*owners, Agency.objects.get(key="civil")])],
    )
    row = ask_tour(by=by, agency=Agency.objects.get(key="civil"), asked=asked, today=today)
    answer = solve({**row.question, "work": WORK}, Silence())
    with signed(Signature(actor="job:demo", agency="civil")):
        kept = keep("", {"tour": row.public_id}, answer)
        Solve.objects.filter(subject=row.public_id).update(
            state=SolveState.DONE.value, answer=kept, ended=timezone.now()
        )
    if "rounds" in answer:
        accept_tour(by=by, tour=row.public_id)
    row.refresh_from_db()
    return row
