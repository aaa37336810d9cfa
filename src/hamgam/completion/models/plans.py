"""Estimates, scenarios, plans, adoptions and forecasts."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from hamgam.agencies.models import Agency
from hamgam.register.models.columns import public_id

PROJECT = "register.Project"


class Estimate(models.Model):
    """What is left of a project and what it brings: the figures a plan needs beside the register's.

    None is not told: the plan then takes the city's default and marks it assumed («فرضی»).
    """

    project = models.OneToOneField(PROJECT, on_delete=models.PROTECT, related_name="estimate")
    remaining_rials = models.BigIntegerField(null=True, blank=True)
    price_year = models.PositiveSmallIntegerField(null=True, blank=True)
    zone = models.CharField(max_length=120, blank=True)
    benefit_rials_per_month = models.BigIntegerField(null=True, blank=True)
    remaining_months = models.PositiveSmallIntegerField(null=True, blank=True)
    ready_on = models.DateField(null=True, blank=True)
    """The day from which work can go on: land handed over, utilities moved."""
    waits_for = models.CharField(max_length=300, blank=True)
    after = models.ManyToManyField("register.Project", blank=True, related_name="+")
    """Projects that must be finished before."""
    is_new_start = models.BooleanField(default=False)
    years = models.FloatField(null=True, blank=True)
    land_cleared_permille = models.PositiveSmallIntegerField(null=True, blank=True)
    undated_relocations = models.PositiveSmallIntegerField(null=True, blank=True)
    study_complete = models.BooleanField(null=True, blank=True)
    drawings_complete = models.BooleanField(null=True, blank=True)
    staged_for_seasons = models.BooleanField(null=True, blank=True)
    cost_p80_rials = models.BigIntegerField(null=True, blank=True)
    ceiling_rials = models.BigIntegerField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(remaining_rials__isnull=True) | Q(price_year__isnull=False),
                name="completion_estimate_has_price_year",
            ),
            models.CheckConstraint(
                condition=Q(land_cleared_permille__isnull=True)
                | Q(land_cleared_permille__lte=1000),
                name="completion_land_at_most_whole",
            ),
        )

    def __str__(self) -> str:
        return f"{self.project_id}"


class Scenario(models.Model):
    """What would be if: a named set of changes to the portfolio of one branch of agencies."""

    public_id = public_id("z")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    changes = models.JSONField(default=dict)
    """As `hamgam plan --scenario` reads them."""
    assumed = models.JSONField(default=dict)
    """Assumed figures that stand otherwise than the city's defaults, by their name."""
    actor = models.CharField(max_length=80)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class Plan(models.Model):
    """One run of a scenario: its question frozen, the search that works it out, and its answer."""

    unaudited_columns: ClassVar[frozenset[str]] = frozenset({"question", "answer", "views"})
    """Large, written once; the fact of the answer carries its hash."""

    public_id = public_id("l")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    scenario = models.ForeignKey(Scenario, on_delete=models.PROTECT, related_name="plans")
    solve = models.OneToOneField(
        "register.Solve", null=True, on_delete=models.PROTECT, related_name="+"
    )
    on = models.DateField()
    """The day from which it plans."""
    question = models.JSONField(default=dict)
    answer = models.JSONField(default=dict)
    """Empty until it is found."""
    views = models.JSONField(default=dict)
    """The page's parts, one in each language."""
    asked_at = models.DateTimeField()
    found_at = models.DateTimeField(null=True, blank=True)
    actor = models.CharField(max_length=80)

    class Meta:
        indexes = (models.Index(fields=["agency", "-id"], name="completion_plan_agency"),)

    def __str__(self) -> str:
        return f"{self.scenario} {self.on}"


class Adoption(models.Model):
    """A plan that somebody made the branch's own, with a reason; the latest one holds."""

    public_id = public_id("o")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    plan = models.OneToOneField(Plan, on_delete=models.PROTECT, related_name="adoption")
    on = models.DateField()
    reason = models.TextField()
    actor = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=~Q(reason=""), name="completion_adoption_reason"),
        )

    def __str__(self) -> str:
        return f"{self.plan} {self.on}"


class PlannedFinish(models.Model):
    """Where one project stands in an adopted plan; `ends` is None when it is not finished in it."""

    adoption = models.ForeignKey(Adoption, on_delete=models.CASCADE, related_name="finishes")
    project = models.ForeignKey(PROJECT, on_delete=models.PROTECT, related_name="+")
    place = models.PositiveSmallIntegerField(null=True, blank=True)
    begins = models.DateField(null=True, blank=True)
    ends = models.DateField(null=True, blank=True)
    before = models.DateField(null=True, blank=True)
    """The end by the plan adopted before, None when it had none."""
    first = models.DateField(null=True, blank=True)
    """The end by the first plan that named it; kept for good."""

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["adoption", "project"], name="completion_planned_once"),
        )

    def __str__(self) -> str:
        return f"{self.project_id} {self.ends}"


class Forecast(models.Model):
    """What was forecast of a project on a day; kept, so that forecasts can be held to what came."""

    project = models.ForeignKey(PROJECT, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    p50 = models.DateField(null=True, blank=True)
    """None where the money never suffices in half of the futures."""
    p80 = models.DateField(null=True, blank=True)
    drawn_p80 = models.DateField(null=True, blank=True)
    """P80 before it was told later for what past forecasts missed: what margins are learnt from."""

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["project", "on"], name="completion_forecast_once"),
        )

    def __str__(self) -> str:
        return f"{self.project_id} {self.on}"


class TaskEstimate(models.Model):
    """What is left of one task of a project. None is not told: the plan then takes its part of the
    project's rest and marks it assumed («فرضی»)."""

    task = models.OneToOneField("register.Task", on_delete=models.PROTECT, related_name="estimate")
    remaining_rials = models.BigIntegerField(null=True, blank=True)
    price_year = models.PositiveSmallIntegerField(null=True, blank=True)
    remaining_months = models.PositiveSmallIntegerField(null=True, blank=True)
    ready_on = models.DateField(null=True, blank=True)
    waits_for = models.CharField(max_length=300, blank=True)
    ignores_seasons = models.BooleanField(default=False)
    """Whether it goes on under ground while seasons close the street."""
    fast_months = models.PositiveSmallIntegerField(null=True, blank=True)
    """How long it takes with two crews, by night too; None: it cannot be hurried."""
    fast_rials = models.BigIntegerField(null=True, blank=True)
    """What it costs then, in the same prices."""
    done_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(remaining_rials__isnull=True) | Q(price_year__isnull=False),
                name="completion_task_has_price_year",
            ),
            models.CheckConstraint(
                condition=Q(fast_months__isnull=True, fast_rials__isnull=True)
                | Q(fast_months__isnull=False, fast_rials__isnull=False),
                name="completion_task_fast_whole",
            ),
        )

    def __str__(self) -> str:
        return f"{self.task_id}"
