"""Estimates, scenarios, plans, adoptions, named decisions, phases, the term and its promises."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from hamgam.agencies.models import Agency, choices_of
from hamgam.completion.vocabulary import AskedBy, ProposalKind, Reply
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


class StartDecision(models.Model):
    """A named decision that lets a project begin against the gate; listed for the council."""

    public_id = public_id("t")
    project = models.ForeignKey(PROJECT, on_delete=models.PROTECT, related_name="start_decisions")
    number = models.CharField(max_length=64)
    on = models.DateField()
    decided_by = models.CharField(max_length=200)
    reason = models.TextField()
    refused = models.JSONField(default=list)
    """The conditions that were not met that day, each with its sentence."""
    actor = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=~Q(number="") & ~Q(decided_by="") & ~Q(reason=""),
                name="completion_decision_is_named",
            ),
        )

    def __str__(self) -> str:
        return self.number


class Phase(models.Model):
    """A part of a mega-project that gives a usable result by itself, with its stage gate."""

    public_id = public_id("h")
    project = models.ForeignKey(PROJECT, on_delete=models.PROTECT, related_name="phases")
    place = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=300)
    result = models.CharField(max_length=500)
    """What people can use once it is finished."""
    cost_rials = models.BigIntegerField(null=True, blank=True)
    price_year = models.PositiveSmallIntegerField(null=True, blank=True)
    due = models.DateField(null=True, blank=True)
    passed_on = models.DateField(null=True, blank=True)
    passed_for = models.CharField(max_length=500, blank=True)
    """The evidence on which the gate was passed."""

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["project", "place"], name="completion_phase_once"),
            models.CheckConstraint(condition=~Q(result=""), name="completion_phase_has_result"),
            models.CheckConstraint(
                condition=Q(passed_on__isnull=True) | ~Q(passed_for=""),
                name="completion_phase_passed_for",
            ),
        )

    def __str__(self) -> str:
        return self.title


class Term(models.Model):
    """A term of the city's management, with its end."""

    public_id = public_id("r")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    begins = models.DateField()
    ends = models.DateField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(ends__gt=F("begins")), name="completion_term_days"),
        )

    def __str__(self) -> str:
        return self.title


class TermPromise(models.Model):
    """A commitment that was made a promise of the term."""

    term = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="promises")
    commitment = models.OneToOneField(
        "register.Commitment", on_delete=models.PROTECT, related_name="+"
    )
    project = models.ForeignKey(
        PROJECT, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    def __str__(self) -> str:
        return f"{self.commitment_id}"


class Proposal(models.Model):
    """What somebody asks of the portfolio; each one is answered, with a reason, by a day."""

    public_id = public_id("j")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    """Who must answer."""
    asked_by = models.CharField(max_length=13, choices=choices_of(AskedBy))
    from_name = models.CharField(max_length=200)
    kind = models.CharField(max_length=8, choices=choices_of(ProposalKind))
    text = models.TextField()
    project = models.ForeignKey(
        PROJECT, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    letter_number = models.CharField(max_length=64, blank=True)
    on = models.DateField()
    due = models.DateField()
    actor = models.CharField(max_length=80)
    reply = models.CharField(max_length=8, choices=choices_of(Reply), blank=True)
    reply_reason = models.TextField(blank=True)
    replied_on = models.DateField(null=True, blank=True)
    replied_by = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(reply="") | ~Q(reply_reason=""), name="completion_reply_has_reason"
            ),
        )

    def __str__(self) -> str:
        return self.text[:60]


class Forecast(models.Model):
    """What was forecast of a project on a day; kept, so that forecasts can be held to what came."""

    project = models.ForeignKey(PROJECT, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    p50 = models.DateField(null=True, blank=True)
    """None where the money never suffices in half of the futures."""
    p80 = models.DateField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["project", "on"], name="completion_forecast_once"),
        )

    def __str__(self) -> str:
        return f"{self.project_id} {self.on}"
