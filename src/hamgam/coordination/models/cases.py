"""A case: what must be settled together, whose it is, where its clock stands, what was tried."""

from __future__ import annotations

from django.db import models

from hamgam.agencies.models import Agency, Person, choices_of
from hamgam.agencies.vocabulary import Sharing
from hamgam.coordination.models.clocked import clock_or_end
from hamgam.coordination.vocabulary import PartyRole, StepKind
from hamgam.coordination.workflow.cases import ENDS, State
from hamgam.engine.overlaps.settling import OptionKind
from hamgam.register.models import Finding, Work
from hamgam.register.models.columns import public_id


class Case(models.Model):
    """One cluster of findings that must be settled together («پرونده»)."""

    public_id = public_id("h")
    number = models.CharField(max_length=16, unique=True)
    """Jalali year and a serial, as people say it: `1405-218`."""
    state = models.CharField(max_length=12, choices=choices_of(State), default=State.OPENED.value)
    sharing = models.CharField(
        max_length=10, choices=choices_of(Sharing), default=Sharing.AGENCIES.value
    )
    matter = models.CharField(max_length=16)
    """For who is competent: a word of the city's competence table."""
    ladder = models.CharField(max_length=64)
    rung = models.PositiveSmallIntegerField(default=0)
    rung_since = models.DateTimeField()
    due = models.DateTimeField(null=True, blank=True)
    """When the clock at hand runs out; None in an end alone."""
    opened = models.DateTimeField()
    opened_by = models.CharField(max_length=80)
    needs_review = models.BooleanField(default=False)
    """A side was edited since its options were computed («نیازمند بازبینی»)."""
    computed = models.DateTimeField(null=True, blank=True)
    sits_on = models.DateField(null=True, blank=True)
    """The day for which the body at hand called the parties."""
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (clock_or_end(ENDS, "coordination_case_clock_or_end"),)
        indexes = (models.Index(fields=["state", "due"], name="coordination_case_clock"),)

    def __str__(self) -> str:
        return self.number


class CaseFinding(models.Model):
    """A finding that the case is about; a finding belongs to one open case at a time."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="findings")
    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="cases")
    released = models.BooleanField(default=False)
    """The case ended: another may take the finding up again."""

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["finding"],
                condition=models.Q(released=False),
                name="coordination_finding_in_one_case",
            ),
        )

    def __str__(self) -> str:
        return f"{self.case_id} {self.finding_id}"


class CaseWork(models.Model):
    """A work at issue, the version it was weighed in, and where its agency lets it lie."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="works")
    work = models.ForeignKey(Work, on_delete=models.PROTECT, related_name="cases")
    version = models.PositiveIntegerField()
    earliest = models.DateField(null=True, blank=True)
    latest = models.DateField(null=True, blank=True)
    """None: as the city's settings say for the work's stage."""

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["case", "work"], name="coordination_work_once"),
        )

    def __str__(self) -> str:
        return f"{self.case_id} {self.work_id}"


class CaseParty(models.Model):
    """An agency that takes part in a case, and why."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="parties")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=8, choices=choices_of(PartyRole))

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["case", "agency"], name="coordination_party_once"),
        )

    def __str__(self) -> str:
        return f"{self.case_id} {self.agency_id}"


class Option(models.Model):
    """A way to settle the case, weighed on the common scale."""

    public_id = public_id("o")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="options")
    rank = models.PositiveSmallIntegerField()
    """0 is leaving everything as it stands; then the best first, hand-made ones last."""
    kind = models.CharField(max_length=12, choices=choices_of(OptionKind))
    placements = models.JSONField()
    """By the work's public id: lists of first and last days."""
    movers = models.JSONField(default=list)
    leader = models.CharField(max_length=64, blank=True)
    by_night = models.BooleanField(default=False)
    weight = models.JSONField()
    reason = models.JSONField(default=dict)
    made_by = models.CharField(max_length=80, blank=True)
    """Who made it by hand; empty for a computed one."""
    stale = models.BooleanField(default=False)
    """Another computation took its place; kept as evidence."""

    class Meta:
        indexes = (models.Index(fields=["case", "stale", "rank"], name="coordination_options"),)

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind}"


class Step(models.Model):
    """What happened on the ladder, and how long the case stood on the rung before."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=10, choices=choices_of(StepKind))
    rung = models.PositiveSmallIntegerField()
    """The rung on which the case stands after it."""
    at = models.DateTimeField()
    stood_hours = models.PositiveIntegerField(default=0)
    actor = models.CharField(max_length=80)
    words = models.CharField(max_length=1000, blank=True)

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind} {self.rung}"


class Comment(models.Model):
    """A word among the parties of a case, or among those who may see a work or project."""

    public_id = public_id("y")
    case = models.ForeignKey(
        Case, null=True, blank=True, on_delete=models.PROTECT, related_name="comments"
    )
    subject = models.CharField(max_length=24, blank=True, db_index=True)
    """The public id of the work or project it is about; empty for a case's."""
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    author = models.CharField(max_length=80)
    text = models.TextField()
    at = models.DateTimeField()
    mentions = models.ManyToManyField(Person, related_name="+")
    edited = models.DateTimeField(null=True, blank=True)
    withdrawn = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(case__isnull=True) ^ models.Q(subject=""),
                name="coordination_comment_has_one_subject",
            ),
        )

    def __str__(self) -> str:
        return self.public_id


class CommentVersion(models.Model):
    """What a comment said before it was edited or withdrawn."""

    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="versions")
    text = models.TextField()
    until = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.comment_id} {self.until}"
