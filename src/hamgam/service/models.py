"""Citizens' reports, what was done with them, who is told, and surveys."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from hamgam.agencies.models import Agency, choices_of
from hamgam.register.models.columns import Placed, public_id
from hamgam.service.vocabulary import Channel, Move, Population, State, SurveyMode


class CitizenReport(Placed):
    """A problem somebody reported without an account. What he wrote is kept out of the ledger, so
    that it can be erased; `published` is what moderation let everybody read."""

    unaudited_columns: ClassVar[frozenset[str] | None] = frozenset({"text", "secret_digest"})

    public_id = public_id("q")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    """Who must answer."""
    kind = models.CharField(max_length=40)
    state = models.CharField(max_length=10, choices=choices_of(State), default="received")
    channel = models.CharField(max_length=10, choices=choices_of(Channel), default="web")
    text = models.TextField(blank=True)
    published = models.TextField(blank=True)
    street = models.CharField(max_length=200, blank=True)
    street_key = models.CharField(max_length=64, blank=True)
    routed_by = models.CharField(max_length=12)
    """Why this agency: `work`, `stake`, `district`, `kind`, `fallback` or `passed_on`."""
    work = models.ForeignKey(
        "register.Work", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    language = models.CharField(max_length=2, default="fa")
    number_137 = models.CharField(max_length=40, blank=True)
    photo_digest = models.CharField(max_length=64, blank=True)
    photo_is_public = models.BooleanField(default=False)
    received = models.DateTimeField()
    answer_due = models.DateField()
    solve_due = models.DateField()
    answered = models.DateTimeField(null=True, blank=True)
    solved = models.DateTimeField(null=True, blank=True)
    confirmed = models.DateTimeField(null=True, blank=True)
    also = models.PositiveIntegerField(default=0)
    """How many others said that they see it too."""
    joined = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="twins"
    )
    secret_digest = models.CharField(max_length=64, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(confirmed__isnull=True) | Q(solved__isnull=False),
                name="service_confirmed_after_solved",
            ),
            models.UniqueConstraint(
                fields=["number_137"],
                condition=~Q(number_137=""),
                name="service_number_137_once",
            ),
            models.UniqueConstraint(
                fields=["secret_digest"],
                condition=~Q(secret_digest=""),
                name="service_secret_once",
            ),
        )
        indexes = (
            models.Index(fields=["west", "east", "south", "north"], name="service_report_view"),
            models.Index(fields=["agency", "state"], name="service_report_desk"),
            models.Index(fields=["-received"], name="service_report_received"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.public_id}"


class ReportStep(models.Model):
    """One thing done with a report; the words are an agency's, meant for everybody."""

    report = models.ForeignKey(CitizenReport, on_delete=models.PROTECT, related_name="steps")
    move = models.CharField(max_length=8, choices=choices_of(Move))
    agency = models.ForeignKey(Agency, null=True, on_delete=models.PROTECT, related_name="+")
    words = models.TextField(blank=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.report_id} {self.move}"


class Contact(models.Model):
    """How a reporter wishes to be told; erased at his word, or when its time is over."""

    unaudited_columns: ClassVar[frozenset[str] | None] = None

    report = models.OneToOneField(CitizenReport, on_delete=models.CASCADE, related_name="contact")
    phone = models.CharField(max_length=16, blank=True)
    email = models.CharField(max_length=254, blank=True)
    erase_after = models.DateField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=~Q(phone="") | ~Q(email=""), name="service_contact_reachable"
            ),
        )

    def __str__(self) -> str:
        return f"{self.report_id}"


class News(models.Model):
    """A word to a reporter that waits to be sent; gone with his contact."""

    unaudited_columns: ClassVar[frozenset[str] | None] = None

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="news")
    move = models.CharField(max_length=8, choices=choices_of(Move))
    is_sms = models.BooleanField()
    queued = models.DateTimeField()
    sent = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    fault = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return f"{self.contact_id} {self.move}"


class Survey(models.Model):
    """What a survey found: a score of 0 to 20 and how many were satisfied, of how many asked."""

    public_id = public_id("v")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    """Who had it done."""
    title = models.CharField(max_length=300)
    population = models.CharField(max_length=10, choices=choices_of(Population))
    mode = models.CharField(max_length=14, choices=choices_of(SurveyMode))
    zone_key = models.CharField(max_length=64, blank=True)
    """Empty for the whole city."""
    on = models.DateField()
    asked = models.PositiveIntegerField()
    satisfied = models.PositiveIntegerField()
    mean_hundredths = models.PositiveSmallIntegerField(null=True, blank=True)
    """The mean score of 0 to 20, in hundredths."""
    deviation_hundredths = models.PositiveSmallIntegerField(null=True, blank=True)
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(satisfied__lte=F("asked")) & Q(asked__gte=1),
                name="service_survey_counts",
            ),
            models.CheckConstraint(
                condition=Q(mean_hundredths__isnull=True) | Q(mean_hundredths__lte=2000),
                name="service_survey_score",
            ),
        )

    def __str__(self) -> str:
        return self.title
