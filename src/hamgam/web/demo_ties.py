"""The demo's standing ties: joint steps of both sides, council resolutions, policies, words."""

from __future__ import annotations

from datetime import date, timedelta

from hamgam.agencies.acting import Acting, acting_for
from hamgam.agencies.actions.notices import Choice, choose_notices
from hamgam.agencies.models import Person
from hamgam.agencies.vocabulary import Rhythm
from hamgam.coordination.actions.policies import PolicyValues, adopt_policy
from hamgam.coordination.actions.resolutions import Passed, Said, move_resolution, record_resolution
from hamgam.coordination.actions.steps import StepAnswer, answer_step, ask_step, finish_step
from hamgam.coordination.actions.talking import say_about
from hamgam.coordination.models import CaseWork
from hamgam.coordination.vocabulary import PolicyMeasure, ResolutionMove

ASKED_OF_GOVERNOR = (
    ("رایزنی با آب و برق برای جابه‌جایی تیرهای بولوار حر", 9, True),
    ("مکاتبه با اوقاف دربارهٔ زمین تقاطع شهید برونسی", 12, False),
)
ASKED_OF_MAYOR = (
    ("گشایش مسیر امدادی خیابان طبرسی پیش از نوروز", 20, True),
    ("فهرست پروژه‌های نیمه‌تمام برای کمیتهٔ برنامه‌ریزی", 6, True),
)
POLICIES = (
    ("سه سال پس از آسفالت، حفاری نه", PolicyMeasure.NO_DIG_AFTER_PAVING, 3, 950),
    ("نشست در محل پروژه", PolicyMeasure.MEETINGS_ON_SITE, 90, 600),
    ("هر کار سی روز پیش از آغاز اعلام می‌شود", PolicyMeasure.TOLD_IN_TIME, 30, 800),
    ("پرونده‌ها پیش از فرماندار حل می‌شوند", PolicyMeasure.SETTLED_BELOW, 4, 900),
)


def _as(username: str, today: date) -> Acting:
    return acting_for(Person.objects.get(username=username), today=today)


def lay_ties(today: date) -> None:
    """Lay all of them out."""
    mayor, governor = _as("mayor", today), _as("governor", today)
    _steps(mayor, governor, ASKED_OF_GOVERNOR, today)
    _steps(governor, mayor, ASKED_OF_MAYOR, today)
    _resolutions(mayor, governor, today)
    for title, measure, bound, target in POLICIES:
        values = PolicyValues(
            title=title,
            measure=measure,
            bound=bound,
            target_permille=target,
            begins=today - timedelta(days=365),
            letter=("۱۴۰۵/د/۱۲", today - timedelta(days=60)),
        )
        if mayor.agency is not None:
            adopt_policy(by=mayor, agency=mayor.agency, values=values)
    _words(today)


def _steps(
    asker: Acting, asked: Acting, told: tuple[tuple[str, int, bool], ...], today: date
) -> None:
    """One that is taken on, and done where the table says so; and one that waits."""
    if asker.agency is None:
        return
    for title, days, is_done in told:
        step = ask_step(by=asker, agency=asker.agency, title=title)
        answer = StepAnswer(promised=today + timedelta(days=days), letter=("۱۱/۲۳۴", today))
        answer_step(by=asked, step=step.public_id, answer=answer)
        if is_done:
            finish_step(
                by=asked, step=step.public_id, on=today, proof="نامهٔ موافقت، پیوست دبیرخانه"
            )
    waits = "هم‌زمانی انسداد چهارراه شهدا با برنامهٔ پلیس راهور"
    ask_step(by=asker, agency=asker.agency, title=waits)


def _resolutions(mayor: Acting, governor: Acting, today: date) -> None:
    """One before the board, one sent back by it."""
    if mayor.agency is None:
        return
    rows = []
    for number, title in (
        ("۶۴۱", "تملک سه پلاک در مسیر بولوار شهید چراغچی"),
        ("۶۳۸", "عوارض مرمت نوار حفاری برای سال ۱۴۰۶"),
    ):
        passed = Passed(
            number=number,
            title=title,
            passed_on=today - timedelta(days=4),
            letter=(f"۵/{number}/ش", today),
        )
        rows.append(record_resolution(by=mayor, agency=mayor.agency, passed=passed))
    words = "نرخ پیشنهادی با آیین‌نامهٔ عوارض سازگار نیست؛ مبنای محاسبه بیاید."
    said = Said(move=ResolutionMove.OBJECT, words=words, letter=("۱۲۰/۵۵", today))
    move_resolution(by=governor, resolution=rows[1].public_id, said=said)


def _words(today: date) -> None:
    """A question on a work that is at issue, and the planner's way of being told."""
    held = CaseWork.objects.filter(work__agency__key="civil").select_related("work").first()
    if held is not None:
        text = "پیش از آسفالت، دریچه‌ها هم‌سطح می‌شود؟ @deputy"
        say_about(by=_as("water", today), subject=held.work.public_id, text=text)
    choose_notices(by=_as("water", today), choice=Choice(rhythm=Rhythm.DAILY))
