"""Trials of a rule's numbers on the present register, and those the city adopted."""

from __future__ import annotations

from django.db import models

from hamgam.agencies.models import choices_of
from hamgam.register.models.columns import public_id
from hamgam.register.vocabulary import TrialState


class RuleTrial(models.Model):
    """Some numbers of one rule tried on the register as it stands; nothing is changed by it."""

    public_id = public_id("r")
    rule = models.CharField(max_length=64)
    dials = models.JSONField()
    """The numbers that differ, by their place in the rule."""
    asked_by = models.CharField(max_length=80)
    asked = models.DateTimeField()
    state = models.CharField(max_length=8, choices=choices_of(TrialState))
    before = models.PositiveIntegerField(default=0)
    after = models.PositiveIntegerField(default=0)
    """Findings of the whole law before and after."""
    appear = models.JSONField(default=list)
    vanish = models.JSONField(default=list)
    change = models.JSONField(default=list)
    """`[kind, consequence, a, b]` of the first findings that appear, vanish or weigh otherwise; the
    works by their public ids."""
    counts = models.JSONField(default=dict)
    """How many appear, vanish and change, however many are kept above."""

    def __str__(self) -> str:
        return f"{self.rule} {self.dials}"


class RuleChange(models.Model):
    """Numbers of one rule that the city adopted; the last one of a rule that stands is the law."""

    public_id = public_id("y")
    rule = models.CharField(max_length=64)
    dials = models.JSONField()
    trial = models.ForeignKey(RuleTrial, on_delete=models.PROTECT, related_name="changes")
    reason = models.CharField(max_length=500)
    adopted_by = models.CharField(max_length=80)
    adopted = models.DateTimeField()
    superseded = models.BooleanField(default=False)

    class Meta:
        indexes = (models.Index(fields=["superseded", "rule"], name="register_rule_standing"),)

    def __str__(self) -> str:
        return f"{self.rule} {self.dials}"
