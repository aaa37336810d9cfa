"""What phones sent from the sites, each exactly as it came."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from hamgam.agencies.models import Person, choices_of
from hamgam.field.vocabulary import RecordKind, RecordState
from hamgam.register.models import Meeting
from hamgam.register.models.columns import Owned, public_id


class Record(models.Model):
    """One item of a phone's outbox. Its key is made on the phone, so a repetition is known; its
    receipt is the hash of what was received, so the phone knows that it arrived whole."""

    public_id = public_id("p")
    key = models.CharField(max_length=64)
    person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    sender = models.CharField(max_length=80)
    device = models.CharField(max_length=64)
    kind = models.CharField(max_length=12, choices=choices_of(RecordKind))
    meeting = models.ForeignKey(
        Meeting, null=True, blank=True, on_delete=models.PROTECT, related_name="records"
    )
    subject = models.CharField(max_length=80)
    parent = models.CharField(max_length=64, blank=True)
    """The key of the record that must come before this one."""
    base_version = models.PositiveIntegerField(null=True, blank=True)
    """The version of the thing that the phone had when it was changed there."""
    body = models.JSONField()
    taken_at = models.DateTimeField()
    """The phone's clock."""
    received = models.DateTimeField()
    receipt = models.CharField(max_length=64)
    state = models.CharField(max_length=8, choices=choices_of(RecordState))
    fault = models.CharField(max_length=300, blank=True)
    settled_by = models.CharField(max_length=80, blank=True)
    imported_by = models.CharField(max_length=80, blank=True)
    """Who brought it from a phone's file; empty for one that the phone sent itself."""

    class Meta:
        constraints = (models.UniqueConstraint(fields=["sender", "key"], name="field_record_once"),)
        indexes = (models.Index(fields=["state"], name="field_record_state"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class Sighting(Owned):
    """What a patrol of a district saw in the street: words, a photo, a place."""

    public_id = public_id("h")
    record = models.OneToOneField(Record, on_delete=models.PROTECT, related_name="sighting")
    words = models.CharField(max_length=500, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    accuracy_m = models.FloatField(null=True, blank=True)
    taken_at = models.DateTimeField()
    digest = models.CharField(max_length=64, blank=True)
    """The hash of the photo among the register's files."""
    near = models.CharField(max_length=24, blank=True)
    """The public id of the work or project that lies there; empty for none."""
    must_act = models.BooleanField(default=False)
    """Whether the agency of what lies there must come and act."""

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=~Q(words="") | ~Q(digest=""), name="field_sighting_tells_something"
            ),
        )

    def __str__(self) -> str:
        return self.public_id
