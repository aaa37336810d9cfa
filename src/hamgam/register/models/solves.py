"""Long computations that were asked for, and how far they are."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from hamgam.agencies.models import Agency, choices_of
from hamgam.register.models.columns import public_id
from hamgam.register.vocabulary import SolveState, SolveWish


class Solve(models.Model):
    """One long computation. Technique, not a deed: who asked for it and who took up its answer
    stand in the ledger by the deeds that did so."""

    unaudited_columns: ClassVar[frozenset[str] | None] = None

    public_id = public_id("s")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    subject = models.CharField(max_length=80, blank=True)
    """The public id of what it is about, as a scenario."""
    solver = models.CharField(max_length=200)
    """The dotted name of a `Solver`."""
    arguments = models.JSONField(default=dict)
    seconds = models.FloatField()
    """After so long it is asked for the best it has."""
    asked_by = models.CharField(max_length=80)
    asked = models.DateTimeField()
    state = models.CharField(
        max_length=11, choices=choices_of(SolveState), default=SolveState.WAITING.value
    )
    wish = models.CharField(max_length=6, choices=choices_of(SolveWish), blank=True)
    """What a person wants of it while it runs."""
    attempt = models.PositiveIntegerField(default=0)
    """How often it was begun; only the last one begun may write."""
    job = models.CharField(max_length=36, blank=True)
    began = models.DateTimeField(null=True, blank=True)
    ended = models.DateTimeField(null=True, blank=True)
    noted = models.DateTimeField(null=True, blank=True)
    """When its worker last wrote how far it is."""
    percent = models.FloatField(null=True, blank=True)
    incumbent = models.FloatField(null=True, blank=True)
    bound = models.FloatField(null=True, blank=True)
    note = models.CharField(max_length=200, blank=True)
    answer = models.JSONField(null=True, blank=True)
    """What the solver's `keep` gave back."""
    fault = models.CharField(max_length=500, blank=True)

    class Meta:
        indexes = (
            models.Index(fields=["state"], name="register_solve_state"),
            models.Index(fields=["subject", "id"], name="register_solve_subject"),
        )

    def __str__(self) -> str:
        return f"{self.solver} {self.public_id}"
