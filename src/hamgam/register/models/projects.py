"""Projects, their tasks and their reported progress."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from hamgam.agencies.models import Person, choices_of
from hamgam.register.models.columns import Owned, Placed, public_id
from hamgam.register.vocabulary import ProjectClass


class Project(Owned, Placed):
    """Something the city builds. Its status is derived from these days and its contracts; budget
    and progress are published, claims and prices are not here."""

    public_id = public_id("k")
    code = models.CharField(max_length=64, blank=True)
    """The agency's own number for it."""
    title = models.CharField(max_length=300)
    project_class = models.CharField(
        max_length=8, choices=choices_of(ProjectClass), default=ProjectClass.ORDINARY.value
    )
    deputy = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    """The one accountable deputy."""
    plan_code = models.CharField(max_length=64, blank=True)
    budget_row = models.CharField(max_length=64, blank=True)
    budget_rials = models.BigIntegerField(null=True, blank=True)
    price_year = models.PositiveSmallIntegerField(null=True, blank=True)
    price_quarter = models.PositiveSmallIntegerField(null=True, blank=True)
    begins = models.DateField(null=True, blank=True)
    ends = models.DateField(null=True, blank=True)
    first_promised_end = models.DateField(null=True, blank=True)
    """The end first promised in public; later edits never touch it."""
    approved_on = models.DateField(null=True, blank=True)
    ready_on = models.DateField(null=True, blank=True)
    in_service_on = models.DateField(null=True, blank=True)
    inaugurated_on = models.DateField(null=True, blank=True)
    """Proves nothing: inaugurated is not in service."""
    closed_on = models.DateField(null=True, blank=True)
    cancelled_on = models.DateField(null=True, blank=True)
    transferred_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(budget_rials__isnull=True) | Q(price_year__isnull=False),
                name="register_project_budget_has_price_year",
            ),
        )
        indexes = (
            models.Index(fields=["west", "east", "south", "north"], name="register_project_view"),
        )

    def __str__(self) -> str:
        return self.title


class Task(models.Model):
    """A part of a project, with its weight in the whole."""

    public_id = public_id("a")
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="tasks")
    title = models.CharField(max_length=300)
    weight_permille = models.PositiveSmallIntegerField(null=True, blank=True)
    begins = models.DateField(null=True, blank=True)
    ends = models.DateField(null=True, blank=True)
    after = models.ManyToManyField("self", symmetrical=False, blank=True, related_name="before")
    """Tasks that must end before this one begins."""

    def __str__(self) -> str:
        return self.title


class Progress(models.Model):
    """What was reported on a day, and whether somebody verified it. Reported is not verified."""

    public_id = public_id("g")
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="progress")
    on = models.DateField()
    physical_permille = models.PositiveSmallIntegerField()
    paid_permille = models.PositiveSmallIntegerField(null=True, blank=True)
    planned_permille = models.PositiveSmallIntegerField(null=True, blank=True)
    spi_time_permille = models.PositiveSmallIntegerField(null=True, blank=True)
    """SPI(t) in thousandths, where a baseline stands."""
    reported_by = models.CharField(max_length=80)
    verified_by = models.CharField(max_length=80, blank=True)
    verified_permille = models.PositiveSmallIntegerField(null=True, blank=True)
    verified_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(physical_permille__lte=1000), name="register_progress_at_most_whole"
            ),
            models.CheckConstraint(
                condition=Q(verified_by="") | ~Q(verified_by=F("reported_by")),
                name="register_progress_two_people",
            ),
        )
        indexes = (models.Index(fields=["project", "on"], name="register_progress_on"),)

    def __str__(self) -> str:
        return f"{self.project_id} {self.on}"
