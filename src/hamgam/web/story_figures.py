"""The live figures of the story: one sentence each, from what its reader may see."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Count, Q
from django.utils import timezone

from hamgam.agencies.acting import Acting
from hamgam.agencies.models import Agency
from hamgam.agencies.queries import waiting
from hamgam.agencies.rights import Right
from hamgam.completion import queries as plans
from hamgam.completion.front import days_left
from hamgam.completion.mega import mega_projects
from hamgam.engine.calendars.seasons import Closure
from hamgam.engine.findings import FindingKind
from hamgam.engine.works import ZoneKind
from hamgam.field import queries as field
from hamgam.kit.digits import grouped, localise
from hamgam.kit.words import Language, say
from hamgam.ledger.models import Fact
from hamgam.register import queries
from hamgam.register.law import law
from hamgam.register.models.columns import in_view
from hamgam.register.readiness import coming_windows, readiness
from hamgam.register.seen import Seen, seen_projects
from hamgam.register.vocabulary import FindingState, ProjectClass


def _say(key: str, language: Language, **counts: int) -> str:
    told = {name: grouped(count, language) for name, count in counts.items()}
    return say(f"story.figure_{key}", language, **told)


def _half(acting: Acting) -> list[Seen]:
    seen = [Seen(row) for row in seen_projects(acting).order_by("pk")]
    return [project for project in seen if project.is_half_finished]


def half_finished(acting: Acting, language: Language) -> str:
    """Half-finished projects, and the great ones among all."""
    mega = queries.projects_visible_to(acting).filter(project_class=ProjectClass.MEGA).count()
    return _say("half", language, half=len(_half(acting)), mega=mega)


def agencies_at_table(acting: Acting, language: Language) -> str:
    """Agencies, and how many of them have works on the table."""
    count = Agency.objects.filter(is_active=True).count()
    works = queries.standing_works(acting).order_by().values("agency").distinct().count()
    return _say("agencies", language, agencies=count, working=works)


def near_shrine(acting: Acting, language: Language) -> str:
    """Works open today at the shrine."""
    zone = queries.zones().filter(kind=ZoneKind.SHRINE_CORE).first()
    shape = zone.shape if zone else None
    if shape is None:
        return ""
    today = timezone.localdate()
    rows = queries.standing_works(acting).filter(begins__lte=today, ends__gte=today)
    rows = rows.filter(in_view(*shape.bounds))
    inside = sum(1 for row in rows if row.shape is not None and row.shape.intersects(shape))
    return _say("shrine", language, works=inside)


def steps(acting: Acting, language: Language) -> str:
    """Deeds in the ledger during ninety days, and from how many agencies; not for strangers."""
    if not acting.may(Right.READ_REGISTER):
        return ""
    since = timezone.now() - timedelta(days=90)
    told = Fact.objects.filter(at__gte=since).aggregate(
        facts=Count("pk"), agencies=Count("agency", distinct=True)
    )
    return _say("steps", language, **told)


def judged(acting: Acting, language: Language) -> str:
    """Works on the table and open findings among them."""
    works = queries.standing_works(acting).count()
    if not acting.may(Right.READ_REGISTER):
        return _say("works", language, works=works)
    found = queries.findings_visible_to(acting).filter(state=FindingState.OPEN).count()
    return _say("judged", language, works=works, found=found)


def three_kinds(acting: Acting, language: Language) -> str:
    """Collisions, chances to combine, and gaps."""
    if not acting.may(Right.READ_REGISTER):
        return ""
    rows = queries.findings_visible_to(acting).filter(state=FindingState.OPEN).order_by()
    counts = {
        kind.value: Count("pk", filter=Q(kind=kind))
        for kind in (FindingKind.COLLISION, FindingKind.CHANCE, FindingKind.GAP)
    }
    return _say("kinds", language, **rows.aggregate(**counts))


def works_open(acting: Acting, language: Language) -> str:
    """Works open today, seen by everybody."""
    today = timezone.localdate()
    rows = queries.standing_works(acting).filter(begins__lte=today, ends__gte=today)
    return _say("open", language, works=rows.count())


def open_in_season(acting: Acting, language: Language) -> str:
    """Works that stay open in the next closed window of the whole city."""
    today = timezone.localdate()
    by = law(today)
    windows = [w for w in coming_windows(by, today) if w.zone == ZoneKind.CITY][:1]
    found = readiness(queries.standing_works(acting).filter(ends__gte=today), windows, by, today)
    if not found or windows[0].closure is not Closure.CLOSED:
        return ""
    one = found[0]
    name = one.window.names.get(language.value, one.window.season)
    days = localise(max(one.starts_in, 0), language)
    count = grouped(len(one.works), language)
    return say("story.figure_season", language, season=name, works=count, days=days)


def ladder(acting: Acting, language: Language) -> str:
    """What waits on the reader's own desk."""
    if not acting.may(Right.READ_INBOX):
        return ""
    return _say("desk", language, items=waiting(acting).count())


def slipping(acting: Acting, language: Language) -> str:
    """Half-finished projects behind their first promise."""
    found = _half(acting)
    return _say("slip", language, slip=sum(1 for p in found if p.slip_days), half=len(found))


def term(acting: Acting, language: Language) -> str:
    """Days to the end of the term, and its open promises; not for strangers."""
    days = days_left(acting, timezone.localdate())
    if days is None:
        return ""
    rows = plans.promises_visible_to(acting).filter(commitment__done_on__isnull=True)
    return _say("term", language, days=days, open=rows.count())


def gates(acting: Acting, language: Language) -> str:
    """Mega-projects by the city's thresholds, and open stage gates; not for strangers."""
    if not acting.may(Right.READ_REGISTER):
        return ""
    found = mega_projects(acting, timezone.localdate())
    return _say("gates", language, mega=len(found), passed=sum(one.passed for one in found))


def at_site(acting: Acting, language: Language) -> str:
    """What the year's meetings about projects came to: obstacles removed within thirty days of
    them first, then how many were held at the site, then promises that are open."""
    if not acting.may(Right.READ_REGISTER):
        return ""
    came_to = field.held(acting, timezone.localdate() - timedelta(days=365))
    rows = queries.commitments_visible_to(acting).filter(done_on__isnull=True)
    return _say(
        "at_site",
        language,
        removed=came_to.removed,
        held=came_to.at_site,
        of=came_to.meetings,
        open=rows.count(),
    )
