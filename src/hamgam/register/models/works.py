"""Works, their earlier versions, their windows, the uploads they came by, and duplicates."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from hamgam.agencies.models import Agency, choices_of
from hamgam.engine.works import Activity, Impact, Kind, RoadPart, Stage, Surface
from hamgam.register.models.columns import Owned, Placed, public_id
from hamgam.register.models.projects import Project, Task
from hamgam.register.vocabulary import DuplicateState, WindowKind


class Upload(models.Model):
    """One file of works; undone as one act until somebody builds on it."""

    public_id = public_id("u")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=255)
    digest = models.CharField(max_length=64)
    rows = models.PositiveIntegerField()
    misread = models.JSONField(default=list)
    at = models.DateTimeField()
    undone = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.file_name


class KnownHeading(models.Model):
    """What an agency's people said of the columns of a heading, for the next file with it."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    head = models.CharField(max_length=64)
    """SHA-256 of the column names, in order of the alphabet."""
    fields = models.JSONField(default=dict)
    ignored = models.JSONField(default=list)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["agency", "head"], name="register_heading_once"),
        )

    def __str__(self) -> str:
        return f"{self.agency.key} {self.head[:8]}"


class Work(Owned, Placed):
    """Who digs where and when: open to every agency unless its agency says otherwise."""

    public_id = public_id("w")
    ref = models.CharField(max_length=120, blank=True)
    """The agency's own reference; unique within the agency where told."""
    title = models.CharField(max_length=300, blank=True)
    kind = models.CharField(max_length=12, choices=choices_of(Kind), default="work")
    activity = models.CharField(max_length=12, choices=choices_of(Activity), default="other")
    stage = models.CharField(max_length=12, choices=choices_of(Stage), default="unknown")
    impact = models.CharField(max_length=12, choices=choices_of(Impact), default="unknown")
    emergency = models.BooleanField(default=False)
    street = models.CharField(max_length=200, blank=True)
    begins = models.DateField(null=True, blank=True)
    ends = models.DateField(null=True, blank=True)
    area_m2 = models.FloatField(null=True, blank=True)
    length_m = models.FloatField(null=True, blank=True)
    depth_m = models.FloatField(null=True, blank=True)
    surface = models.CharField(max_length=16, choices=choices_of(Surface), blank=True)
    road_part = models.CharField(max_length=12, choices=choices_of(RoadPart), blank=True)
    submitted = models.DateField(null=True, blank=True)
    project = models.ForeignKey(
        Project, null=True, blank=True, on_delete=models.PROTECT, related_name="works"
    )
    task = models.ForeignKey(
        Task, null=True, blank=True, on_delete=models.PROTECT, related_name="works"
    )
    upload = models.ForeignKey(
        Upload, null=True, blank=True, on_delete=models.PROTECT, related_name="works"
    )
    merged_into = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="merged",
        db_index=False,
    )
    """The work that speaks for this one; its id stays valid and leads there."""
    withdrawn = models.DateTimeField(null=True, blank=True)
    withdrawn_for = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(begins__isnull=True) | Q(ends__isnull=True) | Q(ends__gte=F("begins")),
                name="register_work_ends_after_it_begins",
            ),
            models.UniqueConstraint(
                fields=["agency", "ref"],
                condition=~Q(ref="") & Q(withdrawn__isnull=True),
                name="register_work_ref_once",
            ),
        )
        indexes = (
            models.Index(fields=["west", "east", "south", "north"], name="register_work_view"),
            # Days first, and behind them all that decides who sees a work in a list: a list is then
            # counted without reading the rows themselves.
            models.Index(
                fields=[
                    *("begins", "ends", "sharing", "agency"),
                    *("withdrawn", "merged_into", "public_id"),
                ],
                name="register_work_listed",
            ),
            # An index of all of it would lure SQLite into walking every work that is not merged.
            models.Index(
                fields=["merged_into"],
                condition=Q(merged_into__isnull=False),
                name="register_work_merged",
            ),
        )

    def __str__(self) -> str:
        return self.title or self.public_id


class WorkVersion(models.Model):
    """A work as it stood before an edit."""

    work = models.ForeignKey(Work, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    values = models.JSONField()
    actor = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["work", "number"], name="register_work_version_once"),
        )

    def __str__(self) -> str:
        return f"{self.work_id} v{self.number}"


class Window(models.Model):
    """Days a work or a task was given, and why. A later one of the same kind takes its place."""

    public_id = public_id("d")
    work = models.ForeignKey(
        Work, null=True, blank=True, on_delete=models.PROTECT, related_name="windows"
    )
    task = models.ForeignKey(
        Task, null=True, blank=True, on_delete=models.PROTECT, related_name="windows"
    )
    kind = models.CharField(max_length=8, choices=choices_of(WindowKind))
    begins = models.DateField()
    ends = models.DateField(null=True, blank=True)
    cause = models.CharField(max_length=8, blank=True)
    """The obstacle's code (`F2`, `L1`, …) of a blocked window."""
    promised = models.DateField(null=True, blank=True)
    cleared = models.DateField(null=True, blank=True)
    removal_rials = models.BigIntegerField(null=True, blank=True)
    """What removing a block now would bring people, by the plan in force; None before one is."""
    source = models.CharField(max_length=80, blank=True)
    """The public id of the settlement, plan or obstacle it comes from."""
    superseded = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(work__isnull=False) ^ Q(task__isnull=False),
                name="register_window_of_one",
            ),
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gte=F("begins")),
                name="register_window_ends_after_it_begins",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.begins}–{self.ends}"


class DuplicateProposal(models.Model):
    """Two records that may be the same works. Both ids stay whatever is decided."""

    public_id = public_id("m")
    keep = models.ForeignKey(Work, on_delete=models.PROTECT, related_name="+")
    drop = models.ForeignKey(Work, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300, blank=True)
    state = models.CharField(
        max_length=8, choices=choices_of(DuplicateState), default=DuplicateState.PROPOSED.value
    )
    proposed_by = models.CharField(max_length=80)
    decided_by = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=~Q(keep=F("drop")), name="register_duplicate_of_another"
            ),
        )

    def __str__(self) -> str:
        return f"{self.keep_id} = {self.drop_id}"
