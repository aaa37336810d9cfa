"""What a paving agency asks the utilities before it paves («استعلام»), street by street."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from hamgam.agencies.models import Agency, choices_of
from hamgam.coordination.vocabulary import InquiryAnswer
from hamgam.register.models import Work
from hamgam.register.models.columns import public_id


class Inquiry(models.Model):
    """One street of the asphalt programme, asked of every utility."""

    public_id = public_id("q")
    number = models.CharField(max_length=16, unique=True)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    work = models.OneToOneField(Work, on_delete=models.PROTECT, related_name="inquiry")
    """The paving."""
    asked = models.DateTimeField()
    asked_by = models.CharField(max_length=80)
    due = models.DateTimeField(null=True, blank=True)
    """When the clock runs out; None once it ended."""
    ended = models.DateTimeField(null=True, blank=True)
    """When everybody had answered, or the clock had run out."""
    words = models.CharField(max_length=1000, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(due__isnull=True) ^ Q(ended__isnull=True),
                name="coordination_inquiry_clock_or_end",
            ),
        )
        indexes = (models.Index(fields=["due"], name="coordination_inquiry_clock"),)

    def __str__(self) -> str:
        return self.number


class InquiryLine(models.Model):
    """What one utility was asked about the street, and what it said."""

    public_id = public_id("a")
    inquiry = models.ForeignKey(Inquiry, on_delete=models.PROTECT, related_name="lines")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(max_length=12, choices=choices_of(InquiryAnswer), blank=True)
    """Empty as long as nothing was said."""
    begins = models.DateField(null=True, blank=True)
    ends = models.DateField(null=True, blank=True)
    words = models.CharField(max_length=1000, blank=True)
    answered = models.DateTimeField(null=True, blank=True)
    answered_by = models.CharField(max_length=80, blank=True)
    silent = models.DateTimeField(null=True, blank=True)
    """When the clock ran out without an answer; kept when the answer comes late."""
    dig = models.ForeignKey(
        Work, null=True, blank=True, on_delete=models.PROTECT, related_name="inquiry_lines"
    )
    """The work that the answer put into the register."""

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["inquiry", "agency"], name="coordination_inquiry_line_once"
            ),
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gte=F("begins")),
                name="coordination_inquiry_line_days",
            ),
        )

    def __str__(self) -> str:
        return f"{self.inquiry_id} {self.agency_id}"
