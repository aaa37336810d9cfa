"""What an administrator asks: who takes part, who comes in, are copies and ledger well."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Max, Q
from django.utils import timezone

from hamgam.agencies.acting import branch
from hamgam.agencies.models import Agency, Invitation, Person, Post, Token
from hamgam.ledger.models import Fact, Head
from hamgam.web.copies import default_place
from hamgam.web.front.parts import Asking
from hamgam.web.health import examine
from hamgam.web.models import Heartbeat

OLD_COPY = timedelta(hours=36)
MOST = 8


def house(asking: Asking) -> dict[str, Any]:
    """The agencies, people, posts and keys of the reader's branches, in numbers."""
    today, now, paths = asking.today, timezone.now(), asking.acting.paths
    lasting = Q(begins__lte=today) & (Q(ends__isnull=True) | Q(ends__gte=today))
    posts = Post.objects.filter(branch("agency__path", paths), lasting)
    invited = Invitation.objects.filter(used__isnull=True, person__in=posts.values("person"))
    keys = Token.objects.filter(branch("agency__path", paths), revoked__isnull=True)
    return {
        "agencies": Agency.objects.filter(branch("path", paths), is_active=True).count(),
        "people": posts.values("person").distinct().count(),
        "posts": posts.count(),
        "invited": invited.filter(expires__gt=now).count(),
        "lapsed": invited.filter(expires__lte=now).count(),
        "expiring": keys.filter(expires__gt=now, expires__lte=now + timedelta(days=30)).count(),
    }


def people(asking: Asking) -> dict[str, Any]:
    """Of the reader's branches, the people who came in last, and how many never did."""
    held = Post.objects.filter(branch("agency__path", asking.acting.paths))
    rows = Person.objects.filter(is_active=True, pk__in=held.values("person"))
    last = rows.filter(last_login__isnull=False).order_by("-last_login")
    return {
        "last": last.prefetch_related("posts__agency")[:MOST],
        "never": rows.filter(last_login__isnull=True).count(),
    }


def _last_copy() -> datetime | None:
    folder = default_place().parent
    if not folder.is_dir():
        return None
    stamps = [place.stat().st_mtime for place in folder.glob("hamgam-*") if place.is_file()]
    return datetime.fromtimestamp(max(stamps), timezone.get_current_timezone()) if stamps else None


def care(asking: Asking) -> dict[str, Any]:
    """The last copy, the ledger's length, the worker's pulse, and what is wrong."""
    now, copy = timezone.now(), _last_copy()
    pulse = Heartbeat.objects.aggregate(at=Max("at"))["at"]
    facts = Fact.objects.aggregate(count=Count("pk"), at=Max("at"))
    return {
        "copy": copy,
        "copy_is_old": copy is None or now - copy > OLD_COPY,
        "pulse": pulse,
        "pulse_is_old": pulse is None or now - pulse > timedelta(minutes=5),
        "chains": Head.objects.count(),
        "facts": facts["count"],
        "last_fact": facts["at"],
        "faults": examine().faults,
    }


def agencies_told(asking: Asking) -> dict[str, Any]:
    """Agencies in which nobody has a post, whose items nobody reads."""
    rows = Agency.objects.filter(branch("path", asking.acting.paths), is_active=True)
    held = Post.objects.filter(Q(ends__isnull=True) | Q(ends__gte=asking.today))
    empty = rows.exclude(pk__in=held.values("agency"))
    return {"empty": empty.order_by("path")[:MOST], "count": empty.count()}
