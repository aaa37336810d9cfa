"""Meetings of any kind and place share one record: agenda, who was there, what each item came to.

A commission's sitting, a bilateral meeting and a meeting at a site differ by kind and place alone.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from hamgam.agencies.models import Agency, choices_of
from hamgam.register.models.columns import Owned, Placed, public_id
from hamgam.register.models.promises import Commitment
from hamgam.register.vocabulary import MeetingKind, Outcome, PlaceKind


class Meeting(Owned, Placed):
    """One meeting, kept by the agency that is its secretary."""

    public_id = public_id("j")
    kind = models.CharField(max_length=24, choices=choices_of(MeetingKind))
    title = models.CharField(max_length=300)
    begins = models.DateTimeField()
    place = models.CharField(max_length=200, blank=True)
    place_kind = models.CharField(
        max_length=8, choices=choices_of(PlaceKind), default=PlaceKind.OFFICE.value
    )
    closed = models.DateTimeField(null=True, blank=True)
    """When its minutes were signed; nothing is changed after."""
    letter_number = models.CharField(max_length=64, blank=True)
    letter_date = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return self.title


class MeetingItem(models.Model):
    """One item of the agenda, and what it came to."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="items")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=300)
    subject = models.CharField(max_length=80, blank=True)
    """The public id of what it is about."""
    outcome = models.CharField(
        max_length=12, choices=choices_of(Outcome), default=Outcome.OPEN.value
    )
    words = models.CharField(max_length=2000, blank=True)
    owner = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT)
    due = models.DateField(null=True, blank=True)
    proof = models.CharField(max_length=500, blank=True)
    """By what one will see that it is done."""
    commitment = models.ForeignKey(
        Commitment, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["meeting", "number"], name="register_meeting_item_once"
            ),
            models.CheckConstraint(
                condition=~Q(outcome=Outcome.DECIDED.value)
                | (Q(owner__isnull=False) & Q(due__isnull=False) & ~Q(words="") & ~Q(proof="")),
                name="register_decision_is_whole",
            ),
        )

    def __str__(self) -> str:
        return self.title


class Presence(models.Model):
    """Who was there, for whom."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="present")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    post = models.CharField(max_length=200, blank=True)
    signed = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name
