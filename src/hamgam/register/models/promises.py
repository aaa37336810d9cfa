"""Stakes and commitments: what several capabilities need, so it lies here."""

from __future__ import annotations

from django.db import models

from hamgam.agencies.models import choices_of
from hamgam.register.models.columns import Owned, Placed, public_id
from hamgam.register.vocabulary import StakeKind


class Stake(Owned, Placed):
    """What ties an agency to a place or a subject; works there are told to it."""

    public_id = public_id("e")
    kind = models.CharField(max_length=8, choices=choices_of(StakeKind))
    title = models.CharField(max_length=300)
    subject = models.CharField(max_length=80, blank=True)
    reach_m = models.FloatField(default=20)

    def __str__(self) -> str:
        return self.title


class Commitment(Owned):
    """What an agency promised, to whom, until when. The first deadline is kept for good."""

    public_id = public_id("c")
    text = models.CharField(max_length=500)
    subject = models.CharField(max_length=80, blank=True)
    """The public id of what it is about."""
    first_due = models.DateField()
    due = models.DateField()
    done_on = models.DateField(null=True, blank=True)
    proof = models.CharField(max_length=500, blank=True)
    letter_number = models.CharField(max_length=64, blank=True)
    letter_date = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return self.text
