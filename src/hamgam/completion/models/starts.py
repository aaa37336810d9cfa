"""Named decisions to begin, and the phases of mega-projects with their stage gates."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from hamgam.agencies.models import choices_of
from hamgam.completion.vocabulary import Verdict
from hamgam.register.models.columns import public_id

PROJECT = "register.Project"


class StartDecision(models.Model):
    """A named decision that lets a project begin against the gate; listed for the council."""

    public_id = public_id("t")
    project = models.ForeignKey(PROJECT, on_delete=models.PROTECT, related_name="start_decisions")
    number = models.CharField(max_length=64)
    on = models.DateField()
    decided_by = models.CharField(max_length=200)
    reason = models.TextField()
    refused = models.JSONField(default=list)
    """The conditions that were not met that day, each with its sentence, by language; a list as
    earlier versions kept it is Persian."""
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

    def not_met(self, language: str) -> list[str]:
        """The conditions that were not met that day, in a language."""
        told: dict[str, list[str]] | list[str] = self.refused
        return told if isinstance(told, list) else told.get(language, [])


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


class StageCondition(models.Model):
    """How one of the city's conditions of a stage gate stands for a phase, and by what evidence."""

    phase = models.ForeignKey(Phase, on_delete=models.CASCADE, related_name="conditions")
    key = models.CharField(max_length=40)
    """As the city's `mega.toml` names it."""
    is_met = models.BooleanField()
    evidence = models.CharField(max_length=500)
    on = models.DateField()
    actor = models.CharField(max_length=80)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["phase", "key"], name="completion_condition_once"),
            models.CheckConstraint(
                condition=~Q(evidence=""), name="completion_condition_has_evidence"
            ),
        )

    def __str__(self) -> str:
        return f"{self.phase_id} {self.key}"


class StageDecision(models.Model):
    """What was decided at a stage gate, by whom, and which conditions were not met that day."""

    public_id = public_id("n")
    phase = models.ForeignKey(Phase, on_delete=models.PROTECT, related_name="decisions")
    verdict = models.CharField(max_length=5, choices=choices_of(Verdict))
    on = models.DateField()
    number = models.CharField(max_length=64, blank=True)
    decided_by = models.CharField(max_length=200, blank=True)
    reason = models.CharField(max_length=500)
    unmet = models.JSONField(default=list)
    """Keys of the conditions that were not met."""
    actor = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=~Q(reason=""), name="completion_stage_has_reason"),
        )

    def __str__(self) -> str:
        return f"{self.phase_id} {self.verdict}"
