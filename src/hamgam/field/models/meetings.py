"""What a meeting at a site has beside any other meeting."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from hamgam.agencies.models import Agency, Person, choices_of
from hamgam.field.models.obstacles import Obstacle
from hamgam.field.vocabulary import Proof
from hamgam.register.models import Meeting, MeetingItem, Presence, Project
from hamgam.register.models.columns import public_id


class SiteMeeting(models.Model):
    """The site's side of a meeting: for which project, why, where, and its sealed minutes."""

    meeting = models.OneToOneField(Meeting, on_delete=models.PROTECT, related_name="site")
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="site_meetings")
    trigger = models.CharField(max_length=300)
    """What made it worth standing there."""
    longitude = models.FloatField(null=True, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    site_code = models.CharField(max_length=16)
    """What the QR plate at the site holds."""
    why_office = models.CharField(max_length=300, blank=True)
    """Why it was not held at the site; empty for one that was."""
    digest = models.CharField(max_length=64, blank=True)
    """SHA-256 of the minutes as they were signed."""
    minutes = models.JSONField(default=dict)
    """The minutes that were signed, word by word."""

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.project_id}"


class Authority(models.Model):
    """What an agency's representative may decide on the spot, by which letter; recorded before the
    meeting, so that a decision inside it stands at once."""

    public_id = public_id("y")
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="authorities")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    post = models.CharField(max_length=200, blank=True)
    subject = models.CharField(max_length=300)
    ceiling_rials = models.BigIntegerField(null=True, blank=True)
    letter_number = models.CharField(max_length=64)
    letter_date = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class SitePresence(models.Model):
    """By what somebody's presence at the site is known, and how he signed."""

    presence = models.OneToOneField(Presence, on_delete=models.PROTECT, related_name="site")
    proof = models.CharField(max_length=8, choices=choices_of(Proof))
    longitude = models.FloatField(null=True, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    accuracy_m = models.FloatField(null=True, blank=True)
    distance_m = models.FloatField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    """Why there is neither a position nor a scanned plate."""
    signature = models.CharField(max_length=64, blank=True)
    """The hash of the drawn signature's picture among the register's files."""
    typed = models.CharField(max_length=200, blank=True)
    """The name typed where nothing could be drawn."""
    signed = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=~Q(proof=Proof.EXCUSED.value) | ~Q(reason=""),
                name="field_excuse_has_reason",
            ),
        )

    def __str__(self) -> str:
        return f"{self.presence_id} {self.proof}"


class SiteItem(models.Model):
    """What an item of a site meeting says beside its outcome."""

    item = models.OneToOneField(MeetingItem, on_delete=models.PROTECT, related_name="site")
    obstacle = models.ForeignKey(Obstacle, null=True, blank=True, on_delete=models.PROTECT)
    is_old_promise = models.BooleanField(default=False)
    week_rials = models.BigIntegerField(null=True, blank=True)
    """What a week of waiting costs people, by the plan in force; None before one is."""
    owner_name = models.CharField(max_length=200, blank=True)
    officer = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    cost_rials = models.BigIntegerField(null=True, blank=True)
    payer = models.ForeignKey(
        Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return f"{self.item_id}"
