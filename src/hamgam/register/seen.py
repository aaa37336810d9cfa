"""A project as pages show it: with its derived status, its latest report, how far it slipped."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils import timezone

from hamgam.agencies.acting import Acting
from hamgam.register import queries
from hamgam.register.models import Progress, Project
from hamgam.register.promises import slip_days
from hamgam.register.status import is_half_finished, status_of
from hamgam.register.vocabulary import Status

TONES = {
    Status.SLOW: ("k-slip", "slip"),
    Status.STALLED: ("k-still", "still"),
    Status.SUSPENDED: ("k-still", "still"),
    Status.UNDER_WAY: ("k-ok", "ok"),
    Status.PROVISIONALLY_ACCEPTED: ("k-ok", "ok"),
    Status.IN_SERVICE: ("k-ok", "ok"),
    Status.FINALLY_ACCEPTED: ("k-ok", "ok"),
    Status.CLOSED: ("k-ok", "ok"),
}


class Seen:
    """A project as a page shows it: with its derived status and its latest report."""

    def __init__(self, row: Project) -> None:
        standing = queries.standing_of(row)
        self.row = row
        self.status = status_of(standing, timezone.localdate())
        self.is_half_finished = is_half_finished(standing, timezone.localdate())
        self.slip_days = slip_days(row, timezone.localdate()) if self.is_half_finished else 0
        self.shape, self.tone = self._look()
        reports: list[Progress] = sorted(
            row.progress.all(), key=lambda report: (report.on, report.pk)
        )
        self.report = reports[-1] if reports else None

    def _look(self) -> tuple[str, str]:
        """Shape and tone of the status; what is behind its first promise is never on course."""
        if self.status is Status.UNDER_WAY and self.slip_days:
            return "k-slip", "slip"
        return TONES.get(self.status, ("k-idle", "idle"))


def seen_projects(acting: Acting) -> QuerySet[Project]:
    """Projects the reader may see, with what their status is derived from."""
    return queries.projects_visible_to(acting).prefetch_related(*queries.STANDING_PARTS)
